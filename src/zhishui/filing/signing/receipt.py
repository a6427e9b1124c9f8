"""What does a receipt carry so that it can be proved without us?

One canonical JSON file inside the sealed document, zhishui-receipt/1:

- snapshot: what was filed, as the taxpayer signed it;
- taxpayer_signature: over the canonical bytes of the snapshot;
- event: what the journal recorded; its data holds snapshot_sha256;
- salt, leaf_index, inclusion_path, checkpoint: that the event is in the log.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import dataclass

from zhishui.filing.signing import jose
from zhishui.filing.signing.trust import Trust
from zhishui.filing.signing.types import Broken, TaxpayerSignature
from zhishui.journal.note import Head, NoteError, VerifierKey, read_note
from zhishui.journal.proof import Proof, check_proof
from zhishui.kernel import Json, canonical_json


FORMAT = "zhishui-receipt/1"
MEMBERS = {
    "format",
    "snapshot",
    "taxpayer_signature",
    "event",
    "salt",
    "leaf_index",
    "inclusion_path",
    "checkpoint",
}
# As the renderer writes the one attachment of a receipt.
ATTACHMENT = re.compile(rb"<</Length ([1-9]\d{0,8})/Type/EmbeddedFile/Filter/FlateDecode/[^\r\n]{1,300}>>\nstream\n")
MARK = b"/Type/EmbeddedFile/"
LARGEST = 16 * 2**20
UNREADABLE = "回执里的数据读不懂。"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The parts of a receipt file, each of the right type but nothing proved yet."""

    snapshot: dict[str, Json]
    signed: bytes
    """The canonical bytes of the snapshot: what the taxpayer signed."""
    signature: dict[str, Json]
    event: dict[str, Json]
    proof: Proof


def compose(*, snapshot: dict[str, Json], signature: TaxpayerSignature, proof: Proof) -> bytes:
    """Write receipt.json: canonical, so that one receipt has one text."""
    path: list[Json] = [step.hex() for step in proof.path]
    return canonical_json(
        {
            "format": FORMAT,
            "snapshot": snapshot,
            "taxpayer_signature": {
                "alg": signature.alg,
                "public_jwk": dict(signature.public_jwk),
                "signature": signature.signature,
            },
            "event": json.loads(proof.event),
            "salt": proof.salt.hex(),
            "leaf_index": proof.index,
            "inclusion_path": path,
            "checkpoint": proof.checkpoint,
        }
    )


def attachment(pdf: bytes) -> bytes:
    """Give receipt.json out of a document whose seal holds; Broken unless there is exactly one."""
    found = ATTACHMENT.search(pdf)
    if found is None or pdf.count(MARK) != 1:
        raise Broken("文件里没有回执数据，或者不止一份。")
    packed = pdf[found.end() : found.end() + int(found[1])]
    if not pdf[found.end() + int(found[1]) :].startswith(b"\nendstream\nendobj\n"):
        raise Broken(UNREADABLE)
    return _unpack(packed)


def _unpack(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(packed, LARGEST)
    except zlib.error as error:
        raise Broken(UNREADABLE) from error
    if not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise Broken(UNREADABLE)
    return data


def parse(data: bytes) -> Receipt:
    """Read receipt.json; Broken unless it is in its one form."""
    try:
        parts = json.loads(data)
        if canonical_json(parts) != data:
            raise Broken(UNREADABLE)
        return _receipt(parts)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Broken(UNREADABLE) from error


def _receipt(parts: dict[str, Json]) -> Receipt:
    if set(parts) != MEMBERS or parts["format"] != FORMAT:
        raise Broken("这份回执的格式不认识。")
    event = _object(parts["event"])
    proof = Proof.from_dict(
        {
            "event": canonical_json(event).decode(),
            "salt": parts["salt"],
            "index": parts["leaf_index"],
            "path": parts["inclusion_path"],
            "checkpoint": parts["checkpoint"],
        }
    )
    snapshot = _object(parts["snapshot"])
    return Receipt(snapshot, canonical_json(snapshot), _object(parts["taxpayer_signature"]), event, proof)


def check_taxpayer(receipt: Receipt) -> None:
    """Check that the taxpayer signed this snapshot."""
    parts = receipt.signature
    signature = parts.get("signature")
    if set(parts) != {"alg", "public_jwk", "signature"} or parts["alg"] != "ES256" or not isinstance(signature, str):
        raise Broken(jose.NOT_GENUINE)
    jose.verify(_object(parts["public_jwk"]), signature, receipt.signed)


def check_event(receipt: Receipt) -> None:
    """Check that the recorded event is about this snapshot."""
    digest = hashlib.sha256(receipt.signed).hexdigest()
    if _object(receipt.event.get("data")).get("snapshot_sha256") != digest:
        raise Broken("日志记录的不是这份申报。")


def check_log(receipt: Receipt, trust: Trust) -> Head:
    """Check that the event lies in a log we trust; give the signed head."""
    for log in trust.logs:
        key = VerifierKey(log.origin, log.public_key)
        if _signed(receipt.proof.checkpoint, key):
            head = check_proof(receipt.proof, key)
            if head is None:
                raise Broken("日志里没有这条记录。")
            return head
    raise Broken("日志检查点不是您信任的日志签的。")


def _signed(checkpoint: str, key: VerifierKey) -> bool:
    try:
        read_note(checkpoint, key)
    except NoteError:
        return False
    return True


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise Broken(UNREADABLE)
    return value
