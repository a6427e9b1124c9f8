"""What do the makers and the checkers of a receipt hand to one another? Standard library only."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal, Protocol


class Broken(Exception):  # noqa: N818  an answer to "is it genuine?", not a fault in our code
    """A check failed; the message is the Chinese reason a person reads."""


class Signer(Protocol):
    """A key that signs and the certificate that says whose it is.

    The file key is the first; a PKCS#11 token or an SM2 device comes behind
    the same three names.
    """

    @property
    def certificate(self) -> bytes:
        """Give the signer's certificate, DER."""

    @property
    def issuer(self) -> bytes:
        """Give the certificate of the authority that issued it, DER."""

    def sign(self, data: bytes) -> bytes:
        """Give a DER ECDSA-P256-SHA256 signature over `data`, with the smaller of the two possible s."""


class KeyWrap(Protocol):
    """Keeps other keys closed; `name` is bound in, so a wrapped key opens for its owner only."""

    def close(self, secret: bytes, name: str) -> bytes:
        """Give the secret, encrypted."""

    def open(self, wrapped: bytes, name: str) -> bytes:
        """Give the secret back; Refused if anything was altered."""


@dataclass(frozen=True, slots=True)
class TaxpayerSignature:
    """The taxpayer's own signature: raw r‖s over the canonical JSON bytes, as JOSE writes it."""

    alg: Literal["ES256"]
    public_jwk: dict[str, str]
    signature: str


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """One table of an issued document; `align` has one of l, c, r per column."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str = ""


@dataclass(frozen=True, slots=True)
class ResultDocument:
    """All that is written on an issued document; text only, already formatted for people."""

    title: str
    number: str
    issued_by: str
    at: datetime
    lines: tuple[tuple[str, str], ...]
    tables: tuple[DocumentTable, ...] = ()
    notes: tuple[str, ...] = ()
    verify_url: str = ""
    qr_text: str = ""
    demo: bool = True
    emphasis: tuple[str, ...] = ()
    """Labels of the lines that are the answer, set larger."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, whether it held, and if not why."""

    code: str
    title: str
    ok: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a genuine receipt says; given only when every check held."""

    who: str
    what: str
    number: str
    period: str
    headline: str
    figures: tuple[tuple[str, str], ...]
    submitted_at: str
    sealed_at: str
    sealed_by: str
    log_origin: str
    log_index: int
    log_size: int


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a file: genuine or not, every check, and what it says if genuine."""

    ok: bool
    demo: bool
    checks: tuple[Check, ...]
    why: str = ""
    claims: Claims | None = field(default=None)

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON."""
        return asdict(self)
