"""What did the log promise, and who signed it?

A checkpoint as C2SP tlog-checkpoint: origin, number of leaves, root; inside a
C2SP signed note with one Ed25519 signature by the log's key. There is exactly
one way to write a given checkpoint: what does not re-encode to the same text is
refused. Co-signatures of witnesses travel beside the note, never inside it, so
that the text in a receipt stays one fixed string.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhishui.journal.merkle import HASH_SIZE, MAX_SIZE


ED25519 = b"\x01"
KEY_ID_SIZE = 4
KEY_SIZE = 32
SIGNATURE_SIZE = 64

ORIGIN = re.compile(r"[!-*,-~]{1,200}")
"""Printable ASCII without space and plus: no look-alike can name the log twice."""

NOTE = re.compile(
    r"(?P<origin>[!-*,-~]{1,200})\n"
    r"(?P<size>0|[1-9][0-9]{0,18})\n"
    r"(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"\n"
    r"— (?P<name>[!-*,-~]{1,200}) (?P<signature>[A-Za-z0-9+/]{91}=)\n"
)


class NoteError(ValueError):
    """The note is malformed, of another log, or its signature does not hold."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The log's name and public key: all that a verifier needs to trust.

    >>> VerifierKey("log.example", bytes(32)).text()
    'log.example+5beaf8a7+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """

    origin: str
    public: bytes

    def __post_init__(self) -> None:
        if not ORIGIN.fullmatch(self.origin) or len(self.public) != KEY_SIZE:
            raise NoteError(self.origin)

    @property
    def id(self) -> bytes:
        """Give the four bytes by which a signature line names its key."""
        return hashlib.sha256(self.origin.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID_SIZE]

    def text(self) -> str:
        """Give the customary one-line form, name+id+key."""
        return f"{self.origin}+{self.id.hex()}+{_base64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read that form; NoteError on any other."""
        name, _, rest = text.partition("+")
        _, _, encoded = rest.partition("+")
        key = cls(name, _bytes(encoded)[1:])
        if key.text() != text:
            raise NoteError(text)
        return key


@dataclass(frozen=True, slots=True)
class Head:
    """The state of the log: so many leaves under this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Give the note text, which is what gets signed."""
        if not ORIGIN.fullmatch(self.origin) or not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_SIZE:
            raise NoteError(self.origin)
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def write_note(head: Head, key: VerifierKey, sign: Callable[[bytes], bytes]) -> str:
    """Sign a head; NoteError when what `sign` gave does not verify under `key`."""
    if head.origin != key.origin:
        raise NoteError(head.origin)
    note = _encode(head, key, sign(head.text().encode()))
    read_note(note, key)
    return note


def read_note(note: str, key: VerifierKey) -> Head:
    """Give the head that the log behind `key` signed; NoteError for anything else."""
    match = NOTE.fullmatch(note)
    if match is None:
        raise NoteError("malformed")
    head = Head(match["origin"], int(match["size"]), _bytes(match["root"]))
    signature = _bytes(match["signature"])[KEY_ID_SIZE:]
    # Re-encoding also catches another log's name or key, and base64 with stray low bits.
    if head.origin != key.origin or _encode(head, key, signature) != note:
        raise NoteError("not this log, or not its one encoding")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, head.text().encode())
    except InvalidSignature as error:
        raise NoteError("signature") from error
    return head


def _encode(head: Head, key: VerifierKey, signature: bytes) -> str:
    if len(signature) != SIGNATURE_SIZE:
        raise NoteError("signature")
    return f"{head.text()}\n— {key.origin} {_base64(key.id + signature)}\n"


def _base64(value: bytes) -> str:
    return b64encode(value).decode()


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise NoteError(text) from error
