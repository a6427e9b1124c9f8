"""Read a person's facts once, and answer every question of a matter from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhishui.catalogue import Question, Revision
from zhishui.filing.prefill.rules import answer_from
from zhishui.kernel import Json, Knowledge, Period, Ref
from zhishui.person.facts import queries as facts
from zhishui.person.facts.types import FactView


def prefilled(revision: Revision, taxpayer: Ref, period: Period) -> Mapping[str, Knowledge[Json]]:
    """Give what is known in answer to each question, by question id."""
    of_period = facts.facts_of(taxpayer, _names(revision, "period"), period)
    of_any = facts.facts_of(taxpayer, _names(revision, "any"), None)
    return {
        question.id: answer_from(question, _facts_for(question, of_period, of_any)) for question in revision.questions
    }


def _names(revision: Revision, during: str) -> set[str]:
    specs = (question.prefill for question in revision.questions)
    return {spec.fact for spec in specs if spec is not None and spec.during == during}


def _facts_for(question: Question, of_period: Sequence[FactView], of_any: Sequence[FactView]) -> Sequence[FactView]:
    any_time = question.prefill is not None and question.prefill.during == "any"
    return of_any if any_time else of_period
