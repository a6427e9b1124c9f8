"""How did this number come about? The same formulas, on numbers that remember.

A `Traced` knows which names decided it (of `larger`, `smaller`, `choose` and
`progressive` only the branch that won), how it is written with its numbers,
and for a condition the comparison that settled it. This is the second gear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from zhishui.law.engine.missing import Missing, union
from zhishui.law.engine.operators import INTS
from zhishui.law.engine.units import (
    CHOICE,
    COUNT,
    DAY,
    FLAG,
    MONEY,
    MONTHS,
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


def _pair(one: object, other: object) -> tuple[Traced, Traced] | Missing:
    if type(one) is Missing or type(other) is Missing:
        return union((one, other))
    left = lift(one, other if type(other) is Traced else None)
    return left, lift(other, left)


def _sum(one: object, other: object, sign: str) -> Traced | Missing:
    pair = _pair(one, other)
    if isinstance(pair, Missing):
        return pair
    left, right = pair
    value = left.value + right.value if sign == "+" else left.value - right.value
    text = f"{left.text} {sign} {_grouped(right, PRODUCT if sign == '−' else SUM)}"
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
    zero = next((part for part in (left, right) if part.value == 0), None)
    needs = zero.needs if zero is not None else left.needs | right.needs
    written = [part for part in (left, right) if not _is_whole(part)] or [left]
    text = " × ".join(_grouped(part, PRODUCT) for part in written)
    binds = PRODUCT if len(written) > 1 else written[0].binds
    rounded = left.rounded or right.rounded
    return Traced(left.value * right.value, left.unit.times(right.unit), text, needs, binds=binds, rounded=rounded)


def _is_whole(part: Traced) -> bool:
    """Say whether it changes nothing in a product: once, or 100 %."""
    return (part.unit == COUNT and part.value == 1) or (part.unit == PERCENT and part.value == 100)  # noqa: PLR2004  the whole


def _grouped(part: Traced, binds: int) -> str:
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


def _divided(word: str) -> Callable[[object, object], object]:
    def divide(one: object, other: object) -> object:
        if isinstance(one, Missing) or isinstance(other, Missing):
            return union((one, other))
        top, bottom = lift(one), lift(other)
        value = INTS[word](top.value, bottom.value)
        if top.unit.percent and bottom.value == 100**top.unit.percent:
            # 100 % is not written, so its rounding, which changes nothing, is not either.
            unit, rounded = top.unit._replace(percent=0), "%" in top.text
            return Traced(value, unit, top.text, top.needs, binds=top.binds, rounded=rounded)
        text = f"{_grouped(top, PRODUCT)} ÷ {_grouped(bottom, ATOM)}"
        return Traced(value, top.unit, text, top.needs | bottom.needs, binds=PRODUCT, rounded=True)

    return divide


def _extreme(word: str, said: str) -> Callable[[object, object], object]:
    def pick(one: object, other: object) -> object:
        pair = _pair(one, other)
        if isinstance(pair, Missing):
            return pair
        value = INTS[word](pair[0].value, pair[1].value)
        won, lost = pair if pair[0].value == value else pair[::-1]
        if not won.needs:
            text = f"{lost.text}，不足{won.text}的按{won.text}"
            return Traced(value, won.unit, text, lost.needs, binds=SUM)
        if not lost.needs or value == 0:
            return won
        text = f"{won.text}（与{show(lost.value, lost.unit)}比，取{said}）"
        return Traced(value, won.unit, text, won.needs, binds=SUM, rounded=won.rounded)

    return pick


def _choose(*parts: object) -> object:
    looked_at: list[Traced] = []
    for at in range(0, len(parts) - 1, 2):
        if isinstance(parts[at], Missing):
            return parts[at]
        condition = lift(parts[at])
        looked_at.append(condition)
        if condition.value:
            return _decided(parts[at + 1], looked_at, looked_at[-1:])
    return _decided(parts[-1], looked_at, looked_at)


def _decided(way: object, looked_at: list[Traced], told: list[Traced]) -> object:
    """Give the branch taken; what decided it are its own names and those of the conditions looked at."""
    if isinstance(way, Missing):
        return way
    won = lift(way)
    needs = won.needs.union(*(condition.needs for condition in looked_at))
    why = tuple(reason for condition in told for reason in condition.why) + won.why
    return Traced(won.value, won.unit, won.text, needs, won.label, won.binds, won.choices, why, won.rounded, won.row)


def _progressive(amount: object, table: object, spread: object = 1) -> object:
    if isinstance(amount, Missing) or isinstance(table, Missing):
        return union((amount, table))
    base, rates, parts = lift(amount), table, lift(spread)
    assert isinstance(rates, Traced)
    at = rates.value.hit(base.value, parts.value)
    row = rates.value.rows[at]
    quick = f" − {show(row.quick, MONEY)}" if row.quick else ""
    text = f"{_grouped(base, PRODUCT)} × {row.rate}%{quick}"
    value = INTS["progressive"](base.value, rates.value, parts.value)
    needs = base.needs | rates.needs | parts.needs
    return Traced(value, MONEY, text, needs, binds=SUM, rounded=True, row=(rates.value, at))


def _total(column: object) -> object:
    if isinstance(column, Missing):
        return column
    given = cast("tuple[object, ...]", column)
    if any(isinstance(part, Missing) for part in given):
        return union(given)
    parts = [lift(part) for part in given]
    value = sum(part.value for part in parts)
    unit = COUNT if not parts or parts[0].unit == FLAG else parts[0].unit
    # Of a count, the records that counted decide; if none did, all of them do.
    counted = [part for part in parts if part.value or not value] if unit == COUNT else parts
    needs = frozenset[Key]().union(*(part.needs for part in counted))
    written = [part.text for part in parts if part.value] if unit != COUNT else []
    return Traced(value, unit, " + ".join(written) or show(value, unit), needs, binds=SUM if len(written) > 1 else ATOM)


def _dated(word: str, unit: Unit) -> Callable[[object, object], object]:
    def shift(one: object, other: object) -> object:
        if isinstance(one, Missing) or isinstance(other, Missing):
            return union((one, other))
        left, right = lift(one), lift(other)
        value = INTS[word](left.value, right.value)
        text = f"{left.text}到{right.text}" if unit == MONTHS else f"{left.text}起{right.text}"
        return Traced(value, unit, f"{text}" if unit == DAY else show(value, unit), left.needs | right.needs)

    return shift


TRACE: dict[str, Callable[..., Any]] = {
    **{word: _divided(word) for word in ("half_up", "up", "down")},
    "larger": _extreme("larger", "较大的"),
    "smaller": _extreme("smaller", "较小的"),
    "choose": _choose,
    "progressive": _progressive,
    "total": _total,
    "count": _total,
    "months_between": _dated("months_between", MONTHS),
    "add_months": _dated("add_months", DAY),
    "add_days": _dated("add_days", DAY),
}
"""The second gear: the same names → work on numbers that remember."""
