"""Sign, make durable, acknowledge: the one way a case comes into being.

The taxpayer signs first, with one fast key operation. Then one transaction
holds snapshot, idempotency key, ledger lines, declared facts and the journal
event together. Only when it is durable is anything acknowledged; log, seal and
archive follow in the worker.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from zhishui import catalogue
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases import services as drafts
from zhishui.filing.cases.rules import checked_key, content_mark, moment
from zhishui.filing.cases.types import DraftView
from zhishui.filing.counter.answering import changed_meanwhile, refuse_unseen
from zhishui.filing.counter.refreshing import take_in
from zhishui.filing.counter.snapshots import prepared
from zhishui.filing.counter.types import Acknowledged
from zhishui.filing.ledger import services as ledger
from zhishui.filing.signing import services as signing
from zhishui.journal import services as journal
from zhishui.journal import transaction
from zhishui.kernel import Acting, Json, Refused, canonical_json, refuse
from zhishui.person.facts import services as facts
from zhishui.person.facts.types import Declaration
from zhishui.person.identity import queries as identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A snapshot and the signature over exactly its bytes."""

    id: str
    number: str
    version: int
    payload: bytes
    sha256: str
    signature: dict[str, Json]
    headline: str


def submit(*, draft: str, key: str, by: Acting, at: datetime, seen: str = "") -> Acknowledged:
    """Submit a draft once and for all.

    The same key with the same draft gives the byte-same answer, however often
    and whenever it is sent. Raises Refused: 400 bad key, 404 not yours,
    409 not confirmed or already submitted, 422 problems left, or another
    request under the same key.
    """
    checked_key(key)
    view = cases.get_draft(draft, by)
    before = _answered(by, key, draft)
    if before is not None:
        return before
    _refuse_unready(view)
    refuse_unseen(view, seen)
    if take_in(view, by=by, at=at):
        raise changed_meanwhile()
    signed = _signed(view, by, at)
    try:
        return _commit(view, signed, key, by, at)
    except (IntegrityError, Refused):
        # The second click of a double click: the first was committed while we were signing.
        before = _answered(by, key, draft)
        if before is None:
            raise
        return before


def _answered(by: Acting, key: str, draft: str) -> Acknowledged | None:
    before = cases.answered_before(by.actor, key)
    if before is None:
        return None
    known, body, case = before
    if known != draft:
        words = "这个 Idempotency-Key 已用于另一次提交。新的提交请换一个新的。"
        raise refuse("idempotency-key-reused", words, field="Idempotency-Key")
    return Acknowledged(case, body, repeated=True)


def _refuse_unready(view: DraftView) -> None:
    if view.closed:
        words = "这份申报已经提交，不能再交一次。要改请到“我的档案”里选“更正”。"
        raise refuse("already-submitted", words, status=409, allowed=("amend",))
    if view.problems:
        raise Refused(*view.problems)
    if view.unconfirmed:
        first = view.revision.question(view.unconfirmed[0]).title
        words = f"还有 {len(view.unconfirmed)} 项没有核对，先从“{first}”开始。核对完再提交。"
        raise refuse("not-confirmed", words, field=view.unconfirmed[0], status=409, allowed=("confirm",))


def _signed(view: DraftView, by: Acting, at: datetime) -> Signed:
    ready = prepared(view, by=by, at=at)
    payload = canonical_json(ready.snapshot)
    signature = signing.sign_as_taxpayer(taxpayer=view.taxpayer, payload=payload, by=by, at=at)
    return Signed(
        id=ready.case,
        number=ready.number,
        version=ready.version,
        payload=payload,
        sha256=hashlib.sha256(payload).hexdigest(),
        signature={
            "alg": signature.alg,
            "public_jwk": dict(signature.public_jwk),
            "signature": signature.signature,
        },
        headline=str(ready.snapshot["headline"]),
    )


def _commit(view: DraftView, signed: Signed, key: str, by: Acting, at: datetime) -> Acknowledged:
    body = _body(view, signed, at)
    with transaction():
        row = drafts.lock_open(draft=view.id, by=by)
        if content_mark(cases.answers_of(view)) != view.mark:
            raise changed_meanwhile()
        event = _announce(view, signed, by, at)
        new = drafts.NewSubmission(
            id=signed.id,
            number=signed.number,
            version=signed.version,
            snapshot=signed.payload,
            sha256=signed.sha256,
            signature=signed.signature,
            event=event,
            key=key,
            answer=body,
        )
        drafts.record(draft=row, new=new, by=by, at=at)
        _book(view, signed, at)
        _declare(view, signed, by, at)
    return Acknowledged(signed.id, body, repeated=False)


def _body(view: DraftView, signed: Signed, at: datetime) -> bytes:
    return canonical_json(
        {
            "case": signed.id,
            "number": signed.number,
            "matter": view.matter,
            "period": str(view.period),
            "version": signed.version,
            "headline": signed.headline,
            "snapshot_sha256": signed.sha256,
            "submitted_at": moment(at),
            "state": "accepted",
        }
    )


def _announce(view: DraftView, signed: Signed, by: Acting, at: datetime) -> str:
    data: dict[str, Json] = {
        "number": signed.number,
        "matter": view.matter,
        "period": str(view.period),
        "version": signed.version,
        "amends": view.amends,
        "snapshot_sha256": signed.sha256,
    }
    return journal.append("filing.case.submitted", by=by, at=at, subject=cases.case_ref(signed.id), data=data).id


def _book(view: DraftView, signed: Signed, at: datetime) -> None:
    """Book what the return leaves due or owed; an amendment first undoes what it corrects."""
    shard = identity.get_taxpayer(view.taxpayer).shard
    if view.amends:
        ledger.reverse(case=cases.case_ref(view.amends), taxpayer=view.taxpayer, shard=shard, at=at)
    for owed in catalogue.dues(view.revision, view.known, view.results, view.period):
        ledger.book(case=cases.case_ref(signed.id), taxpayer=view.taxpayer, shard=shard, balance=owed.amount, at=at)


def _declare(view: DraftView, signed: Signed, by: Acting, at: datetime) -> None:
    """Write the facts a decided case leaves, as its matter file says."""
    vocabulary = catalogue.load().vocabulary
    for written in catalogue.effects(view.revision, view.known, view.results, view.period):
        declaration = Declaration(
            taxpayer=view.taxpayer,
            shard=identity.get_taxpayer(view.taxpayer).shard,
            name=written.fact,
            department=vocabulary.facts[written.fact].departments[0],
            period=written.period,
            edition=signed.id,
            at=at,
        )
        numbered = {f"{view.matter}-{written.period}-{place}": value for place, value in enumerate(written.values, 1)}
        facts.declare(declaration=declaration, records=numbered, by=by)
