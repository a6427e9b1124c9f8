"""Are the facts given to an act facts it can use? Read at the door, each refusal with its path.

Amounts come as yuan in text ("95999.99") or as Fen, and become whole fen. A
fact may come bare or as Known, Assumed or Unknown; one left out takes the
default the law gives it, or is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhishui.kernel import Assumed, Fen, Known, Problem, Refused, Source, Unknown
from zhishui.law.engine.formula import NONE
from zhishui.law.engine.missing import Missing
from zhishui.law.engine.units import CHOICE, COUNT, DAY, FLAG, MONEY, MONEY_A_MONTH, MONTHS, PERCENT, Unit


REQUIRED = object()
"""No default: without this fact what needs it stays unknown."""

MOST_RECORDS = 50
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Given:
    """Where one value came from: given, known (with sources), assumed or by default (with reason)."""

    standing: str
    reason: str = ""
    sources: tuple[Source, ...] = ()


TOLD = Given("given")
OPEN = Given("missing")


@dataclass(frozen=True, slots=True)
class Input:
    """One fact an act may be told. `because` says why its default is lawful.

    A default that is only presumed (`presumed`) makes what rests on it assumed.
    """

    name: str
    label: str
    unit: Unit
    default: object = REQUIRED
    because: str = ""
    presumed: bool = False
    choices: Mapping[str, str] = field(default_factory=lambda: NONE)
    by_default: Given = field(init=False)

    def __post_init__(self) -> None:
        """Say once what a default rests on."""
        object.__setattr__(self, "by_default", Given("assumed" if self.presumed else "default", self.because))


@dataclass(frozen=True, slots=True)
class Records:
    """A bounded list of like records; left out, there are none."""

    name: str
    label: str
    fields: tuple[Input, ...]
    because: str


@dataclass(slots=True)
class Facts:
    """The facts of one computation: scalars and columns by name, their standing by path."""

    values: dict[str, object] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def assumed(self) -> frozenset[str]:
        """Name the paths whose value is only assumed."""
        return frozenset(path for path, given in self.given.items() if given.standing == "assumed")

    def read(self, rule: Input, told: Mapping[str, object], path: str) -> object:
        """Read one fact of a mapping; note its standing under `path`."""
        raw, given = unwrap(told.get(rule.name))
        if raw is None:
            # A fact known to be open is not a fact left out: no default stands in for it.
            return Missing([path]) if given is OPEN else self._absent(rule, path)
        self.given[path] = given
        try:
            return PARSERS[rule.unit](raw, rule)
        except ValueError:
            self.problems.append(Problem(*COMPLAINTS[rule.unit], path))
            return Missing([path])

    def _absent(self, rule: Input, path: str) -> object:
        if rule.default is REQUIRED:
            return Missing([path])
        self.given[path] = rule.by_default
        return rule.default


def read(rules: tuple[Input | Records, ...], told: Mapping[str, object]) -> Facts:
    """Read all facts of an act; Refused with every problem found."""
    facts = Facts()
    _only_known(facts, told, {rule.name for rule in rules}, "")
    for rule in rules:
        if isinstance(rule, Records):
            _records(facts, rule, told)
        else:
            facts.values[rule.name] = facts.read(rule, told, rule.name)
    if facts.problems:
        raise Refused(*facts.problems)
    return facts


def unwrap(thing: object) -> tuple[object, Given]:
    """Separate a value from what we know about it; None when there is none."""
    match thing:
        case Known(value=value, sources=sources):
            return value, Given("known", sources=sources)
        case Assumed(value=value, reason=reason):
            return value, Given("assumed", reason)
        case Unknown():
            return None, OPEN
    return thing, TOLD


def _records(facts: Facts, rule: Records, told: Mapping[str, object]) -> None:
    raw, given = unwrap(told.get(rule.name))
    rows = [] if raw is None else raw
    if given is OPEN:
        facts.values.update({one.name: Missing([rule.name]) for one in rule.fields})
        return
    if not isinstance(rows, list | tuple) or len(rows) > MOST_RECORDS or not all(isinstance(r, Mapping) for r in rows):
        facts.problems.append(Problem("not-a-list", f"请按清单逐条填写，最多{MOST_RECORDS}条。", rule.name))
        return
    facts.given[rule.name] = given if raw is not None else Given("default", rule.because)
    for at, row in enumerate(rows):
        _only_known(facts, row, {one.name for one in rule.fields}, f"{rule.name}[{at}].")
    for one in rule.fields:
        column = tuple(facts.read(one, row, f"{rule.name}[{at}].{one.name}") for at, row in enumerate(rows))
        facts.values[one.name] = column


def _only_known(facts: Facts, told: Mapping[str, object], known: set[str], path: str) -> None:
    facts.problems += [
        Problem("unknown-input", "没有这一项，请核对名称后重新填写。", f"{path}{name}")
        for name in told
        if name not in known
    ]


def _money(raw: object, _: Input) -> int:
    fen = raw if isinstance(raw, Fen) else Fen.of_yuan(_text(raw))
    if fen.value < 0:
        raise ValueError(raw)
    return fen.value


def _whole(raw: object, _: Input) -> int:
    text = str(raw) if type(raw) is int else _text(raw)
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise ValueError(text)
    return int(text)


def _flag(raw: object, _: Input) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(raw)  # noqa: TRY004  every complaint about a value is one kind
    return raw


def _choice(raw: object, rule: Input) -> str:
    if _text(raw) not in rule.choices:
        raise ValueError(raw)
    return _text(raw)


def _day(raw: object, _: Input) -> date:
    return raw if type(raw) is date else date.fromisoformat(_text(raw))


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError(raw)  # noqa: TRY004  as above
    return raw


PARSERS: dict[Unit, Callable[[Any, Input], object]] = {
    MONEY: _money,
    MONEY_A_MONTH: _money,
    PERCENT: _whole,
    MONTHS: _whole,
    COUNT: _whole,
    FLAG: _flag,
    CHOICE: _choice,
    DAY: _day,
}
AMOUNT = ("not-an-amount", "请用元填写不小于零的金额，最多两位小数，例如 95999.99。")
WHOLE = ("not-a-whole-number", "请填写不小于零的整数。")
COMPLAINTS: dict[Unit, tuple[str, str]] = {
    MONEY: AMOUNT,
    MONEY_A_MONTH: AMOUNT,
    PERCENT: ("not-a-percent", "请填写整数的百分数，例如 50 或 100。"),
    MONTHS: WHOLE,
    COUNT: WHOLE,
    FLAG: ("not-yes-or-no", "请回答是或者否。"),
    CHOICE: ("not-a-choice", "请从列出的选项中选择一项。"),
    DAY: ("not-a-date", "请填写真实的日期，例如 2025-03-18。"),
}


def split_path(path: str) -> tuple[str, int, str]:
    """Take a path apart.

    >>> split_path("items[2].months"), split_path("salary")
    (('items', 2, 'months'), ('salary', -1, ''))
    """
    records, found, rest = path.partition("[")
    at, _, name = rest.partition("].")
    return (records, int(at), name) if found else (path, -1, "")


def kind_of(rule: Input) -> str:
    """Name the kind of an input for forms and lists."""
    names = {MONEY: "money", MONEY_A_MONTH: "money", PERCENT: "percent", MONTHS: "whole", COUNT: "whole"}
    return names.get(rule.unit, rule.unit.kind)
