"""How do drafts, cases and obligations look as JSON?"""

from __future__ import annotations

from zhishui.catalogue import Matter
from zhishui.doors.api.schemas import (
    AnswerOut,
    CaseOut,
    DraftOut,
    FigureOut,
    MatterOut,
    ObligationOut,
    ProblemOut,
    SourceOut,
    StepOut,
)
from zhishui.filing.cases.rules import moment, plain
from zhishui.filing.cases.types import CaseView, DraftView
from zhishui.filing.obligations.types import Obligation
from zhishui.kernel import Problem


def matter(one: Matter) -> MatterOut:
    """Show a matter in short."""
    return MatterOut(code=one.code, name=one.name, plain=one.plain, category=one.category)


def problem(one: Problem) -> ProblemOut:
    """Show a problem."""
    return ProblemOut(code=one.code, message=one.message, field=one.field)


def draft(view: DraftView) -> DraftOut:
    """Show a draft: the questions asked now, what is known, what it comes to."""
    return DraftOut(
        id=view.id,
        matter=view.matter,
        name=view.name,
        period=str(view.period),
        headline=view.headline.text(),
        answers=[answer(view, question) for question in view.visible],
        figures=[
            FigureOut(name=key, title=f.title, value=plain(f.value), assumed=f.assumed, missing=list(f.missing))
            for key, f in view.figures.items()
        ],
        problems=[problem(one) for one in view.problems],
        warnings=[problem(one) for one in view.warnings],
        unconfirmed=list(view.unconfirmed),
        mark=view.mark,
        closed=view.closed,
    )


def answer(view: DraftView, question: str) -> AnswerOut:
    """Show one answer with where it came from."""
    said, asked = view.answers[question], view.revision.question(question)
    sources = [
        SourceOut(department=s.department, record=s.record, retrieved_at=moment(s.retrieved_at)) for s in said.backing
    ]
    return AnswerOut(
        question=question,
        title=asked.title,
        label=asked.label,
        value=said.value,
        standing=said.standing.value,
        reason=said.reason,
        confirmed=said.confirmed_at is not None,
        sources=sources,
    )


def case(view: CaseView) -> CaseOut:
    """Show a case and how far it is."""
    steps = [
        StepOut(name=step.name, at=None if step.at is None else moment(step.at), detail=step.detail)
        for step in view.steps
    ]
    return CaseOut(
        id=view.id,
        number=view.number,
        matter=view.matter,
        name=view.name,
        period=str(view.period),
        version=view.version,
        submitted_at=moment(view.submitted_at),
        headline=str(view.snapshot["headline"]),
        snapshot_sha256=view.snapshot_sha256,
        steps=steps,
        documents=list(view.documents),
        allowed=list(view.allowed),
        amends=view.amends,
        amended_by=view.amended_by,
    )


def obligation(one: Obligation) -> ObligationOut:
    """Show an obligation."""
    return ObligationOut(
        matter=one.matter,
        name=one.name,
        period=str(one.period),
        due_on=one.due_on.isoformat(),
        days_left=one.days_left,
        state=one.state.value,
        must=one.must,
        words=one.words,
        amount=None if one.amount is None else one.amount.yuan(),
        why=one.note,
        cites=list(one.cites),
    )
