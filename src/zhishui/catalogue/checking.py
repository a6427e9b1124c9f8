"""What stands in the way of submission, and what does the person do about it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhishui.catalogue.asking import visible
from zhishui.catalogue.calculating import refusals, situation_of
from zhishui.catalogue.figures import Results
from zhishui.catalogue.formulas import holds
from zhishui.catalogue.inputs import Situation
from zhishui.catalogue.saying import filled_in
from zhishui.catalogue.scene import Answers, Facts, answer_of, rows_of, value_of
from zhishui.catalogue.types import Check, Field, Question, QuestionType, Revision
from zhishui.kernel import Json, Period, Problem


MISSING = "answer-missing"


def check(revision: Revision, answers: Answers, figures: Results, period: Period) -> tuple[Problem, ...]:
    """Give every problem that blocks submission: blanks, contradictions, what the law refuses."""
    situation = situation_of(revision, answers, figures, period)
    asked = [revision.question(name) for name in visible(revision, answers, figures)]
    blanks = [problem for question in asked for problem in _blanks(question, situation.answers)]
    broken = [_problem(one, field, named) for one, field, named in _broken(revision, asked, situation) if one.blocks]
    return tuple(dict.fromkeys([*blanks, *refusals(revision, answers, figures, period), *broken]))


def warnings(revision: Revision, answers: Answers, figures: Results, period: Period) -> tuple[Problem, ...]:
    """Give what is worth a look before submission but does not block it."""
    situation = situation_of(revision, answers, figures, period)
    asked = [revision.question(name) for name in visible(revision, answers, figures)]
    found = (_problem(one, field, named) for one, field, named in _broken(revision, asked, situation) if not one.blocks)
    return tuple(dict.fromkeys(found))


def _blanks(question: Question, answers: Answers) -> Iterator[Problem]:
    value = value_of(answer_of(question, answers))
    match question.type:
        case QuestionType.ROWS if value is not None:
            for index, row in enumerate(rows_of(answer_of(question, answers))):
                yield from _blank_fields(question.fields, row, f"{question.id}[{index}]")
        case QuestionType.RECORD if value is not None:
            yield from _blank_fields(question.fields, value, question.id)
        case _ if value is None and question.required:
            yield Problem(MISSING, f"请{'选择' if question.choices else '填写'}{question.title}", question.id)


def _blank_fields(fields: Sequence[Field], row: Json, path: str) -> Iterator[Problem]:
    for field in fields:
        if field.required and (not isinstance(row, dict) or row.get(field.id) is None):
            verb = "选择" if field.choices else "填写"
            yield Problem(MISSING, f"请{verb}{field.title}", f"{path}.{field.id}")


def _broken(revision: Revision, asked: Iterable[Question], situation: Situation) -> Iterator[tuple[Check, str, Facts]]:
    """Give each check that does not hold, the path it is about, and the names its words may use."""
    for one in (*revision.eligibility, *revision.checks):
        if holds(one.holds, situation.named) is False:
            yield one, one.field, situation.named
    for question in asked:
        for path, named in _places(question, situation):
            for one in question.checks:
                if holds(one.holds, named) is False:
                    yield one, ".".join(part for part in (path, one.field) if part), named


def _places(question: Question, situation: Situation) -> Iterator[tuple[str, Facts]]:
    if question.type is not QuestionType.ROWS:
        yield question.id, situation.named
        return
    for index in range(len(rows_of(answer_of(question, situation.answers)))):
        yield f"{question.id}[{index}]", situation.within(question.id, index)


def _problem(one: Check, field: str, named: Facts) -> Problem:
    return Problem(one.code, filled_in(f"{one.message}{one.remedy}", named), field)
