"""What does one archived object consist of? Its OCFL 1.1 inventory, as pure values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from zhishui.kernel import canonical_json


TYPE = "https://ocfl.io/1.1/spec/#inventory"
RETENTION_FILE = "retention.json"


class UnreadableError(ValueError):
    """The bytes are not an inventory of ours."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The list of all versions and of every content file with its digest."""

    data: Mapping[str, Any]

    @classmethod
    def empty(cls, object_id: str) -> Inventory:
        """Begin an object that has no version yet."""
        start = {"id": object_id, "type": TYPE, "digestAlgorithm": "sha512", "head": "v0"}
        return cls({**start, "manifest": {}, "versions": {}})

    @classmethod
    def parse(cls, content: bytes) -> Inventory:
        """Read an inventory; UnreadableError unless it is written exactly as we write it."""
        try:
            inventory = cls(json.loads(content))
            same = inventory.content() == content
            states = [inventory.state(number) for number in range(1, inventory.head + 1)]
            well_formed = bool(states) and all(set(state.values()) <= set(inventory.manifest) for state in states)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise UnreadableError from error
        if not (same and well_formed):
            raise UnreadableError
        return inventory

    def content(self) -> bytes:
        """Give the file's bytes."""
        return canonical_json(dict(self.data))

    @property
    def id(self) -> str:
        """Give the object's identifier."""
        return str(self.data["id"])

    @property
    def head(self) -> int:
        """Give the number of the newest version."""
        return int(self.data["head"].removeprefix("v"))

    @property
    def manifest(self) -> dict[str, str]:
        """Give digest → path of the content; we keep each content once."""
        return {digest: paths[0] for digest, paths in self.data["manifest"].items()}

    def state(self, version: int | None = None) -> dict[str, str]:
        """Give document name → digest in a version, the newest by default."""
        number = self.head if version is None else version
        state = self.data["versions"][f"v{number}"]["state"] if number else {}
        return {name: digest for digest, names in state.items() for name in names}

    def extended(self, folder: str, version: Mapping[str, Any], places: Mapping[str, str]) -> Inventory:
        """Give this inventory with one more version and the content it brings: digest → path."""
        manifest = {digest: [path] for digest, path in {**self.manifest, **places}.items()}
        versions = {**self.data["versions"], folder: version}
        return Inventory({**self.data, "head": folder, "manifest": manifest, "versions": versions})

    def continues(self, earlier: Inventory) -> bool:
        """Tell whether this only adds to an earlier inventory of the same object."""
        kept = all(self.data["versions"].get(name) == part for name, part in earlier.data["versions"].items())
        return self.id == earlier.id and kept and earlier.manifest.items() <= self.manifest.items()


def digest_of(content: bytes) -> str:
    """Give the digest OCFL identifies content by."""
    return hashlib.sha512(content).hexdigest()


def sidecar(inventory: bytes) -> bytes:
    """Give what stands beside an inventory so that its own damage shows."""
    return f"{digest_of(inventory)} inventory.json\n".encode()


def next_version(
    before: Inventory, files: Mapping[str, bytes], *, at: datetime, user: str
) -> tuple[Inventory, dict[str, bytes]] | None:
    """Give the inventory with `files` added and the content it newly needs; None if all is there already."""
    digests = {name: digest_of(content) for name, content in files.items()}
    state = before.state() | digests
    if state == before.state():
        return None
    folder = f"v{before.head + 1}"
    fresh = {digest: name for name, digest in digests.items() if digest not in before.manifest}
    places = {digest: f"{folder}/content/{name}" for digest, name in fresh.items()}
    changed = sorted(name for name in digests if before.state().get(name) != digests[name])
    version = {
        "created": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "message": "归档 " + "、".join(changed),
        "user": {"name": user, "address": f"urn:zhishui:{user}"},
        "state": _grouped(state),
    }
    after = before.extended(folder, version, places)
    return after, {f"content/{name}": files[name] for name in fresh.values()}


def _grouped(state: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name in sorted(state):
        grouped.setdefault(state[name], []).append(name)
    return grouped
