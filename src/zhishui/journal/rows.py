"""What do the tables hold, as values? The app's own reading of its rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db.models import Q

from zhishui.journal import merkle
from zhishui.journal.models import Checkpoint, Event, Leaf, Node
from zhishui.journal.types import CheckpointView, EventView
from zhishui.kernel import Ref


def view_event(row: Event) -> EventView:
    """Read a row; ValueError when somebody bent it."""
    return EventView(
        seq=row.seq,
        id=row.id,
        name=row.name,
        at=row.at,
        actor=Ref.parse(row.actor),
        taxpayer=Ref.parse(row.taxpayer) if row.taxpayer else None,
        under=row.under,
        subject=Ref.parse(row.subject),
        data=json.loads(row.data),
    )


def view_checkpoint(row: Checkpoint) -> CheckpointView:
    """Read a row."""
    return CheckpointView(size=row.size, root=bytes(row.root), at=row.at, note=row.note)


def leaf_count() -> int:
    """Give the number of leaves; their indexes have no gaps."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def root_at(size: int) -> bytes:
    """Give the root of the first `size` leaves from stored hashes; KeyError if one is missing."""
    return merkle.root(size, reader([(0, size)]))


def reader(spans: Sequence[merkle.Span]) -> merkle.Read:
    """Fetch all hashes that `spans` need, in at most two queries."""
    return hashes(merkle.places(spans)).__getitem__


def hashes(places: Iterable[merkle.Place]) -> dict[merkle.Place, bytes]:
    """Give the stored hashes at those places; missing ones are left out."""
    leaves: list[int] = []
    inner = Q()
    for level, index in places:
        if level:
            inner |= Q(level=level, index=index)
        else:
            leaves.append(index)
    found = {(0, index): bytes(digest) for index, digest in _leaves(leaves)}
    return found | (nodes(inner) if inner else {})


def nodes(where: Q) -> dict[merkle.Place, bytes]:
    """Give the stored inner nodes that satisfy `where`."""
    rows = Node.objects.filter(where).values_list("level", "index", "hash")
    return {(level, index): bytes(digest) for level, index, digest in rows}


def _leaves(indexes: list[int]) -> Iterable[tuple[int, bytes | memoryview]]:
    return Leaf.objects.filter(index__in=indexes).values_list("index", "hash") if indexes else ()
