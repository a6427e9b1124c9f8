"""Check your answers: what will be signed, where each came from, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhishui.catalogue import Question
from zhishui.doors.web.pages import flow, summary
from zhishui.doors.web.pages.now import other_figures
from zhishui.doors.web.pages.parts import Chip, Now, Progress, Row, Slip, chips, field_id
from zhishui.filing.cases.types import AnswerView, DraftView, Standing
from zhishui.kernel import Json, Problem


NOTHING: tuple[Json, ...] = (None, "", "0.00", [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One answer: label, value, source, and the way to change or contest it."""

    question: str
    label: str
    text: str
    num: bool
    unit: str
    detail: str
    chips: tuple[Chip, ...]
    verb: str
    href: str
    bad: str


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one section."""

    name: str
    rows: tuple[Line, ...]
    nothing: tuple[Line, ...]

    @property
    def absent(self) -> str:
        """Name what is not there, so that the fold that holds it hides nothing."""
        return "、".join(line.label for line in self.nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The page one signs."""

    title: str
    heading: str
    lead: str
    progress: Progress
    groups: tuple[Group, ...]
    figures: tuple[Row, ...]
    now: Now
    waiting: str
    assumed: tuple[Row, ...]
    warnings: tuple[Row, ...]
    declaration: str
    ready: bool
    key: str
    seen: str
    action: str
    walk: str
    errors: tuple[Slip, ...]


def check_page(
    draft: DraftView, *, now: Now, departments: Mapping[str, str], refused: Sequence[Problem] = ()
) -> CheckPage:
    """Draw the check page; `refused` is what submission said no to."""
    problems = tuple(refused) or draft.problems
    by_question = {problem.field.split("[")[0].split(".")[0]: problem.message for problem in reversed(problems)}
    return CheckPage(
        title="核对、签名",
        heading="请核对，然后签名提交" if not problems else "还差一点，改好就能提交",
        lead=_lead(draft),
        progress=flow.step(draft),
        groups=_groups(draft, dict(departments), by_question),
        figures=other_figures(draft),
        now=now,
        waiting=_waiting(draft),
        assumed=_assumed(draft),
        warnings=_warnings(draft),
        declaration="点“签名并提交”，表示您确认以上内容真实、完整，并用您的电子签名签署这份申报。",
        ready=not draft.problems,
        key=key_of(draft),
        seen=draft.mark,
        action=flow.check_url(draft),
        walk=flow.question_url(draft, draft.visible[0], "walk") if draft.visible else "",
        errors=tuple(Slip(p.message, _anchor(p)) for p in problems),
    )


def key_of(draft: DraftView) -> str:
    """Give the idempotency key of a draft: one draft is one filing, so a double click or a reload sends it again."""
    return f"web-{draft.id}"


def _anchor(problem: Problem) -> str:
    return f"q-{field_id(problem.field).split('-')[0]}" if problem.field else ""


def _lead(draft: DraftView) -> str:
    mine = sum(draft.answers[q].standing is Standing.DECLARED for q in draft.visible)
    every = len(draft.visible)
    said = f"{every - mine}项替您填好了，{mine}项是您填的。" if mine else f"{every}项都已替您填好。"
    return f"{said}提交后发现有错，还能更正。"


def _assumed(draft: DraftView) -> tuple[Row, ...]:
    """Give what we only assumed, with the reason: signing confirms it, so it is said out loud."""
    guessed = (draft.answers[q] for q in draft.visible if draft.answers[q].standing is Standing.ASSUMED)
    return tuple(
        Row(draft.revision.question(a.question).title, a.reason, href=flow.question_url(draft, a.question, "check"))
        for a in guessed
        if a.value not in NOTHING
    )


def _warnings(draft: DraftView) -> tuple[Row, ...]:
    return tuple(
        Row(problem.message, href=flow.question_url(draft, name, "check") if name in draft.visible else "")
        for problem, name in ((p, p.field.split("[")[0].split(".")[0]) for p in draft.warnings)
    )


def _waiting(draft: DraftView) -> str:
    names = [draft.revision.question(q).title for q in draft.visible if draft.answers[q].standing is Standing.CONTESTED]
    if not names:
        return ""
    return f"您说有误的（{'、'.join(names)}）会转给有关部门核实，不影响您现在提交。有了结果我们告诉您。"


def _groups(draft: DraftView, departments: dict[str, str], bad: Mapping[str, str]) -> tuple[Group, ...]:
    found = []
    for section in draft.revision.sections:
        asked = [question for question in section.questions if question.id in draft.visible]
        lines = [(_line(draft, one, departments, bad.get(one.id, "")), _nothing(draft, one)) for one in asked]
        rows = tuple(line for line, nothing in lines if not nothing or line.bad)
        if lines:
            found.append(Group(section.title, rows, tuple(line for line, _ in lines if line not in rows)))
    return tuple(found)


def _nothing(draft: DraftView, question: Question) -> bool:
    """Say whether an answer is that there is none of it, and nobody's record says otherwise."""
    answer = draft.answers[question.id]
    if answer.standing in {Standing.KNOWN, Standing.CONTESTED}:
        return False
    open_ = answer.standing is Standing.MISSING and question.required
    return answer.value in NOTHING and not open_


def _line(draft: DraftView, question: Question, departments: dict[str, str], bad: str) -> Line:
    answer = draft.answers[question.id]
    figure = draft.figures.get(question.figure)
    said = summary.told(question, answer.value, None if figure is None else figure.value)
    return Line(
        question=question.id,
        label=question.title,
        text=said.text,
        num=said.num,
        unit=said.unit,
        detail=said.detail,
        chips=chips(answer, departments),
        verb=_verb(question, answer),
        href=flow.question_url(draft, question.id, "check"),
        bad=bad,
    )


def _verb(question: Question, answer: AnswerView) -> str:
    if answer.standing is Standing.MISSING:
        return "填"
    return "有误" if question.locked or answer.standing is Standing.KNOWN else "改"
