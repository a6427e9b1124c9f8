"""What a door is told when a case has been taken in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A durable acknowledgement 已受理. `body` is byte-same for the same idempotency key."""

    case: str
    body: bytes
    repeated: bool  # this very submission had been acknowledged before
