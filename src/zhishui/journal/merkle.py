"""Is this entry in the log, and has the log only ever grown?

The hash tree of RFC 6962 / RFC 9162 section 2.1, kept as the hashes of complete
subtrees. A `Place` is one complete subtree: (level, index) covers the leaves
[index * 2^level, (index + 1) * 2^level). Complete subtrees never change, so a
root or a proof at any past size needs only a handful of stored hashes.

Pure functions; the caller says with `read` how to fetch the hash at a place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias


Place: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[int, int]
Read: TypeAlias = Callable[[Place], bytes]

HASH_SIZE = 32
MAX_SIZE = 2**62
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry; the prefix keeps a leaf from passing as an inner node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(width: int) -> int:
    """Give the largest power of two below `width` (at least 2)."""
    return 1 << (width - 1).bit_length() - 1


def cover(span: Span) -> tuple[Place, ...]:
    """Name the complete subtrees that make up [begin, end), left to right."""
    begin, end = span
    places = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        places.append((level, begin >> level))
        begin += 1 << level
    return tuple(places)


def span_hash(span: Span, read: Read) -> bytes:
    """Hash the leaves of one span of the recursion, MTH(D[begin:end])."""
    *left, last = cover(span)
    digest = read(last)
    for place in reversed(left):
        digest = node_hash(read(place), digest)
    return digest


def root(size: int, read: Read) -> bytes:
    """Give the root of the first `size` leaves."""
    return span_hash((0, size), read) if size else EMPTY_ROOT


def grown(size: int, leaves: Sequence[bytes], read: Read) -> list[tuple[Place, bytes]]:
    """Give the inner nodes that `leaves`, appended at `size`, complete.

    `read` is asked only for the peaks of the tree before; it need not know the
    new leaves.
    """
    fresh: list[tuple[Place, bytes]] = []
    peaks = [(place, read(place)) for place in cover((0, size))]
    for index, digest in enumerate(leaves, start=size):
        peaks.append(((0, index), digest))
        while len(peaks) > 1 and peaks[-1][0][0] == peaks[-2][0][0]:
            (_, right), ((level, at), left) = peaks.pop(), peaks.pop()
            fresh.append(((level + 1, at >> 1), node_hash(left, right)))
            peaks.append(fresh[-1])
    return fresh


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """Name the spans whose hashes prove that leaf `index` is among `size`, lowest first."""
    if not 0 <= index < size:
        raise ValueError((index, size))
    spans = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((begin, middle))
            begin = middle
    return tuple(reversed(spans))


def consistency_spans(old: int, size: int) -> tuple[Span, ...]:
    """Name the spans whose hashes prove that `old` leaves are the start of `size`."""
    if not 0 < old <= size:
        raise ValueError((old, size))
    spans = []
    begin, end = 0, size
    while end != old:
        middle = begin + split(end - begin)
        if old <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((begin, middle))
            begin = middle
    # When the walk never turned right, the verifier holds this hash already: the old root.
    if begin:
        spans.append((begin, end))
    return tuple(reversed(spans))


def inclusion_proof(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Give the audit path of leaf `index` in the tree of `size` leaves."""
    return tuple(span_hash(span, read) for span in inclusion_spans(index, size))


def consistency_proof(old: int, size: int, read: Read) -> tuple[bytes, ...]:
    """Give the proof that the tree of `old` leaves is a prefix of that of `size`."""
    return tuple(span_hash(span, read) for span in consistency_spans(old, size))


def verify_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `path` proves the leaf hash at `index` under `root`.

    `size` and `root` must come from one signed head: the path alone does not
    bind the size. Anything malformed is a plain no: a verifier that raises on some forgeries
    invites a caller who catches and goes on.
    """
    if not (_is_size(size) and _is_size(index) and index < size and _are_hashes((leaf, root, *path))):
        return False
    spans = inclusion_spans(index, size)
    if len(path) != len(spans):
        return False
    digest = leaf
    for (begin, _), sibling in zip(spans, path, strict=True):
        digest = node_hash(sibling, digest) if begin < index else node_hash(digest, sibling)
    return digest == root


def verify_consistency(*, old: int, size: int, path: Sequence[bytes], old_root: bytes, root: bytes) -> bool:
    """Tell whether `path` proves that the log under `old_root` is a prefix of that under `root`.

    An empty log is a prefix of every log, so `old` = 0 proves nothing and is refused.
    """
    if not (_is_size(size) and _is_size(old) and 0 < old <= size and _are_hashes((old_root, root, *path))):
        return False
    spans = consistency_spans(old, size)
    if len(path) != len(spans):
        return False
    steps = zip(spans, path, strict=True)
    first = next(steps)[1] if _starts_inside(spans, old) else old_root
    before = after = first
    for (begin, _), sibling in steps:
        if begin < old:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
        else:
            after = node_hash(after, sibling)
    return before == old_root and after == root


def _starts_inside(spans: Sequence[Span], old: int) -> bool:
    return bool(spans) and spans[0][1] == old


def _is_size(value: object) -> bool:
    return type(value) is int and 0 <= value <= MAX_SIZE


def _are_hashes(values: Sequence[object]) -> bool:
    return all(type(value) is bytes and len(value) == HASH_SIZE for value in values)


def places(spans: Sequence[Span]) -> Iterator[Place]:
    """Name every stored hash that `spans` need, for one fetch."""
    for span in spans:
        yield from cover(span)
