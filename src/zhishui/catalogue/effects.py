"""Which facts does a decided case write?"""

from __future__ import annotations

from dataclasses import dataclass

from zhishui.catalogue.asking import of_visible
from zhishui.catalogue.figures import Results, named_of
from zhishui.catalogue.formulas import holds
from zhishui.catalogue.inputs import Situation, rows_made
from zhishui.catalogue.scene import Answers
from zhishui.catalogue.types import ListOf, Revision
from zhishui.kernel import Fen, Json, Period, Unknown, refuse


@dataclass(frozen=True, slots=True)
class FactsWritten:
    """All facts of one name that a case leaves for its period; `replaces` earlier ones of that period."""

    fact: str
    period: str
    replaces: bool
    values: tuple[dict[str, Json], ...]


def effects(revision: Revision, answers: Answers, figures: Results, period: Period) -> tuple[FactsWritten, ...]:
    """Give what a case writes; `Refused` while anything it would write is unknown."""
    known = of_visible(revision, answers, figures)
    situation = Situation(revision, known, figures, named_of(revision, known, figures, period))
    return tuple(
        FactsWritten(effect.fact, str(period), effect.replaces, _values(situation, effect.lists))
        for effect in revision.effects
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """Money to be booked: positive is due from the taxpayer, negative is owed back."""

    label: str
    amount: Fen


def dues(revision: Revision, answers: Answers, figures: Results, period: Period) -> tuple[Owed, ...]:
    """Give what a decided case leaves due or owed back; `Refused` while it cannot be known."""
    named = named_of(revision, of_visible(revision, answers, figures), figures, period)
    owed: list[Owed] = []
    for due in revision.dues:
        known = named[due.figure.replace(".", "_")]
        if isinstance(known, Unknown) or not isinstance(known.value, Fen):
            raise refuse("due-undecided", "还有没答完的问题，请答完再办。", field=due.figure, status=409)
        if holds(due.when, named):
            owed.append(Owed(due.label, known.value))
    return tuple(owed)


def _values(situation: Situation, lists: ListOf) -> tuple[dict[str, Json], ...]:
    made = rows_made(lists, situation)
    if isinstance(made.unsure, Unknown):
        raise refuse("effect-undecided", "还有没答完的问题，请答完再办。", field=made.unsure.question, status=409)
    values: list[dict[str, Json]] = []
    for row, (origin, _) in zip(made.rows, made.origins, strict=True):
        value: dict[str, Json] = {}
        for name, part in row.items():
            if isinstance(part, Unknown):
                raise refuse("effect-undecided", "还有没答完的问题，请答完再办。", field=origin, status=409)
            value[name] = part.value
        values.append(value)
    return tuple(values)
