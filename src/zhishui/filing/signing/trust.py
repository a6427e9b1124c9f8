"""Whom does a verifier believe? The public anchors, in one file that anyone may hold."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhishui.kernel import refuse


FORMAT = "zhishui-trust/1"


@dataclass(frozen=True, slots=True)
class Log:
    """A transparency log: its origin line and its Ed25519 public key (32 bytes)."""

    origin: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """The certificates (DER) and log keys a receipt must lead back to.

    Lists, since keys are renewed: receipts sealed with last year's key stay
    good as long as that certificate is kept here.
    """

    demo: bool
    name: str
    authorities: tuple[bytes, ...]
    seals: tuple[bytes, ...]
    time_stampers: tuple[bytes, ...]
    logs: tuple[Log, ...]

    def to_json(self) -> str:
        """Write the file; fingerprints are there for people and for pinning."""
        data = {
            "format": FORMAT,
            "demo": self.demo,
            "name": self.name,
            "authorities": [_certificate(der) for der in self.authorities],
            "seals": [_certificate(der) for der in self.seals],
            "time_stampers": [_certificate(der) for der in self.time_stampers],
            "logs": [{"origin": log.origin, "public_key": _text(log.public_key)} for log in self.logs],
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Trust:
        """Read the file; Refused when it is not one of ours."""
        try:
            return cls._read(json.loads(text))
        except (ValueError, KeyError, TypeError) as error:
            raise refuse("trust-unreadable", "信任文件读不懂，请重新取一份 trust.json。") from error

    @classmethod
    def load(cls, path: Path) -> Trust:
        """Read the file at `path`; Refused when it is absent or not one of ours."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise refuse("trust-missing", "找不到信任文件，请用 --trust 指出 trust.json 在哪里。") from error
        return cls.from_json(text)

    @classmethod
    def _read(cls, data: dict[str, Any]) -> Trust:
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        names = ("authorities", "seals", "time_stampers")
        lists = {name: tuple(_der(entry) for entry in data[name]) for name in names}
        logs = tuple(Log(str(log["origin"]), _bytes(log["public_key"])) for log in data["logs"])
        return cls(demo=data["demo"] is not False, name=str(data["name"]), logs=logs, **lists)


def _certificate(der: bytes) -> dict[str, str]:
    return {"sha256": hashlib.sha256(der).hexdigest(), "certificate": _text(der)}


def _der(entry: dict[str, str]) -> bytes:
    der = _bytes(entry["certificate"])
    if hashlib.sha256(der).hexdigest() != entry["sha256"]:
        raise ValueError(entry["sha256"])
    return der


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
