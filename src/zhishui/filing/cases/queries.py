"""What does a draft say, and what has become of a case?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from zhishui import catalogue
from zhishui.catalogue import Matter, Revision
from zhishui.filing.cases.assessment import Assessment, Word, assessed, revision_of, sources_of
from zhishui.filing.cases.models import Answer, Draft, IdempotencyKey, Submission
from zhishui.filing.cases.permissions import hidden, may_see
from zhishui.filing.cases.rules import content_mark
from zhishui.filing.cases.types import AnswerView, CaseView, DraftView, Standing, StepView
from zhishui.journal import queries as journal
from zhishui.journal.types import EventView
from zhishui.kernel import Acting, Fen, Json, Period, Ref
from zhishui.person.identity import queries as identity


Answers: TypeAlias = Mapping[str, AnswerView]


def case_ref(case_id: str) -> Ref:
    """Name a case for other rooms."""
    return Ref("filing", "case", case_id)


def draft_ref(draft_id: str) -> Ref:
    """Name a draft for other rooms."""
    return Ref("filing", "draft", draft_id)


def open_draft_of(taxpayer: Ref, matter: str, period: Period, occurrence: str) -> str | None:
    """Find the one draft that is still being written."""
    rows = Draft.objects.filter(taxpayer=taxpayer.id, matter=matter, period=str(period), occurrence=occurrence)
    return rows.filter(closed_at=None).values_list("id", flat=True).first()


def latest_case_of(taxpayer: Ref, matter: str, period: Period, occurrence: str = "") -> str | None:
    """Find the newest version of what was submitted."""
    rows = Submission.objects.filter(taxpayer=taxpayer.id, matter=matter, period=str(period), occurrence=occurrence)
    return rows.order_by("-version").values_list("id", flat=True).first()


def count_cases_of(taxpayer: Ref, matter: str, period: Period) -> int:
    """Count how often a matter was submitted for a period, versions of one return once."""
    rows = Submission.objects.filter(taxpayer=taxpayer.id, matter=matter, period=str(period))
    return rows.values("occurrence").distinct().count()


def get_draft(draft_id: str, by: Acting) -> DraftView:
    """Give a draft with everything computed anew; Refused 404 for anybody else's."""
    row = Draft.objects.filter(pk=draft_id).first()
    if row is None or not may_see(row.taxpayer, by):
        raise hidden()
    return view_draft(row)


def draft_owner(draft_id: str) -> Ref:
    """Give whose draft it is."""
    return Ref("person", "taxpayer", Draft.objects.values_list("taxpayer", flat=True).get(pk=draft_id))


def answers_of(view: DraftView) -> dict[str, AnswerView]:
    """Read the answers of a draft again, to see whether they are still what was signed."""
    rows = {row.question: row for row in Answer.objects.filter(draft=view.id)}
    return {question: _answer(question, rows.get(question)) for question in view.answers}


def next_version(view: DraftView) -> int:
    """Give the version a submission of this draft will be."""
    filed = Submission.objects.filter(
        taxpayer=view.taxpayer.id, matter=view.matter, period=str(view.period), occurrence=view.occurrence
    )
    return filed.count() + 1


def view_draft(row: Draft) -> DraftView:
    """Say what a draft row and its answers come to."""
    matter, revision = _form(row)
    answers, found = _read(row, revision)
    taxpayer = identity.get_taxpayer(Ref("person", "taxpayer", row.taxpayer))
    return DraftView(
        id=row.id,
        revision=revision,
        matter=matter.code,
        name=matter.name,
        taxpayer=taxpayer.ref,
        taxpayer_name=taxpayer.name,
        period=Period.parse(row.period),
        occurrence=row.occurrence,
        answers=answers,
        visible=found.visible,
        figures=found.figures,
        problems=found.problems,
        headline=found.headline,
        warnings=found.warnings,
        amends=row.amends,
        mark=content_mark(answers),
        closed=row.closed_at is not None,
        known=found.known,
        results=found.results,
    )


def _form(row: Draft) -> tuple[Matter, Revision]:
    matter = catalogue.load().matters[row.matter]
    return matter, revision_of(matter, row.revision)


def _read(row: Draft, revision: Revision) -> tuple[dict[str, AnswerView], Assessment]:
    rows = {answer.question: answer for answer in row.answers.all()}
    words = tuple(_word(rows[name]) for name in sorted(rows))
    answers = {question.id: _answer(question.id, rows.get(question.id)) for question in revision.questions}
    return answers, assessed(row.matter, revision.version, row.period, words)


def _word(row: Answer) -> Word:
    agreed = row.standing == Standing.ASSUMED and row.confirmed_at is not None
    return Word(
        question=row.question,
        value=row.value,
        standing=row.standing,
        sources=row.sources,
        reason=row.reason,
        said_at=row.saved_at if agreed or row.standing == Standing.DECLARED else None,
    )


def _answer(question: str, row: Answer | None) -> AnswerView:
    if row is None:
        return AnswerView(question, None, Standing.MISSING)
    return AnswerView(
        question=question,
        value=json.loads(row.value),
        standing=Standing(row.standing),
        sources=sources_of(row.sources),
        reason=row.reason,
        confirmed_at=row.confirmed_at,
        known_value=json.loads(row.known_value),
    )


def get_case(case_id: str, by: Acting) -> CaseView:
    """Give a submitted case; Refused 404 for anybody else's."""
    row = Submission.objects.select_related("draft").filter(pk=case_id).first()
    if row is None or not may_see(row.taxpayer, by):
        raise hidden()
    return view_case(row)


def list_cases(taxpayer: Ref) -> tuple[CaseView, ...]:
    """Give all a taxpayer submitted, newest first."""
    rows = Submission.objects.filter(taxpayer=taxpayer.id).order_by("-submitted_at", "-id")
    return tuple(view_case(row) for row in rows)


def find_case(case_id: str) -> CaseView:
    """Give a case for the worker, which acts for nobody."""
    return view_case(Submission.objects.get(pk=case_id))


def filed_answer(case_id: str) -> tuple[str, Fen | None]:
    """Give (words, amount) a case was filed with: "可退" and how much."""
    said = json.loads(bytes(Submission.objects.values_list("snapshot", flat=True).get(pk=case_id)))["answer"]
    return said["words"], None if said["amount"] is None else Fen.of_yuan(said["amount"])


def submission_parts(case_id: str) -> tuple[str, Mapping[str, Json], Mapping[str, Json]]:
    """Give (journal event id, snapshot, taxpayer's signature) of a case."""
    row = Submission.objects.get(pk=case_id)
    return row.event, json.loads(bytes(row.snapshot)), json.loads(row.signature)


def answered_before(actor: Ref, key: str) -> tuple[str, bytes, str] | None:
    """Give (draft id, answer, case id) of an idempotency key used before."""
    row = IdempotencyKey.objects.select_related("submission").filter(actor=str(actor), key=key).first()
    return None if row is None else (row.submission.draft_id, bytes(row.answer), row.submission_id)


def view_case(row: Submission) -> CaseView:
    """Give the public view of a submission; its state is read from the journal."""
    snapshot = json.loads(bytes(row.snapshot))
    events = {event.name: event for event in journal.events_about(case_ref(row.id))}
    stored = events.get("filing.archive.stored")
    amended_by = Submission.objects.filter(amends=row.id).values_list("id", flat=True).first() or ""
    return CaseView(
        id=row.id,
        number=row.number,
        matter=row.matter,
        name=snapshot["matter"]["name"],
        taxpayer=Ref("person", "taxpayer", row.taxpayer),
        taxpayer_name=snapshot["taxpayer"]["name"],
        period=Period.parse(row.period),
        version=row.version,
        submitted_at=row.submitted_at,
        snapshot=snapshot,
        snapshot_sha256=row.snapshot_sha256,
        steps=_steps(row, stored),
        documents=() if stored is None else _names(stored.data.get("documents")),
        allowed=_allowed(row, amended_by),
        amends=row.amends_id or "",
        amended_by=amended_by,
    )


def _steps(row: Submission, stored: EventView | None) -> tuple[StepView, ...]:
    logged = journal.logged(row.event)
    return (
        StepView("submitted", row.submitted_at),
        StepView("logged", None) if logged is None else StepView("logged", logged.at, str(logged.index + 1)),
        StepView("archived", None if stored is None else stored.at),
    )


def _names(value: Json | None) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, list | dict) else ()


def _allowed(row: Submission, amended_by: str) -> tuple[str, ...]:
    matter = catalogue.load().matters[row.matter]
    may_amend = revision_of(matter, row.draft.revision).amend.allowed and not amended_by
    return ("amend",) if may_amend else ()
