"""Correct what was filed: a new draft that starts from what was said then."""

from __future__ import annotations

from datetime import datetime

from zhishui.catalogue import Revision
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases import services as drafts
from zhishui.filing.cases.rules import source_of
from zhishui.filing.cases.types import AnswerView, CaseView, DraftView, Standing
from zhishui.filing.counter.offering import offered, tell
from zhishui.filing.prefill.queries import prefilled
from zhishui.journal import transaction
from zhishui.kernel import (
    Acting,
    Json,
    local_day,
    refuse,
)
from zhishui.person.identity import queries as identity


def amend(*, case: str, by: Acting, at: datetime) -> DraftView:
    """Open a draft that corrects a filed return, starting from what was said then."""
    filed = _amendable(case, by)
    _, revision = offered(filed.matter, local_day(at))
    occurrence = str(filed.snapshot["occurrence"])
    with transaction():
        draft = cases.open_draft_of(filed.taxpayer, filed.matter, filed.period, occurrence)
        if draft is None:
            _amendable(case, by)  # it may have been amended while we waited for the lock
            draft = _open_amendment(filed, revision, occurrence, at)
            tell("filing.draft.opened", draft, {"matter": filed.matter, "amends": case}, by, at)
    return cases.get_draft(draft, by)


def _amendable(case: str, by: Acting) -> CaseView:
    filed = cases.get_case(case, by)
    if "amend" not in filed.allowed:
        words = "这份申报不能更正：它已经有更正的新版本，或者这件事按规定不能更正。"
        raise refuse("not-amendable", words, status=409, allowed=filed.allowed)
    return filed


def _open_amendment(filed: CaseView, revision: Revision, occurrence: str, at: datetime) -> str:
    new = drafts.NewDraft(
        taxpayer=filed.taxpayer,
        shard=identity.get_taxpayer(filed.taxpayer).shard,
        matter=filed.matter,
        revision=revision.version,
        period=filed.period,
        occurrence=occurrence,
        amends=filed.id,
    )
    known = prefilled(revision, filed.taxpayer, filed.period)
    draft = drafts.open_draft(new=new, prefilled=known, at=at)
    said = filed.snapshot["answers"]
    assert isinstance(said, list)
    asked = {question.id for question in revision.questions}
    answers = [_said(entry) for entry in said if isinstance(entry, dict) and entry["question"] in asked]
    drafts.copy_answers(answers=answers, draft=draft, at=at)
    return draft


def _said(entry: dict[str, Json]) -> AnswerView:
    sources = entry["sources"]
    assert isinstance(sources, list)
    return AnswerView(
        question=str(entry["question"]),
        value=entry["value"],
        standing=Standing(str(entry["standing"])),
        sources=tuple(source_of(source) for source in sources if isinstance(source, dict)),
        reason=str(entry["reason"]),
        known_value=entry["known_value"],
    )
