"""Do the units of a formula add up? The formula itself is run, on quantities instead of numbers.

This gear sees every branch of `choose`, and no magic amount passes: beside
money only 0 may be written in code, every other sum is a dated parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhishui.law.engine.formula import Formula, LawError
from zhishui.law.engine.units import (
    CHOICE,
    COUNT,
    DAY,
    FLAG,
    MONEY,
    MONTHS,
    NAMES_OF_UNITS,
    PERCENT,
    TABLE,
    Unit,
)


class UnitClash(Exception):  # noqa: N818  always caught and re-raised as LawError with the formula's name
    """Two quantities that may not meet."""


class Quantity:
    """Something of a unit; it has no value."""

    def __init__(self, unit: Unit, column: bool = False) -> None:  # noqa: FBT001, FBT002  a property of the quantity
        self.unit = unit
        self.column = column

    def _same(self, other: object) -> Quantity:
        _alike(self, other)
        return self

    def _flag(self, other: object) -> Quantity:
        _alike(self, other)
        return Quantity(FLAG)

    def _both(self, other: object) -> Quantity:
        _expect(self, FLAG)
        _expect(other, FLAG)
        return self

    def __mul__(self, other: object) -> Quantity:
        if not isinstance(other, Quantity):
            return self
        if self.unit.kind != "number" or other.unit.kind != "number":
            raise UnitClash(f"{_name(self)} × {_name(other)}")
        return Quantity(self.unit.times(other.unit))

    __add__ = __radd__ = __sub__ = __rsub__ = _same
    __lt__ = __le__ = __gt__ = __ge__ = _flag
    __eq__ = __ne__ = _flag  # type: ignore[assignment]  # gives the unit of the answer
    __hash__ = None  # type: ignore[assignment]  # compared, it gives a unit
    __and__ = __rand__ = __or__ = __ror__ = _both
    __rmul__ = __mul__


def _literal_fits(value: object, unit: Unit) -> bool:
    if isinstance(value, bool):
        return unit == FLAG
    if isinstance(value, str):
        return unit == CHOICE
    return unit.kind == "number" and (value == 0 or unit in (COUNT, MONTHS) or (unit == PERCENT and value == 100))  # noqa: PLR2004  100 % is the whole


def _alike(one: object, other: object) -> None:
    """Raise unless the two may be added or compared."""
    if not isinstance(one, Quantity):
        one, other = other, one
    if not isinstance(one, Quantity):
        return
    fits = one.unit == other.unit if isinstance(other, Quantity) else _literal_fits(other, one.unit)
    if one.column or not fits:
        raise UnitClash(f"{_name(one)} meets {_name(other)}")


def _expect(thing: object, unit: Unit) -> None:
    fits = thing.unit == unit and not thing.column if isinstance(thing, Quantity) else _literal_fits(thing, unit)
    if not fits:
        raise UnitClash(f"{_name(thing)} where {NAMES_OF_UNITS[unit]} belongs")


def _name(thing: object) -> str:
    if not isinstance(thing, Quantity):
        return repr(thing)
    return ("column of " if thing.column else "") + NAMES_OF_UNITS.get(thing.unit, str(tuple(thing.unit)))


def _divided(numerator: Quantity, denominator: object) -> Quantity:
    unit = numerator.unit
    if isinstance(denominator, Quantity):
        _expect(denominator, COUNT)
    elif unit.percent and denominator == 100**unit.percent:
        unit = unit._replace(percent=0)
    return Quantity(unit)


def _one_of_two(one: object, other: object) -> object:
    _alike(one, other)
    return one if isinstance(one, Quantity) else other


def _choose(*parts: object) -> object:
    for condition in parts[:-1:2]:
        _expect(condition, FLAG)
    ways = [*parts[1::2], parts[-1]]
    known = next((way for way in ways if isinstance(way, Quantity)), ways[0])
    for way in ways:
        _alike(known, way)
    return known


def _progressive(amount: object, table: object, spread: object = 1) -> Quantity:
    _expect(amount, MONEY)
    _expect(table, TABLE)
    _expect(spread, COUNT)
    return Quantity(MONEY)


def _total(column: object) -> Quantity:
    if not isinstance(column, Quantity) or not column.column:
        raise UnitClash(f"total of {_name(column)}, which is no column")
    return Quantity(COUNT if column.unit == FLAG else column.unit)


def _dates(result: Unit, *expected: Unit) -> Callable[..., Quantity]:
    def check(*given: object) -> Quantity:
        for thing, unit in zip(given, expected, strict=True):
            _expect(thing, unit)
        return Quantity(result)

    return check


UNITS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("half_up", "up", "down"), _divided),
    **dict.fromkeys(("larger", "smaller"), _one_of_two),
    **dict.fromkeys(("total", "count"), _total),
    "choose": _choose,
    "progressive": _progressive,
    "months_between": _dates(MONTHS, DAY, DAY),
    "add_months": _dates(DAY, DAY, MONTHS),
    "add_days": _dates(DAY, DAY, COUNT),
}


def check_units(formula: Formula, available: Mapping[str, tuple[Unit, bool]]) -> None:
    """Raise LawError unless each parameter is what it says, and the result too."""
    declared = formula.units()
    for name in formula.takes:
        if declared[name] != available[name]:
            told, real = (_name(Quantity(*unit)) for unit in (declared[name], available[name]))
            raise LawError(f"{formula.name}: says {name} is {told}, but it is {real}")
    unit, _ = declared["return"]
    try:
        result = formula.bound(UNITS)(*(Quantity(*declared[name]) for name in formula.takes))
        _expect(result, unit)
    except UnitClash as clash:
        raise LawError(f"{formula.name}: {clash}") from clash
