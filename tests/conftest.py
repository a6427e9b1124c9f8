"""What every test stands on: a data folder of its own, a clock that stands still, a seeded die."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest


# Before Django reads its settings: keys, archive and SQLite file never touch ./data.
os.environ["ZHISHUI_DATA"] = tempfile.mkdtemp(prefix="zhishui-test-")
os.environ.setdefault("ZHISHUI_WORKER", "0")


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
