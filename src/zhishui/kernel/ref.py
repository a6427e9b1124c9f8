"""Who or what is meant, across rooms that may not import one another?"""

from __future__ import annotations

import re
from dataclasses import dataclass


SHAPE = re.compile(r"([a-z]+)\.([a-z_]+):([A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True, order=True, slots=True)
class Ref:
    """A name for a thing in another room: "person.taxpayer:0190…"."""

    room: str
    noun: str
    id: str

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read "room.noun:id"; ValueError if it is anything else."""
        match = SHAPE.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return cls(*match.groups())

    def __str__(self) -> str:
        return f"{self.room}.{self.noun}:{self.id}"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does it, for whom, by what right 以谁的名义.

    `under` names the right: "self", "legal-representative", "staff:clerk",
    "system:worker", or the Ref of a mandate.
    """

    actor: Ref
    for_taxpayer: Ref | None
    under: str
