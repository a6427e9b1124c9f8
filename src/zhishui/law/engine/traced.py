"""How did this number come about? The same formulas, on numbers that remember.

A `Traced` knows which names decided it (of `larger`, `smaller`, `choose` and
`progressive` only the branch that won), how it is written with its numbers,
and for a condition the comparison that settled it. The operators of this second gear stand
in tracing.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from zhishui.law.engine.missing import Missing, union
from zhishui.law.engine.units import (
    CHOICE,
    COUNT,
    DAY,
    FLAG,
    PERCENT,
    Brackets,
    Unit,
    show,
)


Key = tuple[str, int]
"""A name and the record it belongs to; −1 when it is no column."""

SUM, PRODUCT, ATOM = range(3)
Comparison = tuple["Traced", object, str, bool]
"""What settled a condition: left, right, the test, whether it held. Put into words only when asked."""

YES_NO = ("否", "是")


@dataclass(slots=True, eq=False)
class Traced:
    """A value with its unit, its writing, the names that decided it, and why if it is a condition.

    Never changed after it is made; not frozen only because that triples the time of an explanation.
    """

    value: Any
    unit: Unit
    text: str
    needs: frozenset[Key] = frozenset()
    label: str = ""
    binds: int = ATOM
    choices: Mapping[str, str] | None = None
    why: tuple[Comparison, ...] = ()
    rounded: bool = False
    row: tuple[Brackets, int] | None = None

    def __bool__(self) -> bool:
        raise TypeError("formulas do not branch on values")

    def __add__(self, other: object) -> Any:
        return _sum(self, other, "+")

    def __radd__(self, other: object) -> Any:
        return _sum(other, self, "+")

    def __sub__(self, other: object) -> Any:
        return _sum(self, other, "−")

    def __rsub__(self, other: object) -> Any:
        return _sum(other, self, "−")

    def __mul__(self, other: object) -> Any:
        return _product(self, other)

    def __rmul__(self, other: object) -> Any:
        return _product(other, self)

    def __lt__(self, other: object) -> Any:
        return _compare(self, other, "<")

    def __le__(self, other: object) -> Any:
        return _compare(self, other, "<=")

    def __gt__(self, other: object) -> Any:
        return _compare(self, other, ">")

    def __ge__(self, other: object) -> Any:
        return _compare(self, other, ">=")

    def __eq__(self, other: object) -> Any:
        return _compare(self, other, "==")

    def __ne__(self, other: object) -> Any:
        return _compare(self, other, "!=")

    def __and__(self, other: object) -> Any:
        return _join(self, other, settles=False)

    def __or__(self, other: object) -> Any:
        return _join(self, other, settles=True)

    __rand__, __ror__ = __and__, __or__
    __hash__ = None  # type: ignore[assignment]  # compared, it gives a condition


def lift(thing: object, beside: Traced | None = None) -> Traced:
    """Make a literal traced, in the unit of what stands beside it."""
    if type(thing) is Traced:
        return thing
    if beside is None or not beside.choices:
        return _literal(thing, _own_unit(thing) if beside is None else beside.unit)
    return Traced(thing, beside.unit, beside.choices.get(str(thing), str(thing)), choices=beside.choices)


@lru_cache(maxsize=256, typed=True)
def _literal(thing: Any, unit: Unit) -> Traced:
    """Make a literal traced; the same few stand in every formula."""
    value = _in_unit(thing, unit)
    return Traced(value, unit, show(value, unit))


def _in_unit(literal: Any, unit: Unit) -> Any:
    """Read a literal: beside money a whole number means yuan (in a formula only 0 stands there)."""
    return literal * 100 if unit.fen and type(literal) is int else literal


def _own_unit(thing: object) -> Unit:
    kinds: tuple[tuple[type, Unit], ...] = ((bool, FLAG), (str, CHOICE), (date, DAY), (int, COUNT))
    return next(unit for kind, unit in kinds if isinstance(thing, kind))


def pair(one: object, other: object) -> tuple[Traced, Traced] | Missing:
    """Make both operands traced, a literal in the unit of the other; missing if one is."""
    if type(one) is Missing or type(other) is Missing:
        return union((one, other))
    left = lift(one, other if type(other) is Traced else None)
    return left, lift(other, left)


def _sum(one: object, other: object, sign: str) -> Traced | Missing:
    both = pair(one, other)
    if isinstance(both, Missing):
        return both
    left, right = both
    value = left.value + right.value if sign == "+" else left.value - right.value
    text = f"{left.text} {sign} {grouped(right, PRODUCT if sign == '−' else SUM)}"
    binds = SUM
    # What adds nothing is left out of the words, not out of the inputs.
    if right.value == 0 and right.binds == ATOM:
        text, binds = left.text, left.binds
    elif left.value == 0 and left.binds == ATOM and sign == "+":
        text, binds = right.text, right.binds
    rounded = left.rounded or right.rounded
    return Traced(value, left.unit, text, left.needs | right.needs, "", binds, None, (), rounded)


def _product(one: object, other: object) -> Traced | Missing:
    if isinstance(one, Missing) or isinstance(other, Missing):
        return union((one, other))
    left, right = lift(one), lift(other)
    unit = left.unit.times(right.unit)
    if left.value == 0 or right.value == 0:
        # Nothing times anything is nothing: the other factor neither decides nor is written.
        return Traced(0, unit, _literal(0, unit).text, left.needs if left.value == 0 else right.needs)
    written = [part for part in (left, right) if not _is_whole(part)] or [left]
    text = " × ".join(grouped(part, PRODUCT) for part in written)
    binds = PRODUCT if len(written) > 1 else written[0].binds
    needs, rounded = left.needs | right.needs, left.rounded or right.rounded
    return Traced(left.value * right.value, unit, text, needs, binds=binds, rounded=rounded)


def _is_whole(part: Traced) -> bool:
    """Say whether it changes nothing in a product: once, or 100 %."""
    return (part.unit == COUNT and part.value == 1) or (part.unit == PERCENT and part.value == 100)  # noqa: PLR2004  the whole


def grouped(part: Traced, binds: int) -> str:
    """Write a part, in brackets if it binds less than its place asks."""
    return f"（{part.text}）" if part.binds < binds else part.text


TEST: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
SAID = {
    ("<", True): "少于", ("<", False): "没有少于",
    ("<=", True): "没有超过", ("<=", False): "超过",
    (">", True): "超过", (">", False): "没有超过",
    (">=", True): "达到", (">=", False): "没有达到",
    ("==", True): "等于", ("==", False): "不等于",
    ("!=", True): "不等于", ("!=", False): "等于",
}  # fmt: skip
SAID_OF_ZERO = {
    ("<", True): "小于", ("<", False): "不小于",
    ("<=", True): "不大于", ("<=", False): "大于",
    (">", True): "大于", (">", False): "不大于",
    (">=", True): "不小于", (">=", False): "小于",
    ("==", True): "等于", ("==", False): "不等于",
    ("!=", True): "不等于", ("!=", False): "等于",
}  # fmt: skip


def _compare(left: Traced, other: object, test: str) -> Traced | Missing:
    if type(other) is Missing:
        return other
    needs, right = left.needs, _in_unit(other, left.unit)
    if type(other) is Traced:
        needs, right = needs | other.needs, other.value
    holds = TEST[test](left.value, right)
    return Traced(holds, FLAG, YES_NO[holds], needs, why=((left, other, test, holds),))


def said(comparison: Comparison) -> str:
    """Say a comparison as a sentence, and by how much where that means something."""
    left, other, test, holds = comparison
    right = lift(other, left)
    if left.unit.kind != "number":
        same = (test == "==") is holds
        return f"{left.label}是“{left.text}”" + ("" if same else f"，不是“{right.text}”")
    unit = "元" if left.unit.fen else ""
    if right.value == 0:
        return f"{left.label}{left.text}{unit}{SAID_OF_ZERO[test, holds]}0"
    apart = left.value - right.value
    gap = (
        f"，{'多' if apart > 0 else '少'}{show(abs(apart), left.unit)}{unit}"
        if apart and test not in ("==", "!=")
        else ""
    )
    return f"{left.label}{left.text}{unit}{SAID[test, holds]}{right.label}{right.text}{unit}{gap}"


def _join(one: object, other: object, *, settles: bool) -> object:
    """Join two conditions; one that settles it alone is the only reason."""
    parts = [part if isinstance(part, Missing) else lift(part) for part in (one, other)]
    settling = [part for part in parts if isinstance(part, Traced) and part.value is settles]
    if settling:
        why = tuple(reason for part in settling for reason in part.why)
        return Traced(settles, FLAG, YES_NO[settles], settling[0].needs, why=why)
    missing = [part for part in parts if isinstance(part, Missing)]
    if missing:
        return union(missing)
    left, right = (part for part in parts if isinstance(part, Traced))
    return Traced(not settles, FLAG, YES_NO[not settles], left.needs | right.needs, why=left.why + right.why)
