"""Would the judge of the fault tests see it? Every promise is broken by hand, and must be found broken."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pymerkle import InmemoryTree

from faults import history, loghistory
from faults.installation import Installation, fresh


PEOPLE = 40
FILINGS = 12
FIRST = "(SELECT min(id) FROM cases_submission)"
EVENT = f"(SELECT seq FROM journal_event WHERE id = (SELECT event FROM cases_submission WHERE id = {FIRST}))"
ENTRY = "(SELECT min(entry_id) FROM ledger_line)"
FORGET = (
    f"DELETE FROM cases_idempotencykey WHERE submission_id = {FIRST}",
    f"UPDATE cases_draft SET closed_at = NULL WHERE id = (SELECT draft_id FROM cases_submission WHERE id = {FIRST})",
)
HARM = {
    "a filing is gone": ("I1", (*FORGET, f"DELETE FROM cases_submission WHERE id = {FIRST}")),
    "its content changed": (
        "I1",
        (f"UPDATE cases_submission SET snapshot = CAST(snapshot || ' ' AS BLOB) WHERE id = {FIRST}",),
    ),
    "its hash changed": ("I1", (f"UPDATE cases_submission SET snapshot_sha256 = 'ff' WHERE id = {FIRST}",)),
    "its key was never sent": ("I2", (f"UPDATE cases_idempotencykey SET key = 'x' WHERE submission_id = {FIRST}",)),
    "a line of the book is gone": ("I3", ("DELETE FROM ledger_line WHERE id = (SELECT min(id) FROM ledger_line)",)),
    "a fen more is owed": (
        "I3",
        (f"UPDATE ledger_line SET debit_fen = debit_fen + 1 WHERE entry_id = {ENTRY} AND debit_fen > 0",),
    ),
    "both sides are doubled": (
        "I3",
        (f"UPDATE ledger_line SET debit_fen = 2 * debit_fen, credit_fen = 2 * credit_fen WHERE entry_id = {ENTRY}",),
    ),
    "a booking is gone": (
        "I3",
        (f"DELETE FROM ledger_entry WHERE id = {ENTRY}", f"DELETE FROM ledger_line WHERE entry_id = {ENTRY}"),
    ),
    "the key is gone": ("I4", FORGET[:1]),
    "the draft is open": ("I4", FORGET[1:]),
    "the event is about another case": (
        "I4",
        (f"UPDATE journal_event SET subject = 'filing.case:x' WHERE seq = {EVENT}",),
    ),
    "an event too many": ("I4", ("UPDATE journal_event SET name = 'filing.case.submitted' WHERE seq = 1",)),
    "an event's words changed": (
        "I5",
        (f"UPDATE journal_event SET data = replace(data, '2025', '2024') WHERE seq = {EVENT}",),
    ),
    "an event is logged twice": ("I5", ("INSERT INTO journal_waiting VALUES (1)",)),
    "a leaf is gone": ("I5", ('DELETE FROM journal_leaf WHERE "index" = 3',)),
    "a leaf changed": ("I5", ('UPDATE journal_leaf SET hash = zeroblob(32) WHERE "index" = 3',)),
    "a node changed": ("I5", ("UPDATE journal_node SET hash = zeroblob(32) WHERE id = 1",)),
    "a head that a client keeps is gone": ("I5", ("DELETE FROM journal_checkpoint",)),
    "a head was signed anew": ("I5", ("UPDATE journal_checkpoint SET root = zeroblob(32)",)),
    "the kept answer changed": (
        "I6",
        (f"UPDATE cases_idempotencykey SET answer = CAST(answer || ' ' AS BLOB) WHERE submission_id = {FIRST}",),
    ),
    "a row without its parent": (
        "I8",
        ("UPDATE cases_answer SET draft_id = 'x' WHERE id = (SELECT min(id) FROM cases_answer)",),
    ),
}


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = fresh(tmp_path_factory.mktemp("judge"), PEOPLE)
    installation.run("-m", "faults.runner", str(installation.log_file), str(FILINGS))
    return installation


def harmed(filed: Installation, folder: Path, statements: tuple[str, ...]) -> Path:
    """Copy the database and do what no verb would do, with every guard lifted."""
    database = Path(shutil.copy(filed.database, folder))
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        for statement in statements:
            assert db.execute(statement).rowcount > 0, statement
    return database


def promises(database: Path, log: list[dict[str, Any]]) -> set[str]:
    return {broken.promise for broken in history.check(database, log)}


def test_what_is_whole_passes(filed: Installation) -> None:
    assert history.check(filed.database, filed.log) == []
    assert {line["op"] for line in filed.log} == {"invoke", "ok", "checkpoint"}


@pytest.mark.parametrize("harm", HARM)
def test_harm_is_seen(filed: Installation, tmp_path: Path, harm: str) -> None:
    promise, statements = HARM[harm]
    assert promise in promises(harmed(filed, tmp_path, statements), filed.log)


def test_a_broken_page_is_seen(filed: Installation, tmp_path: Path) -> None:
    content = bytearray(filed.database.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page] ^= 0xFF  # the page's type
    (tmp_path / "broken.sqlite3").write_bytes(content)
    assert promises(tmp_path / "broken.sqlite3", filed.log) == {"I8"}


def test_what_the_log_says_is_believed(filed: Installation) -> None:
    ok = next(line for line in filed.log if line["op"] == "ok")
    unsent = [line for line in filed.log if line.get("key") != ok["key"]]
    assert promises(filed.database, unsent) == {"I2"}
    assert promises(filed.database, [*filed.log, {**ok, "answer": "00"}]) == {"I6"}
    assert promises(filed.database, [*filed.log, {**ok, "case": "another"}]) == {"I1"}
    unknown = [{**line, "op": "info"} if line == ok else line for line in filed.log]
    assert promises(filed.database, unknown) == set()
    refused = [{**line, "op": "fail"} if line == ok else line for line in filed.log]
    assert promises(filed.database, refused) == {"I2"}
    forked = [*filed.log, {"op": "checkpoint", "size": 7, "root": "00" * 32}]
    assert promises(filed.database, forked) == {"I5"}


def test_the_judges_tree_is_pymerkles() -> None:
    oracle, chance = InmemoryTree(algorithm="sha256"), Random(7)
    entries = [chance.randbytes(32) for _ in range(70)]
    for entry in entries:
        oracle.append_entry(entry)
    leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
    roots, _ = loghistory.heads(leaves, range(1, 71))
    assert roots == {size: oracle.get_root(size) for size in range(1, 71)}
