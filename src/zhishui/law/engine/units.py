"""What kind of quantity is this, and may it meet that one?

A formula says what its names are: `Money`, `Months`, `Percent`. They are plain
integers when it runs; the units are checked once, when the law is loaded, so
that a percent never reaches a citizen as fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple, TypeVar

from zhishui.kernel import Fen


class Unit(NamedTuple):
    """Exponents of fen, percent and month; other kinds do not multiply."""

    kind: str
    fen: int = 0
    percent: int = 0
    month: int = 0

    def times(self, other: Unit) -> Unit:
        """Give the unit of a product."""
        return Unit(self.kind, self.fen + other.fen, self.percent + other.percent, self.month + other.month)


MONEY = Unit("number", fen=1)
MONEY_A_MONTH = Unit("number", fen=1, month=-1)
PERCENT = Unit("number", percent=1)
MONTHS = Unit("number", month=1)
COUNT = Unit("number")
FLAG = Unit("flag")
CHOICE = Unit("choice")
DAY = Unit("day")
TABLE = Unit("table")

UNIT_NAMES = {
    "元": MONEY,
    "元/月": MONEY_A_MONTH,
    "%": PERCENT,
    "个月": MONTHS,
    "": COUNT,
    "是否": FLAG,
    "选项": CHOICE,
    "日期": DAY,
    "税率表": TABLE,
}
NAMES_OF_UNITS = {unit: name for name, unit in UNIT_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Bracket:
    """One row of a rate table: up to and including `up_to`, `rate` % less `quick`."""

    up_to: int | None
    rate: int
    quick: int


@dataclass(frozen=True, slots=True)
class Brackets:
    """A progressive rate table 超额累进税率表, lowest row first."""

    rows: tuple[Bracket, ...]

    def hit(self, amount: int, spread: int = 1) -> int:
        """Give the index of the row that `amount` / `spread` falls in, never dividing."""
        tops = (row.up_to for row in self.rows)
        return next(at for at, top in enumerate(tops) if top is None or amount <= top * spread)


Money = Annotated[int, MONEY]
MoneyAMonth = Annotated[int, MONEY_A_MONTH]
Percent = Annotated[int, PERCENT]
Months = Annotated[int, MONTHS]
Count = Annotated[int, COUNT]
Flag = Annotated[bool, FLAG]
Choice = Annotated[str, CHOICE]
Day = Annotated[date, DAY]
Table = Annotated[Brackets, TABLE]

T = TypeVar("T")
Each = tuple[T, ...]
"""A column: one value for each record of a list."""


def show(value: object, unit: Unit) -> str:
    """Write a value for people: "49,740.00", "10%", "12个月", "是".

    >>> show(4974000, MONEY)
    '49,740.00'
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return _number(value, unit)
    return value.isoformat() if isinstance(value, date) else "见税率表" if unit == TABLE else str(value)


def _number(value: int, unit: Unit) -> str:
    if unit.fen:
        return Fen(value).text()
    return f"{value}{'%' if unit.percent else '个月' if unit == MONTHS else ''}"
