"""What is in the archive, and is it still what was stored?"""

from __future__ import annotations

import json

from zhishui.filing.archive import fixity, ocfl, port
from zhishui.filing.archive.inventory import RETENTION_FILE, Inventory, UnreadableError
from zhishui.filing.archive.types import ArchivedView, DocumentView, FixityReport, Storage
from zhishui.journal.queries import events_named
from zhishui.kernel import Ref, Refused, refuse


STORED = "filing.archive.stored"


def contents(case: Ref) -> ArchivedView | None:
    """List a case's documents; None if it has none in the archive."""
    storage = port.storage()
    inventory = _inventory(storage, case)
    return None if inventory is None else view(storage, inventory)


def read(case: Ref, name: str) -> bytes:
    """Give a document's bytes, checked against the digest under which they were stored."""
    storage = port.storage()
    inventory = _inventory(storage, case)
    if inventory is None or name not in inventory.state():
        raise refuse("not-archived", "档案里没有这份文件，请核对名称。", status=404)
    return _content(storage, inventory, name)


def scan() -> FixityReport:
    """Read the whole archive and report every damage, loss and intrusion."""
    told = ((str(event.subject), event.data) for event in events_named(STORED))
    return fixity.scan(port.storage(), told)


def view(storage: Storage, inventory: Inventory) -> ArchivedView:
    """Describe an object's newest version."""
    retention = json.loads(_content(storage, inventory, RETENTION_FILE))
    documents = (
        DocumentView(name, digest, retention[name])
        for name, digest in sorted(inventory.state().items())
        if name != RETENTION_FILE
    )
    return ArchivedView(Ref.parse(inventory.id), inventory.head, tuple(documents))


def _inventory(storage: Storage, case: Ref) -> Inventory | None:
    try:
        return ocfl.newest(storage, str(case))
    except UnreadableError as error:
        raise _damaged() from error


def _content(storage: Storage, inventory: Inventory, name: str) -> bytes:
    try:
        return ocfl.content(storage, inventory, name)
    except UnreadableError as error:
        raise _damaged() from error


def _damaged() -> Refused:
    return refuse("archive-damaged", "这份档案与归档时不一致，已停止提供，请联系管理员。", status=503)
