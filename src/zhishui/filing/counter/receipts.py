"""After the acknowledgement: render what was signed, seal it, put it into the archive.

Heard by the worker once the log covers the case, so that the receipt can carry
its proof. Runs at least once per case: a receipt that is there already is left.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from zhishui.filing.archive import services as archive
from zhishui.filing.cases import queries as cases
from zhishui.filing.signing import document, keys, receipt
from zhishui.filing.signing.seal import seal
from zhishui.filing.signing.types import DocumentTable, ResultDocument, TaxpayerSignature
from zhishui.journal import queries as journal
from zhishui.journal.types import EventView
from zhishui.kernel import Acting, Json, Ref, canonical_json


WORKER = Acting(Ref("system", "worker", "receipts"), None, "system:worker")
RECEIPT = "receipt.pdf"
SNAPSHOT = "snapshot.json"
RETENTION = "10y"  # 税收征收管理法实施细则 art. 29: ten years


def issue_receipt(event: EventView, /, *, at: datetime) -> None:
    """Make the sealed receipt of a submitted case and archive it with its snapshot."""
    case = event.subject
    if cases.find_case(case.id).documents:
        return
    proof = journal.get_proof(event.id)
    if proof is None:
        raise RuntimeError(event.id)  # delivered before its checkpoint: a fault of ours
    _, snapshot, signature = cases.submission_parts(case.id)
    embedded = receipt.compose(snapshot=dict(snapshot), signature=_signature(signature), proof=proof)
    sealed = seal(document.render(issued(snapshot, at), embedded), keys.bound(), at)
    documents = {RECEIPT: sealed, SNAPSHOT: canonical_json(dict(snapshot))}
    by = Acting(WORKER.actor, cases.find_case(case.id).taxpayer, WORKER.under)
    archive.store(case=case, documents=documents, retention=RETENTION, by=by, at=at)


def issued(snapshot: dict[str, Json] | object, at: datetime) -> ResultDocument:
    """Give the document as the snapshot has it, word for word."""
    said = cast("dict[str, Json]", snapshot)
    template = cast("dict[str, Json]", said["document"])
    bureau = keys.bound().trust
    return ResultDocument(
        title=str(template["title"]),
        number=str(said["number"]),
        issued_by=bureau.name,
        at=at,
        lines=tuple((str(line["label"]), str(line["value"])) for line in _objects(template["lines"])),
        emphasis=tuple(str(line["label"]) for line in _objects(template["lines"]) if line["answer"]),
        tables=tuple(_table(table) for table in _objects(template["tables"])),
        notes=tuple(str(note) for note in cast("list[Json]", template["notes"])),
        qr_text=str(said["number"]),
        demo=bureau.demo,
    )


def _table(table: dict[str, Json]) -> DocumentTable:
    rows = [*cast("list[list[str]]", table["rows"]), *([cast("list[str]", table["total"])] if table["total"] else [])]
    numeric = cast("list[bool]", table["numeric"])
    return DocumentTable(
        caption=str(table["title"]) if rows else f"{table['title']}：{table['empty']}",
        header=tuple(cast("list[str]", table["columns"])),
        rows=tuple(tuple(row) for row in rows),
        align="".join("r" if right else "l" for right in numeric),
    )


def _objects(value: Json) -> list[dict[str, Json]]:
    return cast("list[dict[str, Json]]", value)


def _signature(parts: object) -> TaxpayerSignature:
    said = cast("dict[str, Json]", parts)
    jwk = cast("dict[str, str]", said["public_jwk"])
    return TaxpayerSignature(cast("Literal['ES256']", said["alg"]), jwk, str(said["signature"]))
