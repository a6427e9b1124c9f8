"""What is an act of law when it is ready to run on a given day?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhishui.law.engine.formula import Formula
from zhishui.law.engine.inputs import Input, Records
from zhishui.law.engine.laws import Cite, Library
from zhishui.law.engine.missing import Missing
from zhishui.law.engine.operators import INTS
from zhishui.law.engine.parameters import Dated, Parameter, Resolved, resolve
from zhishui.law.engine.tracing import TRACE
from zhishui.law.engine.units import NAMES_OF_UNITS, Unit, show


YEAR_START = "year_start"
"""The one name every act has: the first day of the period."""


@dataclass(frozen=True, slots=True)
class Act:
    """What an act of law asks for, and which figures it gives. `any_of`: at least one of these facts."""

    code: str
    title: str
    since: date
    inputs: tuple[Input | Records, ...]
    figures: tuple[str, ...]
    rules: tuple[Formula, ...]
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A name of the act's one namespace: what it is called, its unit, the list it is a column of."""

    name: str
    title: str
    unit: Unit
    kind: str
    each: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    unit_text: str = ""

    def __post_init__(self) -> None:
        """Name the unit for people once; choices and tables have none."""
        text = NAMES_OF_UNITS.get(self.unit, "") if self.unit.kind == "number" else ""
        object.__setattr__(self, "unit_text", text)

    def text(self, value: object) -> str:
        """Write a value of this name for people."""
        return self.choices[value] if isinstance(value, str) and value in self.choices else show(value, self.unit)


@dataclass(frozen=True, slots=True)
class Step:
    """One figure to work out on a date: its rule in both gears, and what may override it.

    Without a rule in force on that date, `work` gives missing law. `keys` are
    what it takes, where no list is among it.
    """

    name: str
    each: str
    rule: Formula | None
    work: Callable[..., Any]
    trace: Callable[..., Any]
    takes: tuple[str, ...]
    columns: tuple[bool, ...]
    exceptions: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, int], ...] = ()
    cites: tuple[Cite, ...] = ()

    @property
    def law(self) -> Formula:
        """Give the rule of a figure that has a value."""
        assert self.rule is not None
        return self.rule


@dataclass(frozen=True, slots=True)
class Program:
    """An act under the law of one day, ready to run."""

    book: Book
    day: date
    steps: tuple[Step, ...]
    by_name: dict[str, Step]
    refusals: tuple[Step, ...]
    parameters: Resolved
    cites: dict[str, Cite]
    influenced: dict[frozenset[str], tuple[Step, ...]] = field(default_factory=dict)

    def after(self, names: frozenset[str]) -> tuple[Step, ...]:
        """Give the steps that names can influence, in order; found once for each set of names."""
        if names not in self.influenced:
            reached, found = set(names), []
            for step in self.steps:
                if not reached.isdisjoint((*step.takes, *(name for pair in step.exceptions for name in pair))):
                    reached.add(step.name)
                    found.append(step)
            self.influenced[names] = tuple(found)
        return self.influenced[names]


@dataclass(slots=True)
class Book:
    """An act linked with its parameters and laws."""

    act: Act
    parameters: dict[str, Parameter]
    library: Library
    nodes: dict[str, Node]
    versions: dict[str, tuple[Formula, ...]]
    exceptions: dict[str, tuple[Formula, ...]]
    refusals: tuple[Formula, ...]
    order: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    programs: dict[date, Program] = field(default_factory=dict)

    def on(self, day: date) -> Program:
        """Give the program of a day, made once."""
        if day not in self.programs:
            steps = tuple(self._step(name, day) for name in self.order)
            refusals = tuple(self._bind(rule, rule.name, ()) for rule in self.refusals if rule.in_force(day))
            by_name = {step.name: step for step in steps}
            resolved = resolve(self.parameters, day)
            cites = {name: self._cite(name, dated) for name, dated in resolved.dated.items()}
            self.programs[day] = Program(self, day, steps, by_name, refusals, resolved, cites)
        return self.programs[day]

    def _cite(self, name: str, dated: Dated) -> Cite:
        return replace(self.library.cite(self.parameters[name].article), source=dated.source)

    def _step(self, name: str, day: date) -> Step:
        begun = [rule for rule in self.versions[name] if rule.since <= day]
        rule = next((rule for rule in begun if rule.in_force(day)), None)
        # An exception that has ended still meets its condition: its value is then missing law.
        over = tuple((e.name, e.when) for e in self.exceptions.get(name, ()) if e.since <= day)
        if rule is None:
            none = Missing(laws=[name])
            return Step(name, self.nodes[name].each, None, lambda: none, lambda: none, (), (), over)
        return self._bind(rule, name, over)

    def _bind(self, rule: Formula, name: str, over: tuple[tuple[str, str], ...]) -> Step:
        columns = tuple(bool(rule.each) and self.nodes[one].each == rule.each for one in rule.takes)
        cites = tuple(map(self.library.cite, rule.articles))
        scalar = not rule.each and not any(self.nodes[one].each for one in rule.takes)
        keys = tuple((one, -1) for one in rule.takes) if scalar else ()
        return Step(name, rule.each, rule, rule.bound(INTS), rule.bound(TRACE), rule.takes, columns, over, keys, cites)
