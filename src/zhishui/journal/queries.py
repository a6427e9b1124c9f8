"""What does the journal say, and can it prove it?"""

from __future__ import annotations

from collections.abc import Iterator

from zhishui.journal import merkle
from zhishui.journal.audit import verify_log
from zhishui.journal.models import Checkpoint, Event, Leaf
from zhishui.journal.proof import Proof
from zhishui.journal.rows import leaf_count, reader, view_checkpoint, view_event
from zhishui.journal.types import CheckpointView, EventView, Logged
from zhishui.kernel import Ref


__all__ = [
    "consistency",
    "events_about",
    "events_for",
    "events_named",
    "get_event",
    "get_proof",
    "latest_checkpoint",
    "leaf_count",
    "verify_log",
]

PAGE = 1000


def get_event(event_id: str) -> EventView | None:
    """Give one event."""
    row = Event.objects.filter(id=event_id).first()
    return None if row is None else view_event(row)


def events_about(subject: Ref) -> tuple[EventView, ...]:
    """Give all that happened to one thing, oldest first."""
    return tuple(view_event(row) for row in Event.objects.filter(subject=str(subject)).order_by("seq"))


def events_for(taxpayer: Ref, prefix: str = "", *, limit: int = 100) -> tuple[EventView, ...]:
    """Give the latest events about one taxpayer whose name starts so, newest first."""
    rows = Event.objects.filter(taxpayer=str(taxpayer), name__startswith=prefix).order_by("-seq")[:limit]
    return tuple(view_event(row) for row in rows)


def events_named(name: str) -> Iterator[EventView]:
    """Go through all events of one name, oldest first, without holding them all."""
    after = 0
    while rows := list(Event.objects.filter(name=name, seq__gt=after).order_by("seq")[:PAGE]):
        yield from map(view_event, rows)
        after = rows[-1].seq


def latest_checkpoint() -> CheckpointView | None:
    """Give the newest signed state of the log."""
    row = Checkpoint.objects.order_by("-size").first()
    return None if row is None else view_checkpoint(row)


def get_proof(event_id: str, *, size: int | None = None) -> Proof | None:
    """Prove an event against the checkpoint of that size, the newest by default.

    None while no such checkpoint covers the event: a proof is never promised
    before its checkpoint.
    """
    leaf = Leaf.objects.select_related("event").filter(event__id=event_id).first()
    checkpoints = Checkpoint.objects.all() if size is None else Checkpoint.objects.filter(size=size)
    checkpoint = checkpoints.order_by("-size").first()
    if leaf is None or checkpoint is None or leaf.index >= checkpoint.size:
        return None
    read = reader(merkle.inclusion_spans(leaf.index, checkpoint.size))
    path = merkle.inclusion_proof(leaf.index, checkpoint.size, read)
    return Proof(view_event(leaf.event).canonical(), bytes(leaf.event.salt), leaf.index, path, checkpoint.note)


def logged(event_id: str) -> Logged | None:
    """Tell when an event came under a signed checkpoint, and at which place; None while it waits."""
    index = Leaf.objects.filter(event__id=event_id).values_list("index", flat=True).first()
    head = None if index is None else Checkpoint.objects.filter(size__gt=index).order_by("size").first()
    return None if index is None or head is None else Logged(index, head.at)


def consistency(old_size: int, new_size: int) -> tuple[bytes, ...] | None:
    """Prove that the log of `old_size` leaves is the start of that of `new_size`.

    None when these are not sizes, in this order, of the log as it stands.
    """
    if not 0 < old_size <= new_size <= leaf_count():
        return None
    return merkle.consistency_proof(old_size, new_size, reader(merkle.consistency_spans(old_size, new_size)))
