"""Can anyone check that this event is in the log, without us and without a database?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from zhishui.journal.merkle import leaf_hash, verify_inclusion
from zhishui.journal.note import Head, NoteError, VerifierKey, read_note


T = TypeVar("T")


def commitment(salt: bytes, event: bytes) -> bytes:
    """Give what the log holds instead of the event.

    Without the salt nobody can test guesses of the event against the log, so
    destroying salt and event forgets a person while every proof still holds.
    """
    return hashlib.sha256(salt + event).digest()


def event_leaf(salt: bytes, event: bytes) -> bytes:
    """Give the leaf hash of an event's canonical JSON."""
    return leaf_hash(commitment(salt, event))


@dataclass(frozen=True, slots=True)
class Proof:
    """All that a receipt must carry: the event, and the way from it to a signed root."""

    event: bytes
    salt: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON: the event as text, hashes as lower-case hex."""
        return {
            "event": self.event.decode(),
            "salt": self.salt.hex(),
            "index": self.index,
            "path": [step.hex() for step in self.path],
            "checkpoint": self.checkpoint,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Proof:
        """Read that form; ValueError for anything else, upper-case hex included."""
        try:
            path = tuple(bytes.fromhex(step) for step in _typed(data["path"], list))
            proof = cls(
                event=_typed(data["event"], str).encode(),
                salt=bytes.fromhex(_typed(data["salt"], str)),
                index=_typed(data["index"], int),
                path=path,
                checkpoint=_typed(data["checkpoint"], str),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("proof") from error
        if proof.as_dict() != dict(data):
            raise ValueError("proof")
        return proof


def check_proof(proof: Proof, key: VerifierKey) -> Head | None:
    """Give the signed head under which the event lies, or None if it does not."""
    try:
        head = read_note(proof.checkpoint, key)
    except NoteError:
        return None
    leaf = event_leaf(proof.salt, proof.event)
    held = verify_inclusion(leaf=leaf, index=proof.index, size=head.size, path=proof.path, root=head.root)
    return head if held else None


def _typed(value: object, kind: type[T]) -> T:
    # Not isinstance: True would pass as the index 1.
    if type(value) is not kind:
        raise TypeError(kind.__name__)
    return value
