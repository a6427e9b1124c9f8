"""Which amounts and rates does the law set, from when to when, and who checked?

Parameters are dated YAML, one file for a topic. They are resolved once for a
day into a frozen set whose hash travels in every result.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast

import yaml

from zhishui.kernel import Fen, canonical_json
from zhishui.law.engine.formula import Article, LawError
from zhishui.law.engine.missing import Missing
from zhishui.law.engine.units import MONEY, TABLE, UNIT_NAMES, Bracket, Brackets, Unit


REQUIRED = {"title", "unit", "law", "article", "values"}
VALUE_KEYS = {"from", "value", "source", "checked_on"}
ROW_KEYS = {"up_to", "rate", "quick"}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in force from one day to another, both included, and what says so."""

    from_: date
    until: date | None
    value: int | Brackets
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Parameter:
    """An amount, rate or table with its history."""

    name: str
    title: str
    unit: Unit
    article: Article
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated | None:
        """Give the value in force on that day; None when no law sets one."""
        return next((v for v in self.values if v.from_ <= day and (v.until is None or day <= v.until)), None)

    def ended_before(self, day: date) -> date | None:
        """Give the last day it was in force, if that is over."""
        ends = [value.until for value in self.values if value.until is not None and value.until < day]
        return max(ends, default=None)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The parameters of one day: values by name (Missing where there is no law), and their hash."""

    values: dict[str, object]
    dated: dict[str, Dated]
    hash: str
    checked_on: date


def load(directory: Path) -> dict[str, Parameter]:
    """Read every parameter file below a directory; LawError on the first that is wrong."""
    found: dict[str, Parameter] = {}
    for path in sorted(directory.rglob("*.yaml")):
        for name, body in _mapping(read_yaml(path), path.name).items():
            if name in found:
                raise LawError(f"{path.name}: {name} is already defined elsewhere")
            found[name] = parameter(name, body, path.name)
    return found


def resolve(parameters: dict[str, Parameter], day: date) -> Resolved:
    """Give the values in force on a day."""
    dated = {name: value for name, parameter in parameters.items() if (value := parameter.on(day))}
    values: dict[str, object] = {
        name: dated[name].value if name in dated else Missing(laws=[name]) for name in parameters
    }
    plain = {name: [value.from_.isoformat(), str(value.value)] for name, value in dated.items()}
    digest = hashlib.sha256(canonical_json(cast("dict[str, object]", plain))).hexdigest()  # type: ignore[arg-type]  # lists of str are Json
    return Resolved(values, dated, digest, min((value.checked_on for value in dated.values()), default=day))


def read_yaml(path: Path) -> object:
    """Read one YAML file with the fast safe loader where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  both are safe loaders


def parameter(name: str, body: object, where: str) -> Parameter:
    """Make one parameter from its YAML, refusing what would be ambiguous."""
    where = f"{where}: {name}"
    content = _mapping(body, where)
    if missing := REQUIRED - set(content):
        raise LawError(f"{where}: missing {', '.join(sorted(missing))}")
    unit = UNIT_NAMES.get(str(content["unit"]))
    if unit is None:
        raise LawError(f"{where}: unknown unit {content['unit']}")
    values = tuple(_dated(value, unit, where) for value in _list(content["values"], where))
    article = Article(str(content["law"]), str(content["article"]))
    return Parameter(name, str(content["title"]), unit, article, _in_order(values, content.get("ended") is True, where))


def _in_order(values: tuple[Dated, ...], holes: bool, where: str) -> tuple[Dated, ...]:  # noqa: FBT001  yes or no
    """Close each open value the day before the next begins; refuse overlaps and silent gaps."""
    closed = list(values)
    for at, (value, later) in enumerate(pairwise(values)):
        end = value.until or later.from_ - ONE_DAY
        if end >= later.from_ or value.from_ >= later.from_:
            raise LawError(f"{where}: values overlap on {later.from_}")
        if end + ONE_DAY != later.from_ and not holes:
            raise LawError(f"{where}: no value between {end} and {later.from_}; say `ended: true` if the law paused")
        closed[at] = Dated(value.from_, end, value.value, value.source, value.checked_on)
    return tuple(closed)


def _dated(body: object, unit: Unit, where: str) -> Dated:
    content = _mapping(body, where)
    if missing := VALUE_KEYS - set(content):
        raise LawError(f"{where}: a value misses {', '.join(sorted(missing))}")
    if unknown := set(content) - VALUE_KEYS - {"until"}:
        raise LawError(f"{where}: unknown {', '.join(sorted(unknown))}")
    until = content.get("until")
    days = (content["from"], content["checked_on"], *(() if until is None else (until,)))
    if not all(type(day) is date for day in days):
        raise LawError(f"{where}: from, until and checked_on are dates like 2019-01-01")
    if until is not None and cast("date", until) < cast("date", content["from"]):
        raise LawError(f"{where}: ends before it begins")
    value = _table(content["value"], where) if unit == TABLE else _whole(content["value"], unit, where)
    return Dated(
        cast("date", content["from"]),
        cast("date | None", until),
        value,
        str(content["source"]),
        cast("date", content["checked_on"]),
    )


def _whole(text: object, unit: Unit, where: str) -> int:
    if not isinstance(text, str):
        raise LawError(f"{where}: write {text!r} as text in quotes, so that no float comes near money")
    try:
        return Fen.of_yuan(text).value if unit.fen else int(text)
    except ValueError as error:
        raise LawError(f"{where}: {text!r} is not a whole number of its unit") from error


def _table(body: object, where: str) -> Brackets:
    rows = [_mapping(row, where) for row in _list(body, where)]
    if any(set(row) - ROW_KEYS or ROW_KEYS - set(row) - {"up_to"} for row in rows):
        raise LawError(f"{where}: each row has rate, quick and (but for the last) up_to")
    brackets = [
        Bracket(
            _whole(row["up_to"], MONEY, where) if "up_to" in row else None,
            _whole(row["rate"], UNIT_NAMES["%"], where),
            _whole(row["quick"], MONEY, where),
        )
        for row in rows
    ]
    _joined(brackets, where)
    return Brackets(tuple(brackets))


def _joined(rows: list[Bracket], where: str) -> None:
    """Prove each quick deduction from the brackets: at a limit both rows give the same tax."""
    tops = [row.up_to for row in rows]
    if None in tops[:-1] or tops[-1] is not None or rows[0].quick:
        raise LawError(f"{where}: the last row, and only it, is open; the first has no quick deduction")
    for low, high in pairwise(rows):
        top = cast("int", low.up_to)
        if high.up_to is not None and high.up_to <= top:
            raise LawError(f"{where}: rows must rise")
        if top * (high.rate - low.rate) != (high.quick - low.quick) * 100:
            raise LawError(f"{where}: the quick deduction {Fen(high.quick).yuan()} does not follow from the rows")


def _mapping(body: object, where: str) -> dict[str, object]:
    if not isinstance(body, dict):
        raise LawError(f"{where}: a mapping is expected")
    return cast("dict[str, object]", body)


def _list(body: object, where: str) -> list[object]:
    if not isinstance(body, list) or not body:
        raise LawError(f"{where}: a list is expected")
    return cast("list[object]", body)
