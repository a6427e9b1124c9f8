"""By which names may a matter file's formulas speak of answers, figures and time?

- `salary`: the answer of a question; `bank_number`: a part of a record.
- `children_count`: how many rows; `loan_months_total`: the sum of a column.
- `bank_given`: whether something that may stay blank was filled in.
- `settle_balance`: the figure of a calculation; for one made for each row,
  `elder_elder_months_total` and `…_largest` over the rows.
- `year`, `period_from`, `period_last`: the case's period, first and last day.
- within one row of a question: its columns (`born_on`), and the figures of
  calculations made for that row (`child_infant_months`).
- in the document also: who, when, and the code by which it is verified.

Money is whole fen; dates and months are days (a month is its first day).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhishui.catalogue.types import QuestionType
from zhishui.law import ActView


PERIOD = ("year", "period_from", "period_last")
DOCUMENT = ("taxpayer_name", "taxpayer_number", "issued_on", "verification_code", "period")
FOLDS = ("total", "largest")
SUMMED = (QuestionType.MONEY, QuestionType.WHOLE)


@dataclass(frozen=True, slots=True)
class LeafShape:
    """As much of a blank as its names depend on."""

    id: str
    type: QuestionType
    required: bool


@dataclass(frozen=True, slots=True)
class AskedShape:
    """As much of a question as its names depend on."""

    leaf: LeafShape
    fields: tuple[LeafShape, ...]


@dataclass(frozen=True, slots=True)
class ComputedShape:
    """As much of a calculation as its names depend on."""

    id: str
    act: str
    each: str


class Clash(ValueError):  # noqa: N818  caught at once and told with its place
    """Two things of a matter would be called by the same name."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one revision, each with the question or calculation it speaks of."""

    answers: Mapping[str, str]
    figures: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]

    @property
    def asking(self) -> dict[str, str]:
        """Give what decides which questions are asked: answers and figures, no dates."""
        return {**self.answers, **self.figures}

    @property
    def all(self) -> dict[str, str]:
        """Give what formulas outside a row may use."""
        return {**self.asking, **dict.fromkeys(PERIOD, "")}

    @property
    def document(self) -> dict[str, str]:
        """Give what the result document may use."""
        return {**self.all, **dict.fromkeys(DOCUMENT, "")}

    def within(self, question: str) -> dict[str, str]:
        """Give what a formula within one row of a question may use."""
        return {**self.all, **self.rows[question]} if question else self.all


def names_of(asked: Iterable[AskedShape], computed: Iterable[ComputedShape], acts: Mapping[str, ActView]) -> Names:
    """Give the names of a revision; `Clash` when two are alike."""
    answers: dict[str, str] = {}
    figures: dict[str, str] = {}
    rows: dict[str, dict[str, str]] = {}
    for shape in asked:
        own = dict.fromkeys(_answer_names(shape), shape.leaf.id)
        _add(answers, own)
        if shape.leaf.type is QuestionType.ROWS:
            rows[shape.leaf.id] = dict.fromkeys(_leaf_names(shape.fields, ""), shape.leaf.id)
    for one in computed:
        titles = [f"{one.id}_{figure.name}" for figure in acts[one.act].figures]
        if one.each:
            _add(rows[one.each], dict.fromkeys(titles, one.id))
            titles = [f"{title}_{how}" for title in titles for how in FOLDS]
        _add(figures, dict.fromkeys(titles, one.id))
    _alone(answers, figures, dict.fromkeys((*PERIOD, *DOCUMENT), ""))
    for columns in rows.values():
        _alone(answers, figures, dict.fromkeys(PERIOD, ""), columns)
    return Names(answers, figures, rows)


def _add(into: dict[str, str], names: Mapping[str, str]) -> None:
    _alone(into, names)
    into.update(names)


def _alone(*groups: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for group in groups:
        if both := seen & set(group):
            raise Clash(min(both))
        seen |= set(group)


def _answer_names(shape: AskedShape) -> list[str]:
    leaf = shape.leaf
    if leaf.type is QuestionType.ROWS:
        sums = [f"{leaf.id}_{field.id}_total" for field in shape.fields if field.type in SUMMED]
        return [f"{leaf.id}_count", *sums]
    given = [] if leaf.required else [f"{leaf.id}_given"]
    if leaf.type is QuestionType.RECORD:
        return [*given, *_leaf_names(shape.fields, f"{leaf.id}_")]
    return [leaf.id, *given]


def _leaf_names(fields: Iterable[LeafShape], prefix: str) -> list[str]:
    given = [f"{prefix}{field.id}_given" for field in fields if not field.required]
    return [*(f"{prefix}{field.id}" for field in fields), *given]
