"""What every test stands on: a data folder of its own, a clock that stands still, a seeded die."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest


class StandingClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return (self.moment + timedelta(hours=8)).date()

    def advance(self, **parts: float) -> datetime:
        self.moment += timedelta(**parts)
        return self.moment


class SeededChance:
    """Randomness that one number replays."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def token(self, size: int) -> bytes:
        return self.random.randbytes(size)

    def new_id(self, at: datetime) -> str:
        bits = int(at.timestamp() * 1000) << 80 | 7 << 76 | self.random.getrandbits(12) << 64
        text = f"{bits | 2 << 62 | self.random.getrandbits(62):032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)  # 12:00 in China on the demo day


@pytest.fixture(autouse=True)
def bound_clock() -> Iterator[StandingClock]:
    """Bind a standing clock and seeded chance for each test."""
    from zhishui.kernel import ports

    clock = StandingClock(NOON)
    before = dict(ports._bound)
    ports.bind(clock=clock, chance=SeededChance(20260316))
    yield clock
    ports._bound.update(before)


@pytest.fixture
def data_folder(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """Give this test keys and an archive of its own."""
    settings.ZHISHUI_DATA = tmp_path
    settings.ZHISHUI_KEYS = tmp_path / "keys"
    settings.ZHISHUI_ARCHIVE = tmp_path / "archive"
    return tmp_path


@pytest.fixture
def keys_bound(data_folder: Path) -> None:
    """Bind freshly made demo keys for this test."""
    from zhishui.filing.signing import keys

    before = list(keys._bound)
    keys.bind(_test_keys(data_folder))
    yield
    keys._bound[:] = before


def _test_keys(folder: Path):
    """Make keys once per run and copy them: key generation would be most of a test's time."""
    import shutil

    from zhishui.filing.signing import keys

    made = Path(os.environ["ZHISHUI_DATA"]) / "test-keys"
    keys.load_or_create(made)
    if not (folder / "keys").exists():
        shutil.copytree(made, folder / "keys")
    return keys.load_or_create(folder / "keys")


@pytest.fixture
def city(db: None, keys_bound: None, tmp_path: Path) -> None:
    """Load the six personas and a handful of neighbours through the real import."""
    from zhishui.doors.cli import demo

    demo.load(people=20, folder=tmp_path / "drop", at=NOON)


@pytest.fixture
def acting(city: None):
    """Give `acting("chenjing")`: the standing of a persona for itself."""
    from zhishui.doors.cli.ready import acting_as

    return acting_as


@pytest.fixture
def turn(city: None, bound_clock: StandingClock):
    """Give `turn()`: let the worker do all that waits."""
    from zhishui.config import worker

    def all_of_it() -> None:
        for _ in range(20):
            if worker.turn() == 0:
                return
        raise AssertionError("the worker never comes to rest")

    return all_of_it
