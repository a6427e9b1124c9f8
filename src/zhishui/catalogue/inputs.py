"""What is the law told for one calculation, and which answer did each part come from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from zhishui.catalogue.figures import Results, row_figures
from zhishui.catalogue.formulas import Plain, holds, stored_of, work_out
from zhishui.catalogue.scene import Answers, Facts, answer_of, like, row_names, rows_of
from zhishui.catalogue.types import Calculation, Formula, ListOf, Revision, RowsOf, Value
from zhishui.kernel import Assumed, Json, Knowledge, Known, Unknown


Row: TypeAlias = dict[str, Knowledge[Json]]
Told: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Situation:
    """All a calculation may look at: the answers, what is computed so far, and every name."""

    revision: Revision
    answers: Answers
    results: Results
    named: Facts

    def within(self, question: str, index: int) -> Facts:
        """Give the names a formula within one row may use."""
        asked = self.revision.question(question)
        known = answer_of(asked, self.answers)
        own = row_names(asked, rows_of(known)[index], known)
        return self.named | own | row_figures(self.revision, question, index, self.results)


@dataclass(slots=True)
class Made:
    """Rows made from answers, the path each came from, and what stands in the way."""

    rows: list[Row] = field(default_factory=list)
    origins: list[tuple[str, RowsOf]] = field(default_factory=list)
    unsure: Assumed[None] | Unknown | None = None

    def add(self, rule: RowsOf, origin: str, named: Facts) -> None:
        """Add the row a rule makes, unless its condition leaves it out or cannot be told yet."""
        decided = holds(rule.when, named)
        if decided is None:
            self.doubt(Unknown(origin))
        if decided:
            self.rows.append(filled(rule.fields, named))
            self.origins.append((origin, rule))

    def doubt(self, why: Knowledge[Any]) -> None:
        """Note that the list as a whole is unknown or assumed; unknown outweighs."""
        if isinstance(why, Unknown) or (isinstance(why, Assumed) and self.unsure is None):
            self.unsure = why if isinstance(why, Unknown) else Assumed(None, why.reason)


def filled(fields: Mapping[str, Value], named: Facts) -> Row:
    """Give the fields of one row; what was left blank is left out."""
    known = {name: work_out(value, named) for name, value in fields.items()}
    return {name: _stored(one) for name, one in known.items() if not _blank(one)}


def rows_made(lists: ListOf, situation: Situation) -> Made:
    """Give the rows of named lists, one after another."""
    made = Made()
    for rule in (rule for name in lists.lists for rule in situation.revision.lists[name]):
        if rule.each:
            made.doubt(answer_of(situation.revision.question(rule.each), situation.answers))
        for origin, named in _turns(rule, situation):
            made.add(rule, origin, named)
    for row in made.rows:
        for name in lists.without:
            row.pop(name, None)
    return made


def _turns(rule: RowsOf, situation: Situation) -> Iterator[tuple[str, Facts]]:
    if not rule.each:
        yield "", situation.named
        return
    asked = answer_of(situation.revision.question(rule.each), situation.answers)
    for index in range(len(rows_of(asked))):
        yield f"{rule.each}[{index}]", situation.within(rule.each, index)


def told(calculation: Calculation, situation: Situation, named: Facts) -> Told:
    """Give the inputs of one calculation; a blank is left out, so that the law's default applies."""
    given: Told = {}
    for name, value in calculation.inputs.items():
        if isinstance(value, ListOf):
            given[name] = _list(rows_made(value, situation))
        elif not _blank(known := work_out(value, named)):
            given[name] = _stored(known)
    return given


def _list(made: Made) -> object:
    if isinstance(made.unsure, Unknown):
        return made.unsure
    return made.rows if made.unsure is None else Assumed(made.rows, made.unsure.reason)


def _blank(known: Knowledge[Plain]) -> bool:
    return isinstance(known, Known | Assumed) and known.value is None


def _stored(known: Knowledge[Plain]) -> Knowledge[Json]:
    return known if isinstance(known, Unknown) else like(known, stored_of(known.value))


def origin_of(path: str, calculation: Calculation, row: str, situation: Situation) -> str:
    """Give the path of the answer that a law input came from, "" when it is none of the answers'."""
    name, _, rest = path.partition("[")
    value = calculation.inputs.get(name)
    if isinstance(value, ListOf) and rest:
        index, _, leaf = rest.partition("].")
        origin, rule = rows_made(value, situation).origins[int(index.rstrip("]"))]
        return _joined(origin, rule.fields.get(leaf))
    return _joined(row, value) if isinstance(value, Formula) else ""


def _joined(row: str, value: Value | None) -> str:
    """Join a row's path and the column a value is taken from, or the question outside rows."""
    text = value.text if isinstance(value, Formula) and value.text.isidentifier() else ""
    return ".".join(part for part in (row, text) if part)
