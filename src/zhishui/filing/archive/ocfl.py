"""How does an object lie in the OCFL 1.1 storage root?

A version's folder appears by one rename and holds its own inventory; the
inventory at the object's root is a copy made afterwards. So the newest version
folder is the truth: a crash between the two leaves a copy that lags, which the
next writer puts right.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from zhishui.filing.archive.inventory import Inventory, UnreadableError, digest_of, next_version, sidecar
from zhishui.filing.archive.types import Storage
from zhishui.kernel import canonical_json


LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
TUPLES = 3
LONGEST_NAME = 100
INVENTORY = "inventory.json"
SIDECAR = "inventory.json.sha512"
ROOT_MARK = "0=ocfl_1.1"
OBJECT_MARK = "0=ocfl_object_1.1"
VERSION = re.compile(r"v[1-9][0-9]*")
ROOT_FILES = {
    ROOT_MARK: b"ocfl_1.1\n",
    "ocfl_layout.json": canonical_json({"extension": LAYOUT, "description": "sha256 of the id, then the id"}),
    f"extensions/{LAYOUT}/config.json": canonical_json(
        {"extensionName": LAYOUT, "digestAlgorithm": "sha256", "tupleSize": 3, "numberOfTuples": TUPLES}
    ),
}


def object_path(object_id: str) -> str:
    """Say where an object lies: anyone can find it from its id alone (OCFL extension 0003)."""
    digest = hashlib.sha256(object_id.encode()).hexdigest()
    name = re.sub(r"[^A-Za-z0-9_-]", lambda match: "".join(f"%{byte:02x}" for byte in match[0].encode()), object_id)
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}-{digest}"
    return "/".join([*(digest[at : at + 3] for at in range(0, 3 * TUPLES, 3)), name])


def versions(storage: Storage, path: str) -> list[int]:
    """Give the numbers of the version folders there are."""
    return sorted(int(name[1:]) for name in storage.names(path) if VERSION.fullmatch(name))


def load(storage: Storage, path: str, version: int) -> Inventory:
    """Read the inventory of one version; UnreadableError if it or its sidecar is damaged."""
    try:
        listed = storage.read(f"{path}/v{version}/{INVENTORY}")
        beside = storage.read(f"{path}/v{version}/{SIDECAR}")
    except FileNotFoundError as error:
        raise UnreadableError from error
    if beside != sidecar(listed):
        raise UnreadableError
    return Inventory.parse(listed)


def newest(storage: Storage, object_id: str) -> Inventory | None:
    """Read an object's newest inventory; None if there is no such object."""
    path = object_path(object_id)
    numbers = versions(storage, path)
    if not numbers:
        return None
    inventory = load(storage, path, numbers[-1])
    if (inventory.id, inventory.head) != (object_id, numbers[-1]):
        raise UnreadableError
    return inventory


def content(storage: Storage, inventory: Inventory, name: str) -> bytes:
    """Read a document of the newest version; UnreadableError if it is not what was stored."""
    digest = inventory.state()[name]
    try:
        found = storage.read(f"{object_path(inventory.id)}/{inventory.manifest[digest]}")
    except FileNotFoundError as error:
        raise UnreadableError from error
    if digest_of(found) != digest:
        raise UnreadableError
    return found


def put(storage: Storage, object_id: str, files: Mapping[str, bytes], *, at: datetime, user: str) -> Inventory:
    """Add files to an object, as a new version unless they are all there. Call under `exclusive`."""
    _begin(storage)
    path = object_path(object_id)
    before = newest(storage, object_id)
    if before is not None:
        _bring_up_to_date(storage, path, before)
    change = next_version(before or Inventory.empty(object_id), files, at=at, user=user)
    if change is None:
        assert before is not None  # nothing can be missing from an object that holds all of `files`
        return before
    after, fresh = change
    _write(storage, path, after, fresh)
    return after


def _write(storage: Storage, path: str, after: Inventory, fresh: Mapping[str, bytes]) -> None:
    listed = inventory_files(after)
    if after.head == 1:
        version = {f"v1/{name}": part for name, part in {**fresh, **listed}.items()}
        storage.add(path, {OBJECT_MARK: b"ocfl_object_1.1\n", **listed, **version})
    else:
        storage.add(f"{path}/v{after.head}", {**fresh, **listed})
        _bring_up_to_date(storage, path, after)


def _bring_up_to_date(storage: Storage, path: str, inventory: Inventory) -> None:
    for name, wanted in inventory_files(inventory).items():
        if name not in storage.names(path) or storage.read(f"{path}/{name}") != wanted:
            storage.replace(f"{path}/{name}", wanted)


def inventory_files(inventory: Inventory) -> dict[str, bytes]:
    """Give the two files that list an object."""
    listed = inventory.content()
    return {INVENTORY: listed, SIDECAR: sidecar(listed)}


def _begin(storage: Storage) -> None:
    if ROOT_MARK not in storage.names(""):
        storage.add("", ROOT_FILES)
