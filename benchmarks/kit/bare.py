"""What does the disk allow? The same bytes as bare INSERTs, each its own durable commit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path


@dataclass(slots=True)
class Bare:
    """One file with one table, under the same pragmas as the product's; nothing above it."""

    file: Path
    rates: list[float] = field(default_factory=list)

    def round(self, bodies: Sequence[bytes], seconds: float) -> float:
        """Insert these bodies over and over for so long; give inserts per second."""
        connection = sqlite3.connect(self.file, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        done, start = 0, time.perf_counter()
        for body in cycle(bodies):
            connection.execute("INSERT INTO bare (body) VALUES (?)", [body])
            done += 1
            if time.perf_counter() - start >= seconds:
                break
        self.rates.append(done / (time.perf_counter() - start))
        connection.close()
        return self.rates[-1]
