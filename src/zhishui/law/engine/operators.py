"""Which words may a formula use besides + - * and comparisons? These, and no others.

A formula imports them from here, where they work on plain integers: that is the
first gear. The other gears run the same code objects with another table of the
same names (`TRACE` in traced.py, `UNITS` in unitcheck.py; columns, SQL and
JavaScript to come), so a formula never knows where it runs.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from zhishui.law.engine.missing import Missing, union
from zhishui.law.engine.units import Brackets


T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


def _known(work: F) -> F:
    """Let `work` see only values: with a missing argument the result is missing."""

    @wraps(work)
    def guarded(*args: object) -> object:
        for arg in args:
            if type(arg) is Missing:
                return union(args)
        return work(*args)

    return cast("F", guarded)


@_known
def half_up(numerator: int, denominator: int) -> int:
    """Give the quotient rounded half away from zero 四舍五入.

    >>> half_up(45, 10), half_up(-45, 10)
    (5, -5)
    """
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


@_known
def up(numerator: int, denominator: int) -> int:
    """Give the quotient rounded up 进一."""
    return -(-numerator // denominator)


@_known
def down(numerator: int, denominator: int) -> int:
    """Give the quotient rounded down 舍去."""
    return numerator // denominator


@_known
def larger(one: int, other: int) -> int:
    """Give the larger of two 较大者."""
    return max(one, other)


@_known
def smaller(one: int, other: int) -> int:
    """Give the smaller of two 较小者."""
    return min(one, other)


def choose(condition: bool, then: T, *rest: bool | T) -> T:  # noqa: FBT001  the condition is the operand
    """Give what follows the first condition that holds, else the last argument.

    `choose(a, x, b, y, z)` reads: x if a, otherwise y if b, otherwise z.
    """
    parts = (condition, then, *rest)
    for at in range(0, len(parts) - 1, 2):
        if isinstance(parts[at], Missing):
            return cast("T", _undecided(parts[at:]))
        if parts[at]:
            return cast("T", parts[at + 1])
    return cast("T", parts[-1])


def _undecided(parts: tuple[object, ...]) -> object:
    """A condition is unknown: the value is too, unless every way out gives the same."""
    ways = [*parts[1::2], parts[-1]]
    first = ways[0]
    alike = all(not isinstance(way, Missing) and way == first for way in ways)
    return first if alike else parts[0]


@_known
def progressive(amount: int, table: Brackets, spread: int = 1) -> int:
    """Give `amount` × rate − quick deduction, by the row that `amount` / `spread` falls in.

    >>> from zhishui.law.engine.units import Bracket
    >>> progressive(4974000, Brackets((Bracket(3600000, 3, 0), Bracket(None, 10, 252000))))
    245400
    """
    row = table.rows[table.hit(amount, spread)]
    return half_up(amount * row.rate, 100) - row.quick


def total(column: tuple[int, ...]) -> int:
    """Give the sum over all records of a list 合计."""
    missing = [column] if isinstance(column, Missing) else [part for part in column if isinstance(part, Missing)]
    return cast("int", union(missing)) if missing else sum(column)


def count(column: tuple[bool, ...]) -> int:
    """Give how many records of a list satisfy a condition 个数."""
    return total(column)


@_known
def months_between(start: date, end: date) -> int:
    """Give how many calendar months `end`'s month lies after `start`'s; negative before."""
    return (end.year - start.year) * 12 + end.month - start.month


@_known
def add_months(day: date, months: int) -> date:
    """Give the same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@_known
def add_days(day: date, days: int) -> date:
    """Give the day `days` later."""
    return day + timedelta(days=days)


INTS: dict[str, Callable[..., Any]] = {
    word.__name__: word
    for word in (
        half_up, up, down, larger, smaller, choose, progressive, total, count, months_between, add_months, add_days,
    )
}  # fmt: skip
"""The first gear: names → work on plain integers."""
