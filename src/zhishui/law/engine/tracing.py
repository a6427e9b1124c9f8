"""What do the law's operators do with numbers that remember? The second gear's table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from zhishui.law.engine.missing import Missing, union
from zhishui.law.engine.operators import INTS
from zhishui.law.engine.traced import ATOM, PRODUCT, SUM, Key, Traced, grouped, lift, pair
from zhishui.law.engine.units import COUNT, DAY, FLAG, MONEY, MONTHS, Unit, show


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
        text = f"{grouped(top, PRODUCT)} ÷ {grouped(bottom, ATOM)}"
        return Traced(value, top.unit, text, top.needs | bottom.needs, binds=PRODUCT, rounded=True)

    return divide


def _extreme(word: str, said: str) -> Callable[[object, object], object]:
    def pick(one: object, other: object) -> object:
        both = pair(one, other)
        if isinstance(both, Missing):
            return both
        value = INTS[word](both[0].value, both[1].value)
        won, lost = both if both[0].value == value else both[::-1]
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
    text = f"{grouped(base, PRODUCT)} × {row.rate}%{quick}"
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
