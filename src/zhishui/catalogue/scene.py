"""What do the names of a matter's formulas stand for, as far as the answers say?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from zhishui.catalogue.formulas import Plain, plain_of
from zhishui.catalogue.names import SUMMED
from zhishui.catalogue.types import Field, Question, QuestionType, Revision
from zhishui.kernel import Assumed, Fen, Json, Knowledge, Known, Unknown


T = TypeVar("T")
Answers: TypeAlias = Mapping[str, Knowledge[Json]]
Facts: TypeAlias = dict[str, Knowledge[Plain]]
BLANK: Known[Json] = Known(None, ())


def like(known: Knowledge[Any], value: T) -> Knowledge[T]:
    """Give a value with the standing of what it comes from."""
    match known:
        case Known():
            return Known(value, known.sources)
        case Assumed():
            return Assumed(value, known.reason)
    return known


def value_of(known: Knowledge[Json]) -> Json:
    """Give the value, None while unknown."""
    return None if isinstance(known, Unknown) else known.value


def answer_of(question: Question, answers: Answers) -> Knowledge[Json]:
    """Give an answer; one nobody has given yet is unknown."""
    return answers.get(question.id, Unknown(question.title))


def rows_of(known: Knowledge[Json]) -> list[Json]:
    """Give the rows of an answer; none while unknown or blank."""
    return cast("list[Json]", value_of(known) or [])


def answer_names(revision: Revision, answers: Answers) -> Facts:
    """Give every name that speaks of an answer."""
    named: Facts = {}
    for question in revision.questions:
        named |= question_names(question, answer_of(question, answers))
    return named


def row_names(question: Question, row: Json, known: Knowledge[Json]) -> Facts:
    """Give the names that speak of one row's columns."""
    return _leaves(question.fields, "", like(known, row))


def question_names(question: Question, known: Knowledge[Json]) -> Facts:
    """Give every name that speaks of one answer."""
    if question.type is QuestionType.ROWS:
        return _sums(question, known)
    if question.type is QuestionType.RECORD:
        given: Facts = {} if question.required else {f"{question.id}_given": _given(known, value_of(known))}
        return given | _leaves(question.fields, f"{question.id}_", known)
    return _leaves((question,), "", like(known, {question.id: value_of(known)}))


def _leaves(fields: Sequence[Field], prefix: str, record: Knowledge[Json]) -> Facts:
    named: Facts = {}
    whole = value_of(record)
    for field in fields:
        stored = whole.get(field.id) if isinstance(whole, dict) else None
        named[f"{prefix}{field.id}"] = like(record, plain_of(stored, field.type))
        if not field.required:
            named[f"{prefix}{field.id}_given"] = _given(record, stored)
    return named


def _given(known: Knowledge[Json], stored: Json) -> Knowledge[Plain]:
    return like(known, stored is not None)


def _sums(question: Question, known: Knowledge[Json]) -> Facts:
    rows = rows_of(known)
    named: Facts = {f"{question.id}_count": like(known, len(rows))}
    for field in question.fields:
        if field.type in SUMMED:
            column = [plain_of(row.get(field.id), field.type) for row in rows if isinstance(row, dict)]
            named[f"{question.id}_{field.id}_total"] = like(known, _sum(column, field.type))
    return named


def _sum(column: Sequence[Plain], kind: QuestionType) -> Plain:
    if kind is QuestionType.MONEY:
        return Fen(sum(part.value for part in column if isinstance(part, Fen)))
    return sum(part for part in column if isinstance(part, int))
