"""What the world outside gives us: time, chance, identity of new things.

Below the doors nothing reads a clock or rolls a die; what is needed is bound
once by `config` and handed in, so that one seed replays a run.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol, cast


class Clock(Protocol):
    """The time the service lives in; a demo lives on its own date."""

    def now(self) -> datetime:
        """Give the moment, aware, in UTC."""

    def today(self) -> date:
        """Give the day in China Standard Time."""


class Chance(Protocol):
    """Randomness and new names."""

    def token(self, size: int) -> bytes:
        """Give `size` unguessable bytes."""

    def new_id(self, at: datetime) -> str:
        """Give a UUIDv7 whose time is `at`."""


_bound: dict[str, Clock | Chance] = {}


def bind(*, clock: Clock, chance: Chance) -> None:
    """Say once, at the composition root, where time and chance come from."""
    _bound.update(clock=clock, chance=chance)


def clock() -> Clock:
    """Give the bound clock. Called by doors and workers only; rooms take `at=`."""
    return cast("Clock", _bound["clock"])


def chance() -> Chance:
    """Give the bound source of new names and salts."""
    return cast("Chance", _bound["chance"])
