"""What does the page of one question say? One thing asked, with what we already know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zhishui.catalogue import Question, QuestionType, consequences, phrase
from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.controls import Control, Option, control
from zhishui.doors.web.pages.flow import Way
from zhishui.doors.web.pages.parts import Chip, Now, Progress, Row, Slip, chips, field_id
from zhishui.doors.web.pages.words import Cell
from zhishui.filing.cases.types import AnswerView, DraftView, Standing
from zhishui.kernel import Fen, Json, Problem


FOLD_AFTER = 6  # rows; a longer table is put away behind one line


@dataclass(frozen=True, slots=True)
class Known:
    """What a department or an earlier year says: one value, a few pairs or a table."""

    chips: tuple[Chip, ...]
    text: str = ""
    num: bool = False
    unit: str = ""
    pairs: tuple[tuple[str, Cell], ...] = ()
    columns: tuple[Cell, ...] = ()
    records: tuple[tuple[tuple[str, Cell], ...], ...] = ()
    fold: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question as drawn."""

    title: str
    heading: str
    lead: str
    progress: Progress
    action: str
    live: str
    known: Known | None
    chips: tuple[Chip, ...]
    assumed: str
    choices: tuple[Option, ...]
    control: Control | None
    contestable: str
    reason: str
    reason_error: str
    verb: str
    back: str
    back_verb: str
    why: str
    help: str
    cites: tuple[str, ...]
    errors: tuple[Slip, ...]
    now: Now


@dataclass(frozen=True, slots=True)
class Tried:
    """What was just posted and refused, so that nothing typed is lost."""

    choice: str = ""
    value: Json = None
    reason: str = ""
    problems: tuple[Problem, ...] = ()


def question_page(
    draft: DraftView,
    question: Question,
    *,
    way: Way,
    now: Now,
    departments: Mapping[str, str],
    tried: Tried | None = None,
) -> QuestionPage:
    """Draw a question of a draft; `tried` puts back what was refused."""
    answer = draft.answers[question.id]
    said = tried or Tried(reason=answer.reason if answer.standing is Standing.CONTESTED else "")
    choices = _choices(question, answer, said.choice)
    assumed = answer.standing is Standing.ASSUMED

    def put(text: str) -> str:
        return phrase(text, draft.period)

    errors = {problem.field: problem.message for problem in said.problems}
    value = answer.value if said.value is None else said.value
    return QuestionPage(
        title=question.title,
        heading=put(question.label),
        lead=_lead(draft, question),
        progress=way.progress,
        action=way.here,
        live=way.live,
        known=_known(question, answer, dict(departments)) if choices else None,
        chips=chips(answer, dict(departments)) if assumed else (),
        assumed=answer.reason if assumed else "",
        choices=choices,
        control=None if choices and question.locked else _control(draft, question, value, errors),
        contestable=_contestable(question, answer, departments),
        reason=said.reason,
        reason_error=errors.get("reason", ""),
        verb="确认，下一步" if choices else "存好，下一步",
        back=way.back,
        back_verb="回到核对页" if way.back.endswith("/check/") else "上一步",
        why=put(question.why),
        help=put(question.help),
        cites=question.cites,
        errors=tuple(Slip(p.message, _anchor(question, p)) for p in said.problems),
        now=now,
    )


def _control(draft: DraftView, question: Question, value: Json, errors: Mapping[str, str]) -> Control:
    """Draw the control; each choice says what follows from it, with this person's figures."""
    drawn = control(question, value, errors)
    told = consequences(draft.revision, question, draft.known, draft.results, draft.period)
    return replace(drawn, options=tuple(replace(one, note=told.get(one.value, "")) for one in drawn.options))


def _anchor(question: Question, problem: Problem) -> str:
    return field_id(problem.field) if problem.field else question.id


def _lead(draft: DraftView, question: Question) -> str:
    figure = draft.figures.get(question.figure)
    if figure is None or figure.value in {None, Fen(0)}:
        return ""
    cell = words.figure(figure.value)
    return f"照现在的内容，这一项是{cell.text}{cell.unit}。"


def _choices(question: Question, answer: AnswerView, chosen: str) -> tuple[Option, ...]:
    if answer.standing not in {Standing.KNOWN, Standing.CONTESTED}:
        return ()
    contested = answer.standing is Standing.CONTESTED
    chosen = chosen or ("wrong" if contested else "yes")
    found = [Option("yes", "是，对的", chosen == "yes")]
    if not question.locked:
        found.append(Option("change", "不是，我来改", chosen == "change", "以您改的为准，部门的记录也留着"))
    who = question.corrected_by or "记录这件事的部门"
    found.append(Option("wrong", "部门的记录有误", chosen == "wrong", f"先按记录报，同时请{who}核实，不耽误您申报"))
    return tuple(found)


def _contestable(question: Question, answer: AnswerView, departments: Mapping[str, str]) -> str:
    if answer.standing not in {Standing.KNOWN, Standing.CONTESTED}:
        return ""
    names = dict.fromkeys(departments.get(source.department, source.department) for source in answer.sources)
    return question.corrected_by or "、".join(names) or "有关部门"


def _known(question: Question, answer: AnswerView, departments: dict[str, str]) -> Known:
    marks = chips(answer, departments)
    match question.type:
        case QuestionType.ROWS:
            return _table(question, answer.value, marks)
        case QuestionType.RECORD:
            parts = answer.value if isinstance(answer.value, dict) else {}
            pairs = tuple((field.title, words.leaf(field, parts.get(field.id))) for field in question.fields)
            return Known(marks, pairs=pairs)
    cell = words.leaf(question, answer.value)
    return Known(marks, cell.text, cell.num, cell.unit)


def _table(question: Question, value: Json, marks: tuple[Chip, ...]) -> Known:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    cells = tuple(tuple(words.leaf(field, row.get(field.id)) for field in question.fields) for row in rows)
    if not cells:
        return Known(marks, "没有记录")
    columns = tuple(
        Cell(f"{field.title}（元）" if field.type is QuestionType.MONEY else field.title, num=cell.num)
        for field, cell in zip(question.fields, cells[0], strict=True)
    )
    fold = f"看全部{len(cells)}{question.unit or '条'}" if len(cells) > FOLD_AFTER else ""
    labelled = tuple(tuple((c.text, cell) for c, cell in zip(columns, row, strict=True)) for row in cells)
    return Known(marks, columns=columns, records=labelled, fold=fold, caption=question.title)


__all__ = ["Known", "QuestionPage", "Row", "Tried", "question_page"]
