"""How do a case's documents come into the archive?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from zhishui.filing.archive import ocfl, port
from zhishui.filing.archive.inventory import RETENTION_FILE, Inventory, UnreadableError, digest_of
from zhishui.filing.archive.queries import STORED, view
from zhishui.filing.archive.types import DOCUMENT_NAME, RETENTION, ArchivedView, Storage
from zhishui.journal import in_transaction, transaction
from zhishui.journal.queries import events_about
from zhishui.journal.services import append
from zhishui.kernel import Acting, Json, Ref, canonical_json, refuse


def store(*, case: Ref, documents: Mapping[str, bytes], retention: str, by: Acting, at: datetime) -> ArchivedView:
    """Keep documents of a case under a retention class; storing the same again changes nothing.

    Files first, then the journal event: a crash in between leaves documents
    that nobody was told of, and the next `store` of the case tells.
    """
    _check(documents, retention)
    if in_transaction():
        raise RuntimeError("files are synced one by one; no transaction may wait for that")
    storage = port.storage()
    with storage.exclusive():
        try:
            files = {**documents, RETENTION_FILE: _retention(storage, case, documents, retention)}
            inventory = ocfl.put(storage, str(case), files, at=at, user=str(by.actor))
        except UnreadableError as error:
            raise refuse("archive-damaged", "该案件的档案已损坏，已停止写入，请管理员先修复。", status=503) from error
        _tell(storage, case, inventory, by, at)
    return view(storage, inventory)


def _check(documents: Mapping[str, bytes], retention: str) -> None:
    if not documents:
        raise refuse("nothing-to-archive", "没有要归档的文件，请至少给出一个。", field="documents")
    for name in documents:
        if not DOCUMENT_NAME.fullmatch(name) or name == RETENTION_FILE:
            words = f"档案文件名“{name}”不合规，请只用字母、数字、点、横线。"
            raise refuse("bad-document-name", words, field="documents")
    if not RETENTION.fullmatch(retention):
        raise refuse("bad-retention", "保管期限类别要写成 tax-10-years 这样的名称。", field="retention")


def _retention(storage: Storage, case: Ref, documents: Mapping[str, bytes], retention: str) -> bytes:
    """Give the file that says how long each document is kept; it lies in the object, so that it outlives us."""
    before = ocfl.newest(storage, str(case))
    known: dict[str, Json] = {}
    if before is not None:
        known = json.loads(ocfl.content(storage, before, RETENTION_FILE))
    return canonical_json({**known, **dict.fromkeys(documents, retention)})


def _tell(storage: Storage, case: Ref, inventory: Inventory, by: Acting, at: datetime) -> None:
    told = {event.data["version"] for event in events_about(case) if event.name == STORED}
    path = ocfl.object_path(str(case))
    silent = [version for version in range(1, inventory.head + 1) if version not in told]
    if not silent:
        return
    with transaction():
        for version in silent:
            content = storage.read(f"{path}/v{version}/{ocfl.INVENTORY}")
            documents: dict[str, Json] = dict(inventory.state(version))
            data: dict[str, Json] = {"version": version, "inventory": digest_of(content), "documents": documents}
            append(STORED, by=by, at=at, subject=case, data=data)
