"""Start a matter: the open draft, or a new one filled in with what is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError

from zhishui import catalogue
from zhishui.catalogue import Matter, Revision
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases import services as drafts
from zhishui.filing.cases.types import DraftView
from zhishui.filing.counter.offering import offered, refuse_closed_period, refuse_wrong_taxpayer, taxpayer_of, tell
from zhishui.filing.counter.refreshing import resume
from zhishui.filing.prefill.queries import prefilled
from zhishui.journal import services as journal
from zhishui.journal import transaction
from zhishui.kernel import (
    Acting,
    Json,
    Knowledge,
    Known,
    Period,
    PeriodKind,
    Ref,
    local_day,
    refuse,
)
from zhishui.person.identity import queries as identity


def start(*, matter: str, period: Period, by: Acting, at: datetime, occurrence: str = "") -> DraftView:
    """Give the open draft, made and prefilled if there is none.

    Answers the person has not spoken to take in what registries say today.
    Raises Refused: 404 unknown matter, 409 not for this taxpayer or already
    filed, 422 a period that is not open.
    """
    entry, revision = offered(matter, local_day(at))
    taxpayer = taxpayer_of(by)
    refuse_wrong_taxpayer(revision, taxpayer)
    refuse_closed_period(revision, period, local_day(at))
    occurrence = occurrence or _next_occurrence(revision, matter, taxpayer, period)
    draft = cases.open_draft_of(taxpayer, matter, period, occurrence)
    if draft is not None:
        return resume(draft=draft, by=by, at=at)
    _refuse_second(entry, taxpayer, period, occurrence)
    new = drafts.NewDraft(
        taxpayer=taxpayer,
        shard=identity.get_taxpayer(taxpayer).shard,
        matter=matter,
        revision=revision.version,
        period=period,
        occurrence=occurrence,
    )
    return cases.get_draft(_open_once(new, entry, revision, by, at), by)


def _open_once(new: drafts.NewDraft, entry: Matter, revision: Revision, by: Acting, at: datetime) -> str:
    """Open a draft; where two tabs started at once, the other one's draft is this one's too."""
    try:
        return _open(new, entry, revision, by, at)
    except IntegrityError:
        draft = cases.open_draft_of(new.taxpayer, new.matter, new.period, new.occurrence)
        if draft is None:
            raise
        return draft


def _open(new: drafts.NewDraft, entry: Matter, revision: Revision, by: Acting, at: datetime) -> str:
    known = prefilled(revision, new.taxpayer, new.period)
    with transaction():
        draft = drafts.open_draft(new=new, prefilled=known, at=at)
        tell("filing.draft.opened", draft, {"matter": new.matter, "period": str(new.period)}, by, at)
        _log_pull(entry, new, known, by, at)
    return draft


def _log_pull(
    entry: Matter, new: drafts.NewDraft, known: Mapping[str, Knowledge[Json]], by: Acting, at: datetime
) -> None:
    """Tell the person which departments' records were taken in for them 谁看过我的数据."""
    names = catalogue.load().vocabulary.departments
    found = {s.department for value in known.values() if isinstance(value, Known) for s in value.sources}
    if found:
        office = "、".join(names.get(department, department) for department in sorted(found))
        data: dict[str, Json] = {"who": "自动预填", "office": office, "purpose": f"预填“{entry.plain}”", "case": ""}
        journal.append(identity.PULLED, by=by, at=at, subject=new.taxpayer, data=data)


def _next_occurrence(revision: Revision, matter: str, taxpayer: Ref, period: Period) -> str:
    """Number what is done by occasion 按次: the second certificate of a day is not the first again."""
    if revision.period.kind is not PeriodKind.OCCASION:
        return ""
    return str(cases.count_cases_of(taxpayer, matter, period) + 1)


def _refuse_second(entry: Matter, taxpayer: Ref, period: Period, occurrence: str) -> None:
    filed = cases.latest_case_of(taxpayer, entry.code, period, occurrence)
    if filed is not None:
        words = f"{period} 的{entry.plain}已经办过了。要改请到“我的档案”里选“更正”。"
        raise refuse("already-filed", words, status=409, allowed=("amend", f"case:{filed}"))
