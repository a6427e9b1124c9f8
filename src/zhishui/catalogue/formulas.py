"""What does a formula of a matter file come to, and how sure are we of it?

The law's `Expression` works on plain values. Here its result gets the standing
of what it was worked out from: assumed if anything it used was assumed, with
the sources of what was known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from zhishui.catalogue.types import Constant, Formula, Value
from zhishui.kernel import Assumed, Fen, Json, Knowledge, Known, Period, PeriodKind, Source, Unknown
from zhishui.law import Expression


class MonthStart(date):
    """A month, reckoned with as its first day and shown without one."""


Plain: TypeAlias = bool | int | str | date | Fen | None
Named: TypeAlias = Mapping[str, Knowledge[Plain]]
"""What each name stands for; Known(None) is something left blank or not asked."""


def parse(text: str, names: Iterable[str]) -> Formula:
    """Read a formula; LawError when it says more than the law's operators can."""
    return Formula(text, Expression.parse(text, tuple(names)))


def work_out(value: Value, named: Named) -> Knowledge[Plain]:
    """Give what a formula or constant comes to."""
    if isinstance(value, Constant):
        assert value.value is None or isinstance(value.value, bool | int | str)
        return Known(value.value, ())
    if value.text in named:
        return named[value.text]
    used = {name: named[name] for name in value.names}
    result = value.expression.evaluate(used)
    return result if isinstance(result, Unknown) else standing_of(result, used.values())


def holds(formula: Formula | None, named: Named) -> bool | None:
    """Say whether a condition holds; None while it cannot be told. No condition holds always."""
    if formula is None:
        return True
    result = work_out(formula, named)
    if isinstance(result, Unknown) or result.value is None:
        return None
    return bool(result.value)


def standing_of(value: Plain, used: Iterable[Knowledge[Plain]]) -> Knowledge[Plain]:
    """Give a value worked out from others the standing of the least sure of them."""
    sources: list[Source] = []
    for one in used:
        if isinstance(one, Assumed):
            return Assumed(value, one.reason)
        if isinstance(one, Known):
            sources += [source for source in one.sources if source not in sources]
    return Known(value, tuple(sources))


def plain_of(stored: Json, kind: str) -> Plain:
    """Give a stored answer as a value to reckon with: money as Fen, months as their first day."""
    if stored is None or not isinstance(stored, str):
        assert stored is None or isinstance(stored, bool | int)
        return stored
    match kind:
        case "money":
            return Fen.of_yuan(stored)
        case "date":
            return date.fromisoformat(stored)
        case "month":
            first = Period.parse(stored).from_
            return MonthStart(first.year, first.month, 1)
    return stored


def stored_of(value: Plain) -> Json:
    """Give a value as the law's inputs and facts write it: yuan, ISO days."""
    if isinstance(value, Fen):
        return value.yuan()
    return value.isoformat() if isinstance(value, date) else value


def period_names(period: Period) -> dict[str, Knowledge[Plain]]:
    """Give the names that speak of the case's period."""
    last = date.fromordinal(period.until.toordinal() - 1)
    return {
        "year": Known(f"{period.from_.year:04d}", ()),
        "period_from": Known(period.from_, ()),
        "period_last": Known(last, ()),
    }


def phrase(text: str, period: Period) -> str:
    """Put the period into the words of a label: "{year}" and "{period}"."""
    shown = f"{period.from_.year}年" if period.kind is PeriodKind.YEAR else str(period)
    return text.replace("{year}", f"{period.from_.year}").replace("{period}", shown)
