"""Which stretch of time does a return speak of? Half-open, [from_, until)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """The four ways tax law cuts time."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    OCCASION = "occasion"


SHAPES = {
    PeriodKind.YEAR: re.compile(r"(\d{4})"),
    PeriodKind.QUARTER: re.compile(r"(\d{4})Q([1-4])"),
    PeriodKind.MONTH: re.compile(r"(\d{4})-(\d{2})"),
    PeriodKind.OCCASION: re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A tax period 税款所属期, or the day of one occasion 按次.

    >>> Period.parse("2026Q1").until
    datetime.date(2026, 4, 1)
    >>> str(Period.parse("2025"))
    '2025'
    """

    from_: date
    until: date
    kind: PeriodKind

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2025", "2025Q1", "2025-03" or "2025-03-18"; ValueError otherwise."""
        for kind, shape in SHAPES.items():
            match = shape.fullmatch(text)
            if match is not None and text.isascii():
                return cls._bounded(kind, [int(part) for part in match.groups()])
        raise ValueError(text)

    @classmethod
    def _bounded(cls, kind: PeriodKind, parts: list[int]) -> Period:
        try:
            return cls._of(kind, parts)
        except OverflowError:  # the last day of year 9999 has no day after it
            raise ValueError(parts) from None

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Give the calendar year 纳税年度."""
        return cls._of(PeriodKind.YEAR, [year])

    @classmethod
    def _of(cls, kind: PeriodKind, parts: list[int]) -> Period:
        if kind is PeriodKind.OCCASION:
            day = date(*parts)
            return cls(day, day + timedelta(days=1), kind)
        months = {PeriodKind.YEAR: 12, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}[kind]
        first = (parts[1] - 1) * months if len(parts) > 1 else 0
        start = date(parts[0], first + 1, 1)
        end = parts[0] * 12 + first + months
        return cls(start, date(end // 12, end % 12 + 1, 1), kind)

    def __contains__(self, day: date) -> bool:
        return self.from_ <= day < self.until

    def __str__(self) -> str:
        start = self.from_
        match self.kind:
            case PeriodKind.YEAR:
                return f"{start.year:04d}"
            case PeriodKind.QUARTER:
                return f"{start.year:04d}Q{(start.month + 2) // 3}"
            case PeriodKind.MONTH:
                return f"{start:%Y-%m}"
            case PeriodKind.OCCASION:
                return start.isoformat()
