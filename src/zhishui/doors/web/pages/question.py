"""What does the page of one question say? One thing asked, with what we already know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhishui.catalogue import Question, phrase
from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.answering import Answering, Tried, answering
from zhishui.doors.web.pages.flow import Way
from zhishui.doors.web.pages.parts import Now, Slip, field_id
from zhishui.filing.cases.types import DraftView
from zhishui.kernel import Fen, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question as drawn."""

    title: str
    heading: str
    lead: str
    why: str
    help: str
    cites: tuple[str, ...]
    way: Way
    answer: Answering
    errors: tuple[Slip, ...]
    now: Now


def question_page(
    draft: DraftView, question: Question, *, way: Way, now: Now, departments: Mapping[str, str], tried: Tried
) -> QuestionPage:
    """Draw a question of a draft; `tried` puts back what was refused."""
    return QuestionPage(
        title=question.title,
        heading=phrase(question.label, draft.period),
        lead=_lead(draft, question),
        why=phrase(question.why, draft.period),
        help=phrase(question.help, draft.period),
        cites=question.cites,
        way=way,
        answer=answering(draft, question, departments, tried),
        errors=tuple(Slip(problem.message, _anchor(question, problem)) for problem in tried.problems),
        now=now,
    )


def _anchor(question: Question, problem: Problem) -> str:
    return field_id(problem.field) if problem.field else question.id


def _lead(draft: DraftView, question: Question) -> str:
    figure = draft.figures.get(question.figure)
    if figure is None or figure.value in {None, Fen(0)}:
        return ""
    cell = words.figure(figure.value)
    return f"照现在的内容，这一项是{cell.text}{cell.unit}。"
