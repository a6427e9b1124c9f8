"""How does something become part of the record?

`append` writes an event beside the change it tells of. `sequence` gives waiting
events their leaves and signs the log. What was signed may then be delivered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from zhishui.journal import merkle
from zhishui.journal.db import transaction, transaction_required
from zhishui.journal.delivery import deliver, revive
from zhishui.journal.models import Checkpoint, Event, Leaf, Node, Waiting
from zhishui.journal.note import Head, write_note
from zhishui.journal.proof import event_leaf
from zhishui.journal.queries import latest_checkpoint
from zhishui.journal.rows import hashes, leaf_count, root_at, view_checkpoint, view_event
from zhishui.journal.types import EVENT_NAME, SALT_SIZE, CheckpointView, EventView, LogKey
from zhishui.kernel import Acting, Json, Ref, canonical_json, refuse
from zhishui.kernel.ports import chance


__all__ = ["append", "deliver", "revive", "sequence"]

BATCH = 4096
SEQUENCER_LOCK = 0x7A68_6973_6875_6900


def append(
    name: str,
    *,
    by: Acting,
    at: datetime,
    subject: Ref,
    data: Mapping[str, Json],
    taxpayer: Ref | None = None,
) -> EventView:
    """Record, inside the open `transaction()`, that something happened.

    Without `taxpayer` the event is about the one `by` acts for.
    """
    transaction_required()
    if not EVENT_NAME.fullmatch(name):
        raise ValueError(name)
    if at.utcoffset() is None:
        raise ValueError(at)
    row = _row(name, by, at, subject, data, taxpayer or by.for_taxpayer)
    Waiting.objects.create(event=row)
    return view_event(row)


def _row(name: str, by: Acting, at: datetime, subject: Ref, data: Mapping[str, Json], about: Ref | None) -> Event:
    return Event.objects.create(
        id=chance().new_id(at),
        name=name,
        at=at,
        actor=str(by.actor),
        taxpayer="" if about is None else str(about),
        under=by.under,
        subject=str(subject),
        data=canonical_json(dict(data)).decode(),
        salt=chance().token(SALT_SIZE),
    )


def sequence(*, at: datetime, key: LogKey, limit: int = BATCH) -> CheckpointView | None:
    """Put waiting events into the log and sign its new head; None if nothing was new.

    Leaves are committed before the head is signed, and signing holds no
    transaction. A crash in between leaves leaves without a checkpoint, which the
    next call signs; two callers at once sign the same root.
    """
    with transaction():
        _one_at_a_time()
        _add_leaves(limit)
    return _sign_head(at, key)


def _one_at_a_time() -> None:
    """Keep a second sequencer waiting until commit; SQLite's IMMEDIATE does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])


def _add_leaves(limit: int) -> None:
    waiting = Waiting.objects.select_related("event").order_by("event_id")[:limit]
    events = [entry.event for entry in waiting]
    if not events:
        return
    size = leaf_count()
    digests = [event_leaf(bytes(event.salt), view_event(event).canonical()) for event in events]
    peaks = hashes(merkle.cover((0, size)))
    nodes = merkle.grown(size, digests, peaks.__getitem__)
    Leaf.objects.bulk_create(
        Leaf(index=index, event=event, hash=digest)
        for index, (event, digest) in enumerate(zip(events, digests, strict=True), start=size)
    )
    Node.objects.bulk_create(Node(level=level, index=index, hash=digest) for (level, index), digest in nodes)
    Waiting.objects.filter(pk__in=[event.pk for event in events]).delete()


def _sign_head(at: datetime, key: LogKey) -> CheckpointView | None:
    size = leaf_count()
    last = latest_checkpoint()
    if size == 0 or (last is not None and last.size == size):
        return None
    _refuse_a_fork(last, size)
    head = Head(key.verifier.origin, size, root_at(size))
    note = write_note(head, key.verifier, key.sign)
    with transaction():
        row, _ = Checkpoint.objects.get_or_create(size=size, defaults={"root": head.root, "at": at, "note": note})
    return view_checkpoint(row)


def _refuse_a_fork(last: CheckpointView | None, size: int) -> None:
    """Never sign a head that contradicts one signed before, whoever changed the tables."""
    if last is not None and (last.size > size or root_at(last.size) != last.root):
        raise refuse("log-inconsistent", "日志与先前签名的检查点不一致，已停止签名，请立即联系安全管理员。", status=503)
