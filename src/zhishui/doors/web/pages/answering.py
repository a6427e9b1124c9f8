"""How may a question be answered? Yes, another value, or 有误, depending on how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zhishui.catalogue import Question, QuestionType, consequences
from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.controls import Control, Option, control
from zhishui.doors.web.pages.parts import Chip, chips
from zhishui.doors.web.pages.words import Cell
from zhishui.filing.cases.types import AnswerView, DraftView, Standing
from zhishui.kernel import Json, Problem


FOLD_AFTER = 6  # rows; a longer table is put away behind one line
SURE = {Standing.KNOWN, Standing.CONTESTED}


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


@dataclass(frozen=True, slots=True)
class Contest:
    """Saying that a department is wrong: who looks into it, and the reason as typed."""

    whom: str
    reason: str
    error: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was just posted and refused, so that nothing typed is lost."""

    choice: str = ""
    value: Json = None
    reason: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> dict[str, str]:
        """Give the sentence for each refused path."""
        return {problem.field: problem.message for problem in self.problems}


@dataclass(frozen=True, slots=True)
class Answering:
    """Everything between the heading and the button of a question page."""

    known: Known | None
    assumed: str
    choices: tuple[Option, ...]
    control: Control | None
    contest: Contest | None

    @property
    def verb(self) -> str:
        """Give the words of the button."""
        return "确认，下一步" if self.choices else "存好，下一步"


def answering(draft: DraftView, question: Question, departments: Mapping[str, str], tried: Tried) -> Answering:
    """Offer what may be said to a question; what a department is sure of is shown before it is asked."""
    answer = draft.answers[question.id]
    sure = answer.standing in SURE
    value = answer.value if tried.value is None else tried.value
    return Answering(
        known=_known(question, answer, dict(departments)) if sure else None,
        assumed=answer.reason if answer.standing is Standing.ASSUMED else "",
        choices=_choices(question, answer, tried.choice) if sure else (),
        control=None if sure and question.locked else _control(draft, question, value, tried.errors),
        contest=_contest(question, answer, departments, tried),
    )


def _control(draft: DraftView, question: Question, value: Json, errors: Mapping[str, str]) -> Control:
    """Draw the control; each choice says what follows from it, with this person's figures."""
    drawn = control(question, value, errors)
    told = consequences(draft.revision, question, draft.known, draft.results, draft.period)
    return replace(drawn, options=tuple(replace(one, note=told.get(one.value, "")) for one in drawn.options))


def _choices(question: Question, answer: AnswerView, chosen: str) -> tuple[Option, ...]:
    contested = answer.standing is Standing.CONTESTED
    chosen = chosen or ("wrong" if contested else "yes")
    found = [Option("yes", "是，对的", chosen == "yes")]
    if not question.locked:
        found.append(Option("change", "不是，我来改", chosen == "change", "以您改的为准，部门的记录也留着"))
    who = question.corrected_by or "记录这件事的部门"
    found.append(Option("wrong", "部门的记录有误", chosen == "wrong", f"先按记录报，同时请{who}核实，不耽误您申报"))
    return tuple(found)


def _contest(question: Question, answer: AnswerView, departments: Mapping[str, str], tried: Tried) -> Contest | None:
    if answer.standing not in SURE:
        return None
    names = dict.fromkeys(departments.get(source.department, source.department) for source in answer.sources)
    whom = question.corrected_by or "、".join(names) or "有关部门"
    reason = tried.reason or (answer.reason if answer.standing is Standing.CONTESTED else "")
    return Contest(whom, reason, tried.errors.get("reason", ""))


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
