"""Do all records of the log still agree with one another, and with what others have kept?

Everything is computed anew from the events; stored hashes are only compared.
Whoever rewrites tables and hashes alike still contradicts the signed
checkpoints, and whoever cuts the log or restores an old copy contradicts the
checkpoints that receipts and terminals carry (`witnessed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Q

from zhishui.journal import append_only, merkle, rows
from zhishui.journal.models import Checkpoint, Event, Leaf, Node, Waiting
from zhishui.journal.note import Head, NoteError, VerifierKey, read_note
from zhishui.journal.proof import event_leaf
from zhishui.journal.types import SALT_SIZE, BadRecord, LogReport
from zhishui.kernel import canonical_json, refuse


CHUNK = 1024


class _Bad(Exception):  # noqa: N818  a finding on its way up, not a fault in our code
    def __init__(self, table: str, record: object, why: str) -> None:
        super().__init__(why)
        self.record = BadRecord(table, str(record), why)


@dataclass
class _Walk:
    """The log as recomputed so far: `known` holds the subtrees whose hash we worked out."""

    keys: Sequence[VerifierKey]
    witnessed: Mapping[int, tuple[Head, ...]]
    known: dict[merkle.Place, bytes] = field(default_factory=dict)
    leaves: int = 0
    nodes: int = 0
    checkpoints: int = 0


def verify_log(keys: Iterable[VerifierKey], witnessed: Iterable[str] = ()) -> LogReport:
    """Check everything and name the first bad record.

    `keys` are the log's keys past and present; `witnessed` are checkpoint notes
    that someone else kept.
    """
    trusted = tuple(keys)
    walk = _Walk(trusted, _by_size(_read_witness(note, trusted) for note in witnessed))
    report = LogReport(0, 0, 0, sum(map(len, walk.witnessed.values())), Waiting.objects.count(), None)
    bad = None
    try:
        _check_all(walk)
    except _Bad as finding:
        bad = finding.record
    return replace(report, leaves=walk.leaves, nodes=walk.nodes, checkpoints=walk.checkpoints, bad=bad)


def _check_all(walk: _Walk) -> None:
    for chunk in _chunks():
        _check_chunk(walk, chunk)
    _check_ends(walk)
    _check_counts(walk)


def _chunks() -> Iterator[list[Leaf]]:
    start = 0
    while chunk := list(Leaf.objects.select_related("event").filter(index__gte=start).order_by("index")[:CHUNK]):
        yield chunk
        start = chunk[-1].index + 1


def _check_chunk(walk: _Walk, chunk: list[Leaf]) -> None:
    end = walk.leaves + len(chunk)
    stored = rows.nodes(_completed(walk.leaves, end))
    signed = Checkpoint.objects.in_bulk(range(walk.leaves + 1, end + 1))
    for leaf in chunk:
        _check_leaf(walk, leaf, stored)
        walk.leaves += 1
        _check_promises(walk, signed.get(walk.leaves))
    peaks = set(merkle.cover((0, walk.leaves)))
    walk.known = {place: digest for place, digest in walk.known.items() if place in peaks}


def _completed(start: int, end: int) -> Q:
    """Name the inner nodes that the leaves [start, end) complete."""
    where = Q()
    for level in range(1, end.bit_length()):
        where |= Q(level=level, index__gte=start >> level, index__lt=end >> level)
    return where or Q(pk=None)


def _check_leaf(walk: _Walk, leaf: Leaf, stored: Mapping[merkle.Place, bytes]) -> None:
    if leaf.index != walk.leaves:
        raise _Bad("leaf", walk.leaves, "这条缺失")
    digest = _recompute(leaf.event)
    if digest != bytes(leaf.hash):
        raise _Bad("event", leaf.event.id, f"与第 {leaf.index} 片叶子不符")
    walk.known[(0, leaf.index)] = digest
    for place, expected in merkle.grown(leaf.index, [digest], walk.known.__getitem__):
        if stored.get(place) != expected:
            raise _Bad("node", f"{place[0]}/{place[1]}", "与下面的叶子不符")
        walk.known[place] = expected
        walk.nodes += 1


def _recompute(event: Event) -> bytes:
    try:
        view = rows.view_event(event)
        text, canonical = canonical_json(dict(view.data)).decode(), view.canonical()
    except (ValueError, TypeError) as error:
        raise _Bad("event", event.id, "读不懂") from error
    if text != event.data or len(bytes(event.salt)) != SALT_SIZE:
        raise _Bad("event", event.id, "不是当初写下的样子")
    return event_leaf(bytes(event.salt), canonical)


def _check_promises(walk: _Walk, row: Checkpoint | None) -> None:
    heads = walk.witnessed.get(walk.leaves, ())
    if row is None and not heads:
        return
    root = merkle.root(walk.leaves, walk.known.__getitem__)
    if row is not None:
        head = _read(row.note, walk.keys)
        if head is None or (head.size, head.root, bytes(row.root)) != (row.size, root, root):
            raise _Bad("checkpoint", row.size, "签名与叶子不符")
        walk.checkpoints += 1
    if any(head.root != root for head in heads):
        raise _Bad("witness", walk.leaves, "签发这个检查点之后日志被改写")


def _check_ends(walk: _Walk) -> None:
    """Find a log that is shorter than what was signed."""
    longer = Checkpoint.objects.exclude(size__gte=1, size__lte=walk.leaves).order_by("size").first()
    if longer is not None:
        raise _Bad("checkpoint", longer.size, "签过的条数比现有的多")
    for size in sorted(walk.witnessed):
        if not 0 < size <= walk.leaves:
            raise _Bad("witness", size, "日志被截短，或恢复了旧备份")


def _check_counts(walk: _Walk) -> None:
    """Find what lies beside the walk: rows that belong to no leaf, or lost triggers."""
    if Leaf.objects.count() != walk.leaves:
        raise _Bad("leaf", "?", "有不属于日志的行")
    if Node.objects.count() != walk.nodes:
        raise _Bad("node", "?", "有不属于日志的行")
    lost = Event.objects.filter(leaf=None, waiting=None).order_by("seq").first()
    if lost is not None:
        raise _Bad("event", lost.id, "既不在日志里，也不在等待")
    doubled = Waiting.objects.exclude(event__leaf=None).first()
    if doubled is not None:
        raise _Bad("waiting", doubled.pk, "已在日志里，却还在等待")
    if missing := append_only.unguarded(connection):
        raise _Bad("trigger", missing[0], "触发器缺失")


def _by_size(heads: Iterable[Head]) -> dict[int, tuple[Head, ...]]:
    grouped: dict[int, tuple[Head, ...]] = {}
    for head in heads:
        grouped[head.size] = (*grouped.get(head.size, ()), head)
    return grouped


def _read_witness(note: str, keys: Sequence[VerifierKey]) -> Head:
    head = _read(note, keys)
    if head is None:
        raise refuse("witness-unreadable", "这份检查点不是本日志签发的，请核对文件。", field="witness")
    return head


def _read(note: str, keys: Sequence[VerifierKey]) -> Head | None:
    for key in keys:
        try:
            return read_note(note, key)
        except NoteError:
            continue
    return None
