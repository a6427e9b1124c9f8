"""Which functions are the stages of a filing? Named where their callers look them up."""

from __future__ import annotations

from django.db import connection

from benchmarks.kit.stages import Place
from zhishui import catalogue
from zhishui.doors.api import root as api
from zhishui.filing.archive import services as archive
from zhishui.filing.cases import queries as cases
from zhishui.filing.counter import receipts, submitting
from zhishui.filing.signing import document
from zhishui.filing.signing import services as signing
from zhishui.journal import queries as journal
from zhishui.person.identity import queries as identity


COMMIT: Place = (connection, "commit")

DRAFT: dict[str, list[Place]] = {
    "税法计算": [(catalogue, "calculate")],
    "问哪些、核对、措辞": [(catalogue, name) for name in ("visible", "check", "headline", "warnings")],
    "解释": [(catalogue, "explain")],
    "读纳税人": [(identity, "get_taxpayer")],
    "落盘（COMMIT）": [COMMIT],
}
SUBMIT: dict[str, list[Place]] = {
    "会话、身份": [(api.Session, "authenticate")],
    "读草稿并重算": [(cases, "get_draft")],
    "快照：解释、文书": [(submitting, "prepared")],
    "规范化 JSON": [(submitting, "canonical_json")],
    "纳税人签名": [(signing, "sign_as_taxpayer")],
    "事务：写入": [(submitting, "_commit")],
    "落盘（COMMIT）": [COMMIT],
}
SEAL: dict[str, list[Place]] = {
    "日志证明": [(journal, "get_proof")],
    "排版（typst）": [(document, "render")],
    "电子印章、时间戳": [(receipts, "seal")],
    "归档": [(archive, "store")],
}
