"""What do the journal's readers get to see?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from zhishui.journal.note import VerifierKey
from zhishui.kernel import Json, Ref, canonical_json


EVENT_NAME = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")
SALT_SIZE = 16


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened, as "room.noun.past"."""

    seq: int
    id: str
    name: str
    at: datetime
    actor: Ref
    taxpayer: Ref | None
    under: str
    subject: Ref
    data: Mapping[str, Json]

    def canonical(self) -> bytes:
        """Give the one JSON text that the log commits to; `seq` is the database's own affair."""
        return canonical_json(
            {
                "v": 1,
                "id": self.id,
                "name": self.name,
                "at": moment_text(self.at),
                "actor": str(self.actor),
                "taxpayer": None if self.taxpayer is None else str(self.taxpayer),
                "under": self.under,
                "subject": str(self.subject),
                "data": dict(self.data),
            },
        )


def moment_text(at: datetime) -> str:
    """Give a moment in the one form we sign: UTC, always six decimals.

    >>> moment_text(datetime(2026, 3, 16, 1, 2, 3, tzinfo=UTC))
    '2026-03-16T01:02:03.000000Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """A signed state of the log; `note` is the text a witness keeps."""

    size: int
    root: bytes
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Logged:
    """An event's place in the log, counted from 0, and when a checkpoint first covered it."""

    index: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LogKey:
    """The log's key pair as the sequencer uses it; the private half stays behind `sign`."""

    verifier: VerifierKey
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class BadRecord:
    """The first record that contradicts the rest: which, and how."""

    table: str
    record: str
    why: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a full check of the log counted, and the first thing wrong with it."""

    leaves: int
    nodes: int
    checkpoints: int
    witnessed: int
    waiting: int
    bad: BadRecord | None

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON."""
        return {"ok": self.bad is None, **asdict(self)}
