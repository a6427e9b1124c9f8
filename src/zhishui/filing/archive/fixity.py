"""Is every byte of the archive still what was stored, with nothing lost and nothing slipped in?

Files are checked against their inventories, and inventories against the
journal: whoever changes both a file and its inventory still contradicts the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zhishui.filing.archive import ocfl
from zhishui.filing.archive.inventory import Inventory, UnreadableError, digest_of
from zhishui.filing.archive.types import Damage, FixityReport, Storage
from zhishui.kernel import Json


@dataclass
class _Scan:
    storage: Storage
    objects: int = 0
    files: int = 0
    size: int = 0
    damages: list[Damage] = field(default_factory=list)
    inventories: dict[tuple[str, int], str] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        content = self.storage.read(path)
        self.files += 1
        self.size += len(content)
        return content

    def found(self, owner: str, path: str, why: str) -> None:
        self.damages.append(Damage(owner, path, why))


def scan(storage: Storage, told: Iterable[tuple[str, Mapping[str, Json]]]) -> FixityReport:
    """Read everything. `told` is what the journal says was stored: object id and event data."""
    scanned = _Scan(storage)
    if storage.names(""):
        _check_root(scanned)
    for path in _object_paths(storage, "", ocfl.TUPLES):
        scanned.objects += 1
        _check_object(scanned, path)
    _check_told(scanned, told)
    return FixityReport(scanned.objects, scanned.files, scanned.size, tuple(scanned.damages))


def _check_root(scanned: _Scan) -> None:
    for name, expected in ocfl.ROOT_FILES.items():
        if _quietly(scanned, name) != expected:
            scanned.found("", name, "根目录文件不对")
    for name in scanned.storage.names(""):
        if name != "extensions" and name not in ocfl.ROOT_FILES and not scanned.storage.is_folder(name):
            scanned.found("", name, "多出的文件")


def _object_paths(storage: Storage, folder: str, depth: int) -> Iterator[str]:
    for name in storage.names(folder):
        path = f"{folder}/{name}" if folder else name
        if path == "extensions" or not storage.is_folder(path):
            continue
        if depth:
            yield from _object_paths(storage, path, depth - 1)
        else:
            yield path


def _check_object(scanned: _Scan, path: str) -> None:
    inventories = list(_versions(scanned, path))
    if not inventories:
        scanned.found(path, path, "没有可读的版本")
        return
    head = inventories[-1]
    if path != ocfl.object_path(head.id):
        scanned.found(head.id, path, "放错了位置")
    _check_marks(scanned, path, head)
    _check_contents(scanned, path, head)


def _versions(scanned: _Scan, path: str) -> Iterator[Inventory]:
    before: Inventory | None = None
    for expected, number in enumerate(ocfl.versions(scanned.storage, path), start=1):
        try:
            inventory = ocfl.load(scanned.storage, path, number)
        except UnreadableError:
            scanned.found(path, f"{path}/v{number}/{ocfl.INVENTORY}", "清单读不懂或与校验值不符")
            continue
        if inventory.head != number or number != expected or (before and not inventory.continues(before)):
            scanned.found(inventory.id, f"{path}/v{number}", "与前一版本不衔接")
        scanned.inventories[(inventory.id, number)] = digest_of(inventory.content())
        before = inventory
        yield inventory


def _check_marks(scanned: _Scan, path: str, head: Inventory) -> None:
    if _quietly(scanned, f"{path}/{ocfl.OBJECT_MARK}") != ocfl.OBJECT_MARK.removeprefix("0=").encode() + b"\n":
        scanned.found(head.id, f"{path}/{ocfl.OBJECT_MARK}", "对象标记不对")
    for name, expected in ocfl.inventory_files(head).items():
        if _quietly(scanned, f"{path}/{name}") != expected:
            scanned.found(head.id, f"{path}/{name}", "与最新版本的清单不一致")


def _check_contents(scanned: _Scan, path: str, head: Inventory) -> None:
    listed = {f"{path}/{place}": digest for digest, place in head.manifest.items()}
    for place, digest in listed.items():
        content = _quietly(scanned, place)
        if content is None or digest_of(content) != digest:
            scanned.found(head.id, place, "丢失" if content is None else "内容被改动")
    own = {f"{path}/{name}" for name in (ocfl.OBJECT_MARK, ocfl.INVENTORY, ocfl.SIDECAR)}
    own |= {f"{path}/v{n}/{name}" for n in range(1, head.head + 1) for name in (ocfl.INVENTORY, ocfl.SIDECAR)}
    for place in _walk(scanned.storage, path):
        if place not in own and place not in listed:
            scanned.found(head.id, place, "多出的文件")


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    for name in storage.names(folder):
        path = f"{folder}/{name}"
        if storage.is_folder(path):
            yield from _walk(storage, path)
        else:
            yield path


def _check_told(scanned: _Scan, told: Iterable[tuple[str, Mapping[str, Json]]]) -> None:
    untold = dict(scanned.inventories)
    for object_id, data in told:
        version = data["version"]
        assert isinstance(version, int)
        present = untold.pop((object_id, version), None)
        if present != data["inventory"]:
            why = "日志记载已归档，档案中没有" if present is None else "清单与日志记载不符"
            scanned.found(object_id, f"v{version}", why)
    for object_id, version in untold:
        scanned.found(object_id, f"v{version}", "日志没有记载")


def _quietly(scanned: _Scan, path: str) -> bytes | None:
    try:
        return scanned.read(path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
