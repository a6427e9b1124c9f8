"""Where do time and chance come from? The ports of this installation."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from zhishui.kernel import CHINA, local_day


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The machine's clock, moved by whole days: a demo lives on its own date.

    The hour stays the real one and the day goes on from where the process
    started, so moments never run backwards while it serves.
    """

    shift: timedelta = timedelta(0)

    @classmethod
    def starting_on(cls, day: date) -> ShiftedClock:
        """Give the clock whose day is `day` at this moment."""
        return cls(day - datetime.fromtimestamp(time.time(), CHINA).date())

    def now(self) -> datetime:
        """Give the moment in UTC."""
        return datetime.fromtimestamp(time.time(), UTC) + self.shift

    def today(self) -> date:
        """Give the day in China Standard Time."""
        return local_day(self.now())


class SystemChance:
    """The operating system's randomness."""

    def token(self, size: int) -> bytes:
        """Give `size` unguessable bytes."""
        return secrets.token_bytes(size)

    def new_id(self, at: datetime) -> str:
        """Give a UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance."""
        bits = int(at.timestamp() * 1000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
        text = f"{bits:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
