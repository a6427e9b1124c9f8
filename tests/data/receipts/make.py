"""Receipts for tests, made at run time with keys that live as long as the test run."""

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from zhishui.filing.signing import jose, receipt
from zhishui.filing.signing.document import render
from zhishui.filing.signing.keys import BUREAU, Keys, load_or_create
from zhishui.filing.signing.seal import seal
from zhishui.filing.signing.types import DocumentTable, ResultDocument, TaxpayerSignature
from zhishui.journal import merkle
from zhishui.journal.note import Head, write_note
from zhishui.journal.proof import Proof, event_leaf
from zhishui.kernel import canonical_json


AT = datetime(2026, 3, 16, 1, 2, 3, tzinfo=UTC)
SALT = bytes(range(16))


@lru_cache
def keys(name: str = "ours", bureau: str = BUREAU) -> Keys:
    with tempfile.TemporaryDirectory(prefix=f"receipts-{name}-") as folder:
        return load_or_create(Path(folder), bureau=bureau)


def document(**changes) -> ResultDocument:
    given = {
        "title": "个人所得税年度汇算回执",
        "number": "SB09-20260316-K7QX2M9D",
        "issued_by": "和城市税务局（演示）",
        "at": AT,
        "lines": (("纳税人", "陈静"), ("所属年度", "2025年"), ("应退税额", "1,284.00元")),
        "emphasis": ("应退税额",),
        "tables": (DocumentTable("扣除", ("项目", "金额"), (("子女教育", "24,000.00"),), "lr"),),
        "verify_url": "https://zhishui.hecity.example/verify/",
        "qr_text": "https://zhishui.hecity.example/verify/",
    }
    return ResultDocument(**{**given, **changes})


def snapshot(name: str = "陈静") -> dict:
    lines = [{"label": "纳税人", "value": name}, {"label": "应退税额", "value": "1,284.00"}]
    return {**computed(name), "document": {"title": "个人所得税年度汇算回执", "lines": lines}}


def computed(name: str = "陈静") -> dict:
    """A snapshot of a matter that issues no document of its own."""
    return {
        "format": "zhishui-snapshot/1",
        "number": "SB09-20260316-K7QX2M9D",
        "taxpayer": {"name": name},
        "matter": {"code": "SB09", "name": "居民个人取得综合所得年度汇算清缴"},
        "period": "2025",
        "headline": "可退 1,284.00元",
        "figures": [
            {"name": "iit.balance", "title": "应补退税额", "value": "-1284.00", "unit": "元"},
            {"name": "iit.months", "title": "月数", "value": 12, "unit": "个月"},
            {"name": "iit.unknown", "title": "不知道的数", "value": None, "unit": "元"},
        ],
        "submitted_at": "2026-03-16T01:02:03.000Z",
    }


def signed(body: dict) -> TaxpayerSignature:
    secret, x, y = jose.new_key()
    text = jose.sign(jose.private_key(secret), canonical_json(body))
    return TaxpayerSignature("ES256", jose.public_jwk(x, y), text)


def event(body: dict) -> bytes:
    return canonical_json(
        {
            "v": 1,
            "id": "0195-test",
            "name": "filing.case.submitted",
            "at": "2026-03-16T01:02:03.000000Z",
            "data": {"snapshot_sha256": hashlib.sha256(canonical_json(body)).hexdigest()},
        }
    )


@dataclass
class Log:
    """A log of 13 events, ours among them."""

    recorded: bytes
    index: int = 5
    size: int = 13
    by: Keys = field(default_factory=keys)

    def proof(self) -> Proof:
        leaves = [event_leaf(SALT, b"%d" % number) for number in range(self.size)]
        leaves[self.index] = event_leaf(SALT, self.recorded)
        store = {(0, at): leaf for at, leaf in enumerate(leaves)}
        store.update(merkle.grown(0, leaves, store.__getitem__))
        head = Head(self.by.trust.logs[0].origin, self.size, merkle.root(self.size, store.__getitem__))
        path = merkle.inclusion_proof(self.index, self.size, store.__getitem__)
        return Proof(self.recorded, SALT, self.index, path, write_note(head, self.by.log.verifier, self.by.log.sign))


def receipt_json(name: str = "陈静", body: dict | None = None, **log) -> bytes:
    body = body or snapshot(name)
    return receipt.compose(snapshot=body, signature=signed(body), proof=Log(event(body), **log).proof())


def changed(data: bytes, **parts) -> bytes:
    """The same receipt.json with members replaced, canonical again."""
    return canonical_json({**json.loads(data), **parts})


def sealed(data: bytes | None = None, by: Keys | None = None, **changes) -> bytes:
    return seal(render(document(**changes), receipt_json() if data is None else data), by or keys(), AT)


@lru_cache
def good() -> bytes:
    return sealed()
