"""Does the database hold exactly what its clients were told, and nothing else?

The judge of every fault test. It reads the client's own log and the database's
tables by plain SQL, never through the product's code: what it says must not
depend on what it judges.

The log is a list of lines: invoke (key, draft), ok (key, case, snapshot, answer),
info (key: no answer came, it may or may not have happened), fail (key, code:
refused), checkpoint (size, root: a signed head of the log somebody keeps).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from faults import loghistory


Line = Mapping[str, Any]

SUBMITTED = "filing.case.submitted"
SETTLEMENT = "settle.settlement"  # whether the law has the year settled at all
BALANCE = "settle.balance"  # and the amount that is then booked


@dataclass(frozen=True, slots=True)
class Broken:
    """One promise not kept: I1 lost, I2 invented, I3 ledger, I4 halves, I5 log, I6 other answer, I8 corrupt."""

    promise: str
    words: str


@dataclass(frozen=True, slots=True)
class Filed:
    """One submission as its row says, with the key it came under."""

    case: str
    draft: str
    key: str
    sha256: str
    answer: str
    event: str
    amends: str | None
    snapshot: bytes


def check(database: Path, log: Iterable[Line]) -> list[Broken]:
    """Open the database as after a restart, and give every promise that is broken."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            return list(_check(connection, list(log)))
    except sqlite3.DatabaseError as error:
        return [Broken("I8", str(error))]


def _check(db: sqlite3.Connection, log: list[Line]) -> Iterator[Broken]:
    for pragma in ("integrity_check", "foreign_key_check"):
        rows = db.execute(f"PRAGMA {pragma}").fetchall()
        if rows not in ([], [("ok",)]):
            yield Broken("I8", f"{pragma}: {rows[:3]}")
    filed = list(_filed(db))
    yield from _acknowledged(filed, log)
    yield from _nothing_else(filed, log)
    yield from _ledger(db, filed)
    yield from _halves(db, filed)
    yield from (Broken("I5", words) for words in loghistory.contradictions(db, log))
    yield from _same_answer(filed, log)


def _filed(db: sqlite3.Connection) -> Iterator[Filed]:
    rows = db.execute(
        "SELECT s.id, s.draft_id, k.key, s.snapshot_sha256, k.answer, s.event, s.amends_id, s.snapshot"
        " FROM cases_submission s LEFT JOIN cases_idempotencykey k ON k.submission_id = s.id"
    )
    for case, draft, key, sha256, answer, event, amends, snapshot in rows:
        yield Filed(case, draft, key or "", sha256, digest(answer or b""), event, amends, snapshot)


def digest(content: bytes) -> str:
    """Write a hash the way the log does."""
    return hashlib.sha256(content).hexdigest()


def _acknowledged(filed: list[Filed], log: list[Line]) -> Iterator[Broken]:
    """I1: what was acknowledged is there once, with the content that was acknowledged."""
    by_key: dict[str, list[Filed]] = defaultdict(list)
    for row in filed:
        by_key[row.key].append(row)
        if digest(row.snapshot) != row.sha256:
            yield Broken("I1", f"{row.case}: the snapshot is not what its hash says")
    for key, line in {line["key"]: line for line in log if line["op"] == "ok"}.items():
        found = [(row.case, row.sha256) for row in by_key[key]]
        if found != [(line["case"], line["snapshot"])]:
            yield Broken("I1", f"key {key}: acknowledged {line['case']}, found {found}")


def _nothing_else(filed: list[Filed], log: list[Line]) -> Iterator[Broken]:
    """I2: each submission was asked for, with this key and this draft, and was not refused."""
    asked = {(line["key"], line["draft"]) for line in log if line["op"] == "invoke"}
    answered = {line["key"] for line in log if line["op"] == "ok"}
    refused = {line["key"] for line in log if line["op"] == "fail"} - answered
    for row in filed:
        if (row.key, row.draft) not in asked:
            yield Broken("I2", f"{row.case}: nobody sent key {row.key!r} for draft {row.draft}")
        if row.key in refused:
            yield Broken("I2", f"{row.case}: key {row.key} was refused, yet it is there")
    for name in ("case", "draft", "key", "event"):
        for value, times in Counter(getattr(row, name) for row in filed).items():
            if times > 1:
                yield Broken("I2", f"{name} {value} is there {times} times")


def _ledger(db: sqlite3.Connection, filed: list[Filed]) -> Iterator[Broken]:
    """I3: debit equals credit in every entry, for every taxpayer and in total; each case has its amount booked."""
    books: dict[str, Counter[str]] = defaultdict(Counter)
    booked: Counter[str] = Counter()
    rows = db.execute(
        'SELECT e.id, e.taxpayer, e."case", l.account, l.debit_fen, l.credit_fen'
        " FROM ledger_entry e LEFT JOIN ledger_line l ON l.entry_id = e.id"
    )
    for entry, taxpayer, case, account, debit, credit in rows:
        if debit is None:
            yield Broken("I3", f"entry {entry} has no lines")
            continue
        books["entry"][entry] += debit - credit
        books["taxpayer"][taxpayer] += debit - credit
        booked[case] += (debit - credit) if account in ("due", "owed") else 0
    for kind, book in books.items():
        yield from (Broken("I3", f"{kind} {name} is out of balance by {fen} fen") for name, fen in book.items() if fen)
    yield from _amounts(booked, filed)


def _amounts(booked: Counter[str], filed: list[Filed]) -> Iterator[Broken]:
    """A case has the balance of its snapshot on the books; one that was amended has nothing left."""
    amended = {row.amends for row in filed if row.amends}
    for row in filed:
        due = 0 if row.case in amended else due_fen(row.snapshot)
        if booked.pop(row.case, 0) != due:
            yield Broken("I3", f"{row.case}: {due} fen due, but that is not what is booked")
    yield from (Broken("I3", f"{fen} fen booked for {case}, which is not there") for case, fen in booked.items())


@cache
def due_fen(snapshot: bytes) -> int:
    """Read out of a snapshot what is due (positive) or owed back, in fen; 0 where nothing is."""
    figures = {figure["name"]: figure["value"] for figure in json.loads(snapshot)["figures"]}
    if figures.get(SETTLEMENT) not in ("must_pay", "refund_optional"):
        return 0
    sign = -1 if figures[BALANCE].startswith("-") else 1
    yuan, _, fen = figures[BALANCE].lstrip("-").partition(".")
    return sign * (int(yuan) * 100 + int(f"{fen:0<2}"))


def _halves(db: sqlite3.Connection, filed: list[Filed]) -> Iterator[Broken]:
    """I4: a submission, its key, its closed draft and its journal event are there together or not at all."""
    events = dict(db.execute("SELECT id, subject FROM journal_event WHERE name = ?", (SUBMITTED,)))
    closed = {draft for (draft,) in db.execute("SELECT id FROM cases_draft WHERE closed_at IS NOT NULL")}
    keys = db.execute("SELECT count(*) FROM cases_idempotencykey").fetchone()[0]
    for row in filed:
        if not row.key:
            yield Broken("I4", f"{row.case} has no idempotency key")
        if not events.get(row.event, "").endswith(f":{row.case}"):
            yield Broken("I4", f"{row.case} has no journal event")
    for thing, count in (("keys", keys), ("events", len(events)), ("closed drafts", len(closed))):
        if count != len(filed):
            yield Broken("I4", f"{len(filed)} submissions, but {count} {thing}")
    yield from (Broken("I4", f"{row.case}: its draft is still open") for row in filed if row.draft not in closed)


def _same_answer(filed: list[Filed], log: list[Line]) -> Iterator[Broken]:
    """I6: every answer to one key is the same, byte for byte, and is the one that is kept."""
    kept = {row.key: row.answer for row in filed}
    answers: dict[str, set[str]] = defaultdict(set)
    for line in log:
        if line["op"] == "ok":
            answers[line["key"]].add(line["answer"])
    for key, given in answers.items():
        if key in kept and given != {kept[key]}:
            yield Broken("I6", f"key {key} was answered in {len(given)} ways, or not as it is kept")


def keys(database: Path) -> set[str]:
    """Give the idempotency keys under which something was kept."""
    with closing(sqlite3.connect(database)) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM cases_idempotencykey")}
