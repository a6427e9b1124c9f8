"""Can the recorder and the replay tell a database that keeps its word from one that does not?"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from faults import replay
from faults.recording import Event, Recording, record


SEED = 20260316


def stand_in(folder: Path, synchronous: str) -> Recording:
    database, log = folder / "standin.sqlite3", folder / "client.log"
    command = [sys.executable, str(Path(__file__).with_name("standin.py")), str(database), str(log), synchronous]
    return record(command, database=database, log=log, environment=dict(os.environ))


def lost(database: Path, log: list[dict[str, Any]]) -> list[str]:
    try:
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return ["corrupt"]
            known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'filed'").fetchone()
            rows = dict(connection.execute("SELECT key, body FROM filed")) if known else {}
    except sqlite3.DatabaseError:
        return ["corrupt"]
    return [line["key"] for line in log if hashlib.sha256(rows.get(line["key"], b"")).hexdigest() != line["answer"]]


def losing_states(recording: Recording, states: int, *, lying: bool = False) -> int:
    count = 0
    for disk, _, loss, chance in replay.crashes(recording, states, SEED, lying=lying):
        with TemporaryDirectory(prefix="zs-power-") as folder:
            count += bool(lost(disk.write(Path(folder), loss, chance), disk.log))
    return count


def test_full_loses_nothing_when_the_power_goes(tmp_path: Path, size: Callable[..., int]) -> None:
    recording = stand_in(tmp_path, "FULL")
    assert recording.acknowledged == 400
    # 400 rows are more than the 1,000 pages after which SQLite moves the log into the database.
    assert sum(event.op == "S" for event in recording.events) > 400
    assert losing_states(recording, size(gate=200, full=2_000, seed=SEED)) == 0


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_weaker_setting_is_caught(tmp_path: Path, size: Callable[..., int], synchronous: str) -> None:
    states = size(gate=100, full=1_000, seed=SEED)
    count = losing_states(stand_in(tmp_path, synchronous), states)
    print(f"synchronous={synchronous}: {count} of {states} states lost acknowledged rows")
    assert count > states // 4


def test_a_disk_that_lies_about_syncing_is_caught(tmp_path: Path) -> None:
    assert losing_states(stand_in(tmp_path, "FULL"), 100, lying=True) > 25


def test_a_torn_write_keeps_or_loses_whole_sectors() -> None:
    file = replay.File(bytearray(b"\x00" * 4096), [Event("W", 3, 100, b"\x01" * 3000)])
    seen = {bytes(file.after("torn", Random(seed))) for seed in range(50)}
    assert len(seen) > 10
    for content in seen:
        for sector in replay.sectors(file.pending[0]):
            part = content[sector.offset : sector.offset + len(sector.data)]
            assert part in (bytes(len(part)), sector.data)


def test_what_was_synced_stays() -> None:
    file = replay.File(bytearray(), [Event("W", 3, 0, b"abc"), Event("T", 3, 2, b"")])
    file.sync()
    assert {bytes(file.after(loss, Random(1))) for loss in replay.LOSSES} == {b"ab"}
