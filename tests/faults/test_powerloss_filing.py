"""Is an acknowledged return there when the power comes back, whatever the disk kept of the rest?"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from faults import history, replay
from faults.installation import fresh
from faults.recording import Recording, record


SEED = 20260316
PEOPLE = 40


def recorded(folder: Path, **environment: str) -> Recording:
    """File everybody's return through the counter, with every write and sync recorded."""
    installation = fresh(folder, PEOPLE)
    command = [sys.executable, "-m", "faults.runner", str(installation.log_file), str(PEOPLE)]
    recording = record(
        command,
        database=installation.database,
        log=installation.log_file,
        environment=installation.environment(**environment),
    )
    assert history.check(installation.database, installation.log) == []
    assert recording.acknowledged == PEOPLE
    return recording


def broken_states(recording: Recording, states: int, *, lying: bool = False) -> Counter[str]:
    """Restart from each state; count the states in which each promise is broken."""
    found: Counter[str] = Counter()
    started = time.monotonic()
    for disk, point, loss, chance in replay.crashes(recording, states, SEED, lying=lying):
        with TemporaryDirectory(prefix="zs-power-") as folder:
            broken = history.check(disk.write(Path(folder), loss, chance), disk.log)
        found.update({each.promise for each in broken})
        found["broken"] += bool(broken)
        if broken and not found["shown"]:
            found["shown"] = 1
            print(f"first: after {point} of {len(recording.events)} calls, {loss} kept: {broken[0]}")
    print(f"seed {SEED}, {states} states, {time.monotonic() - started:.1f} s: {dict(found)}")
    return found


def test_full_keeps_every_acknowledged_return(tmp_path: Path, size: Callable[..., int]) -> None:
    recording = recorded(tmp_path)
    assert broken_states(recording, size(gate=300, full=5_000, seed=SEED))["broken"] == 0


def test_normal_loses_returns_and_the_judge_sees_it(tmp_path: Path, size: Callable[..., int]) -> None:
    """The control: were the setting weakened, or the judge blind, this would pass and the one above mean nothing."""
    states = size(gate=60, full=1_000, seed=SEED)
    found = broken_states(recorded(tmp_path, DJANGO_SETTINGS_MODULE="faults.weak_settings"), states)
    assert found["I1"] > states // 4


def test_a_disk_that_lies_loses_returns(tmp_path: Path, size: Callable[..., int]) -> None:
    """No software survives a disk whose syncs do nothing; the replay must show it."""
    states = size(gate=40, full=400, seed=SEED)
    assert broken_states(recorded(tmp_path), states, lying=True)["I1"] > states // 4


def test_service_goes_on_after_the_power_came_back(tmp_path: Path, size: Callable[..., int]) -> None:
    """A recovered database is not only right but usable: the client sends every return again, under its old key."""
    recording = recorded(tmp_path / "first")
    for number, (disk, _, loss, chance) in enumerate(replay.crashes(recording, size(gate=4, full=40, seed=SEED), SEED)):
        again = fresh(tmp_path / str(number), PEOPLE)
        again.database.unlink()
        disk.write(again.folder, loss, Random(chance.random()))
        again.log_file.write_text("")
        again.run("-m", "faults.runner", str(again.log_file), str(PEOPLE))
        assert {line["op"] for line in again.log} <= {"invoke", "ok", "checkpoint", "quiet"}
        assert history.check(again.database, [*disk.log, *again.log]) == []
