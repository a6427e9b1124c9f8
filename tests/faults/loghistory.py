"""Is the journal's log one that only ever grew? Recomputed from the events alone.

A small second implementation of RFC 6962's tree; a test holds it against pymerkle.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


Place = tuple[int, int]

COLUMNS = ("id", "name", "at", "actor", "taxpayer", "under", "subject", "data")


def contradictions(db: sqlite3.Connection, log: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Name whatever in the tables, or in what clients keep, does not follow from the events."""
    names = ", ".join(f'e."{column}"' for column in COLUMNS)
    rows = db.execute(
        f'SELECT e.seq, l."index", l.hash, w.event_id, e.salt, {names} FROM journal_event e'
        " LEFT JOIN journal_leaf l ON l.event_id = e.seq LEFT JOIN journal_waiting w ON w.event_id = e.seq"
    ).fetchall()
    yield from (
        f"event {row[0]} is neither or both of waiting and logged"
        for row in rows
        if (row[1] is None) == (row[3] is None)
    )
    logged = sorted((row[1], row) for row in rows if row[1] is not None)
    if [index for index, _ in logged] != list(range(len(logged))):
        yield "the leaves have gaps"
        return
    leaves = [leaf(row[4], row[5:]) for _, row in logged]
    yield from (
        f"leaf {index} is not its event's"
        for (index, row), hashed in zip(logged, leaves, strict=True)
        if row[2] != hashed
    )
    yield from _stored(db, leaves)
    yield from _kept(db, leaves, log)


def leaf(salt: bytes, event: tuple[str, ...]) -> bytes:
    """Hash an event the way its log entry is defined: salted commitment, then RFC 6962's leaf."""
    said: dict[str, Any] = {"v": 1, **dict(zip(COLUMNS, event, strict=True))}
    day, _, clock = said["at"].partition(" ")
    whole, _, part = clock.partition(".")
    said["at"] = f"{day}T{whole}.{part:0<6}Z"
    said["taxpayer"] = said["taxpayer"] or None
    said["data"] = json.loads(said["data"])
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(b"\x00" + hashlib.sha256(salt + text).digest()).digest()


def _stored(db: sqlite3.Connection, leaves: list[bytes]) -> Iterator[str]:
    stored = {
        (level, index): hashed for level, index, hashed in db.execute('SELECT level, "index", hash FROM journal_node')
    }
    _, nodes = heads(leaves, ())
    if stored != nodes:
        yield f"{len(stored.items() ^ nodes.items())} inner nodes differ from the leaves"


def _kept(db: sqlite3.Connection, leaves: list[bytes], log: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Hold every head, in the table or in a client's hands, against the tree of today."""
    rows = {size: (root, note) for size, root, note in db.execute("SELECT size, root, note FROM journal_checkpoint")}
    seen = {line["size"]: bytes.fromhex(line["root"]) for line in log if line["op"] == "checkpoint"}
    roots, _ = heads(leaves, {*rows, *seen})
    for size, (root, note) in rows.items():
        if roots.get(size) != root or note.splitlines()[1:3] != [str(size), base64.b64encode(root).decode()]:
            yield f"checkpoint {size} in the table is not of this tree"
    for size, root in seen.items():
        if size not in rows or roots.get(size) != root:
            yield f"checkpoint {size}, which a client keeps, is gone or of another tree"


def heads(leaves: Iterable[bytes], sizes: Iterable[int]) -> tuple[dict[int, bytes], dict[Place, bytes]]:
    """Grow the tree leaf by leaf; give its root at each of `sizes`, and every complete inner node."""
    wanted, roots, nodes = set(sizes), {}, {}
    peaks: list[tuple[int, bytes]] = []
    for size, hashed in enumerate(leaves, start=1):
        peaks.append((0, hashed))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (_, right), (level, left) = peaks.pop(), peaks.pop()
            peaks.append((level + 1, _pair(left, right)))
            nodes[level + 1, (size - 1) >> (level + 1)] = peaks[-1][1]
        if size in wanted:
            roots[size] = _fold(peaks)
    return roots, nodes


def _fold(peaks: list[tuple[int, bytes]]) -> bytes:
    root = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        root = _pair(left, root)
    return root


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
