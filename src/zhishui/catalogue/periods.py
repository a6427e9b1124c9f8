"""Which periods may be filed on a day, and by when?"""

from __future__ import annotations

from datetime import date

from zhishui import law
from zhishui.catalogue.types import Revision
from zhishui.kernel import Period, PeriodKind


MONTHS = {PeriodKind.YEAR: 12, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}


def open_periods(revision: Revision, day: date) -> tuple[Period, ...]:
    """Give the periods that may be filed on a day, the one a person most likely means first.

    A period whose filing has not yet begun is not among them.
    """
    rule = revision.period
    if rule.kind is PeriodKind.OCCASION:
        return (Period.parse(day.isoformat()),)
    now = _holding(rule.kind, day)
    periods = [_moved(now, offset) for offset in rule.offsets]
    if rule.late:
        # Late filing is a duty too: every earlier period back to the first stays open.
        first, earlier = Period.parse(rule.first), _moved(now, min(rule.offsets) - 1)
        while earlier.from_ >= first.from_:
            periods.append(earlier)
            earlier = _moved(earlier, -1)
    begun = [period for period in periods if _begun(revision, period, day)]
    return tuple(period for period in begun if not rule.first or period.from_ >= Period.parse(rule.first).from_)


def window(revision: Revision, period: Period) -> law.Window | None:
    """Give from when to when a period is filed; None when the law sets no date."""
    return law.deadline(revision.due, period) if revision.due else None


def _begun(revision: Revision, period: Period, day: date) -> bool:
    opens = window(revision, period)
    return opens is None or opens.opens <= day


def _holding(kind: PeriodKind, day: date) -> Period:
    month = day.year * 12 + (day.month - 1) // MONTHS[kind] * MONTHS[kind]
    return _starting(kind, month)


def _moved(period: Period, steps: int) -> Period:
    month = period.from_.year * 12 + period.from_.month - 1
    return _starting(period.kind, month + steps * MONTHS[period.kind])


def _starting(kind: PeriodKind, months: int) -> Period:
    year, month = divmod(months, 12)
    texts = {
        PeriodKind.YEAR: f"{year:04d}",
        PeriodKind.QUARTER: f"{year:04d}Q{month // 3 + 1}",
        PeriodKind.MONTH: f"{year:04d}-{month + 1:02d}",
    }
    return Period.parse(texts[kind])
