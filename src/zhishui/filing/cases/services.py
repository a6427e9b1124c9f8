"""Write drafts and submissions. Each verb is part of the counter's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from zhishui.filing.cases.models import Answer, Draft, IdempotencyKey, Submission
from zhishui.filing.cases.permissions import hidden, may_see
from zhishui.filing.cases.rules import source_json
from zhishui.filing.cases.types import AnswerView, Standing
from zhishui.journal import transaction_required
from zhishui.kernel import (
    Acting,
    Assumed,
    Json,
    Knowledge,
    Known,
    Period,
    Ref,
    Source,
    Unknown,
    canonical_json,
    ports,
    refuse,
)


SAID = ("value", "known_value", "standing", "sources", "reason", "confirmed_at", "saved_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """What a draft is opened with."""

    taxpayer: Ref
    shard: int
    matter: str
    revision: str
    period: Period
    occurrence: str
    amends: str = ""


def open_draft(*, new: NewDraft, prefilled: Mapping[str, Knowledge[Json]], at: datetime) -> str:
    """Open a draft with what is already known; give its id."""
    transaction_required()
    draft = Draft(
        id=ports.chance().new_id(at),
        taxpayer=new.taxpayer.id,
        shard=new.shard,
        matter=new.matter,
        revision=new.revision,
        period=str(new.period),
        occurrence=new.occurrence,
        amends=new.amends,
        opened_at=at,
        saved_at=at,
    )
    draft.save(force_insert=True)
    rows = (_prefilled_row(draft.id, question, known, at) for question, known in prefilled.items())
    Answer.objects.bulk_create(row for row in rows if row is not None)
    return draft.id


def refresh(*, draft: str, prefilled: Mapping[str, Knowledge[Json]], at: datetime) -> int:
    """Take in what registries say today; give how many answers changed by it.

    A person's own words and objections stay. A registry's value they agreed to
    stays agreed only while the registry still says it.
    """
    transaction_required()
    fresh = {question: _prefilled_row(draft, question, known, at) for question, known in prefilled.items()}
    rows = {row.question: row for row in Answer.objects.filter(draft=draft)}
    stale = [row for question, row in rows.items() if not _stands(row, fresh.get(question))]
    Answer.objects.filter(pk__in=[row.pk for row in stale]).delete()
    kept = set(rows) - {row.question for row in stale}
    new = [row for question, row in fresh.items() if row is not None and question not in kept]
    Answer.objects.bulk_create(new)
    return len({row.question for row in (*stale, *new)})


def _stands(row: Answer, fresh: Answer | None) -> bool:
    if row.standing in (Standing.DECLARED, Standing.CONTESTED):
        return True
    return fresh is not None and (row.value, row.standing, row.sources) == (fresh.value, fresh.standing, fresh.sources)


def _prefilled_row(draft: str, question: str, known: Knowledge[Json], at: datetime) -> Answer | None:
    row = Answer(draft_id=draft, question=question, saved_at=at)
    match known:
        case Known(value, sources):
            row.value, row.standing, row.sources = _text(value), Standing.KNOWN, _sources(sources)
            row.known_value = row.value
        case Assumed(value, reason):
            row.value, row.standing, row.reason = _text(value), Standing.ASSUMED, reason
        case Unknown():
            return None
    return row


def copy_answers(*, answers: Iterable[AnswerView], draft: str, at: datetime) -> None:
    """Start an amendment from what was last said; only what was not asked then comes from registries."""
    transaction_required()
    answers = tuple(answers)
    Answer.objects.filter(draft=draft, question__in=[answer.question for answer in answers]).delete()
    Answer.objects.bulk_create(_row(draft, answer, confirmed_at=at, at=at) for answer in answers)


def _row(draft: str, answer: AnswerView, *, confirmed_at: datetime | None, at: datetime) -> Answer:
    return Answer(
        draft_id=draft,
        question=answer.question,
        value=_text(answer.value),
        known_value=_text(answer.known_value),
        standing=answer.standing,
        sources=_sources(answer.sources),
        reason=answer.reason,
        confirmed_at=confirmed_at,
        saved_at=at,
    )


def save_answer(*, draft: str, answer: AnswerView, at: datetime) -> None:
    """Save one answer; the former one gives way."""
    transaction_required()
    row = _row(draft, answer, confirmed_at=answer.confirmed_at, at=at)
    Answer.objects.bulk_create([row], update_conflicts=True, unique_fields=["draft", "question"], update_fields=SAID)
    Draft.objects.filter(pk=draft).update(saved_at=at)


def confirm(*, draft: str, questions: Iterable[str], at: datetime) -> None:
    """Mark answers as seen and agreed."""
    transaction_required()
    rows = Answer.objects.filter(draft=draft, question__in=list(questions), confirmed_at=None)
    rows.update(confirmed_at=at, saved_at=at)
    Draft.objects.filter(pk=draft).update(saved_at=at)


def lock_open(*, draft: str, by: Acting) -> Draft:
    """Hold a draft that may still be changed, until the transaction ends."""
    transaction_required()
    row = Draft.objects.select_for_update().filter(pk=draft).first()
    if row is None or not may_see(row.taxpayer, by):
        raise hidden()
    if row.closed_at is not None:
        words = "这份申报已经提交，不能再改。要改请到“我的档案”里选“更正”。"
        raise refuse("already-submitted", words, status=409, allowed=("amend",))
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """A signed snapshot, ready to be kept."""

    id: str
    number: str
    version: int
    snapshot: bytes
    sha256: str
    signature: Mapping[str, Json]
    event: str
    key: str
    answer: bytes


def record(*, draft: Draft, new: NewSubmission, by: Acting, at: datetime) -> None:
    """Keep a submission and its idempotency key, and close the draft."""
    transaction_required()
    submission = Submission(
        id=new.id,
        number=new.number,
        draft=draft,
        taxpayer=draft.taxpayer,
        shard=draft.shard,
        matter=draft.matter,
        period=draft.period,
        occurrence=draft.occurrence,
        version=new.version,
        snapshot=new.snapshot,
        snapshot_sha256=new.sha256,
        signature=canonical_json(dict(new.signature)).decode(),
        amends_id=draft.amends or None,
        submitted_at=at,
        event=new.event,
    )
    submission.save(force_insert=True)
    IdempotencyKey(actor=str(by.actor), key=new.key, answer=new.answer, submission=submission, at=at).save(
        force_insert=True
    )
    draft.closed_at = at
    draft.save(update_fields=["closed_at"])


def _text(value: Json) -> str:
    return canonical_json(value).decode()


def _sources(sources: Iterable[Source]) -> str:
    return json.dumps([source_json(source) for source in sources], ensure_ascii=False)
