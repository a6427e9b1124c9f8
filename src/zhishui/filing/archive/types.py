"""What do archive and storage hand to one another? Standard library and kernel only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Protocol

from zhishui.kernel import Ref


DOCUMENT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
RETENTION = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,7}")
"""The name of a retention class, such as "tax-10-years"; which law gives which class is for the caller to know."""


class Storage(Protocol):
    """Where the archive's bytes lie: a folder first, an object store later.

    Paths are relative, with slashes. What `add` and `replace` have returned from
    survives a power loss.
    """

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep every other writer out; released when the process dies."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Give what lies in a folder, sorted; nothing when there is no such folder."""

    def is_folder(self, path: str) -> bool:
        """Tell whether the path is a folder."""

    def read(self, path: str) -> bytes:
        """Give a file's bytes; FileNotFoundError if there is none."""

    def add(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Make a new folder with all these files, whole or not at all; FileExistsError if it is there."""

    def replace(self, path: str, content: bytes) -> None:
        """Put a file in the place of the one there, in one step."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document as it stands in the newest version of its case."""

    name: str
    sha512: str
    retention: str


@dataclass(frozen=True, slots=True)
class ArchivedView:
    """All documents of one case."""

    case: Ref
    version: int
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in the archive that is not as it was stored."""

    object: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class FixityReport:
    """What a scan read, and everything it found wrong."""

    objects: int
    files: int
    bytes: int
    damages: tuple[Damage, ...]

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON."""
        return {"ok": not self.damages, **asdict(self)}
