"""What does the law answer with? Figures, and explanations a page can print; all plain data.

The parts an explanation has many of are named tuples: they cannot be changed
either, and are made and written out in half the time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, cast

from zhishui.kernel import Fen, Period, Problem, Source
from zhishui.law.engine.laws import Cite


Value: TypeAlias = Fen | int | str | bool | date | None


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure. No value: either `missing` names the facts that would decide it, or `problem` says why not."""

    name: str
    title: str
    unit: str
    value: Value
    missing: tuple[str, ...] = ()
    assumed: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one act for one period, and the hash of the amounts and rates used."""

    act: str
    period: Period
    figures: dict[str, FigureValue]
    parameters_hash: str
    checked_on: date

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON; money as yuan text."""
        return as_plain(self)


class StepInput(NamedTuple):
    """One thing that decided a step: an input (with its standing and sources), a parameter or a figure."""

    name: str
    title: str
    value_text: str
    unit: str
    kind: str
    standing: str = ""
    reason: str = ""
    sources: tuple[Source, ...] = ()


class TableRow(NamedTuple):
    """One row of a rate table as printed; `hit` marks the one that applies."""

    from_text: str
    up_to_text: str
    rate_text: str
    quick_text: str
    hit: bool


class Step(NamedTuple):
    """One line of the account: what, how much, by which rule, from which numbers."""

    name: str
    title: str
    value_text: str
    unit: str
    formula_text: str
    words: str
    cites: tuple[Cite, ...]
    inputs: tuple[StepInput, ...]
    rounding: str = ""
    because: tuple[str, ...] = ()
    table: tuple[TableRow, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """An exception that was looked at and does not apply: which condition failed, by how much."""

    name: str
    title: str
    reasons: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a figure came about: the smallest set of steps that decides it, from facts to figure."""

    act: str
    period: Period
    figure: str
    title: str
    unit: str
    value: Value
    value_text: str
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    assumed: bool
    why_not: tuple[WhyNot, ...]
    parameters_hash: str
    checked_on: date

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON; money as yuan text."""
        return as_plain(self)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when something must be done, both days included."""

    opens: date
    due: date
    cites: tuple[Cite, ...]

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON."""
        return as_plain(self)


def as_plain(thing: object) -> dict[str, object]:
    """Turn an answer into plain data, part by part."""
    if isinstance(thing, tuple):
        return _mapped(thing._fields, thing)  # type: ignore[attr-defined]  # a NamedTuple
    names, parts = _parts(cast("Hashable", type(thing)))
    return _mapped(names, parts(thing))


LEAVES = frozenset({str, int, bool, type(None)})


def _mapped(names: tuple[str, ...], parts: tuple[object, ...]) -> dict[str, object]:
    # Most parts of most lines are leaves or empty lists; only the others are worth a call.
    return {
        name: part if type(part) in LEAVES else [] if part == () else _plain(part)
        for name, part in zip(names, parts, strict=True)
    }


@lru_cache
def _parts(kind: Hashable) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    assert isinstance(kind, type)
    assert is_dataclass(kind)
    names = tuple(part.name for part in fields(kind))
    return names, attrgetter(*names)


def _plain(value: object) -> object:
    if type(value) is tuple:
        return [part if type(part) in LEAVES else _plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    write = WRITERS.get(type(value))
    return write(value) if write else as_plain(value)


@lru_cache(maxsize=1024)
def _cite(cite: Cite) -> dict[str, object]:
    """Turn a citation into plain data; the same few come again in every explanation."""
    return as_plain(cite)


WRITERS: dict[type, Callable[[Any], object]] = {
    Fen: Fen.yuan,
    Period: str,
    Problem: Problem.as_dict,
    date: date.isoformat,
    datetime: datetime.isoformat,
    Cite: _cite,
}
