"""What happened to a filed case? The timeline, the document's face, the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.parts import Row
from zhishui.filing.cases.types import CaseView, StepView
from zhishui.kernel import Json


STEPS = {
    "submitted": ("您签名提交，我们受理", "受理就是收妥，不会丢，也不会重复。"),
    "logged": ("记入公开日志", "谁也不能悄悄改掉它，包括我们。"),
    "archived": ("盖章、归档", "回执带电子印章和日志证明，没有网络、没有我们，也能核验。"),
}


PDF = ".pdf"
FILES = {"snapshot.json": "您签名的原文（snapshot.json）", "retention.json": "保存期限（retention.json）"}


@dataclass(frozen=True, slots=True)
class Step:
    """One dot of the timeline."""

    title: str
    css: str
    at: datetime | None
    note: str
    pending: str


@dataclass(frozen=True, slots=True)
class Notice:
    """That another version prevails, with the way to it."""

    text: str
    href: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """A filed case as its owner sees it."""

    title: str
    matter: str
    number: str
    heading: str
    lead: str
    making: bool
    poll: str
    notice: Notice | None
    steps: tuple[Step, ...]
    next: str
    amendable: str
    document_title: str
    face: tuple[Row, ...]
    receipt: Row | None
    files: tuple[Row, ...]


def receipt_page(case: CaseView, *, plain: str, issuer: str) -> ReceiptPage:
    """Draw a case; while its documents are being made, the page says so and asks again."""
    making = not case.documents
    headline = str(case.snapshot.get("headline", ""))
    document = case.snapshot.get("document")
    face = document if isinstance(document, dict) else {}
    return ReceiptPage(
        title="回执",
        matter=words.titled(plain, case.period),
        number=case.number,
        heading=f"已收到，{headline}" if headline else "已收到",
        lead=f"{words.moment(case.submitted_at, 'second')}受理。这就是您的凭证号：{case.number}。",
        making=making,
        poll=reverse("web:case-body", args=(case.id,)),
        notice=_notice(case),
        steps=tuple(_step(step) for step in case.steps),
        next="这份申报已经收好，不用再交第二次。退税到账、补税缴款在这个版本里还没有接通，请打12366问。",
        amendable=reverse("web:amend", args=(case.id,)) if "amend" in case.allowed else "",
        document_title=str(face.get("title", case.name)),
        face=_face(face, case, issuer),
        receipt=next((_file(case, name) for name in case.documents if name.endswith(PDF)), None),
        files=tuple(_file(case, name) for name in case.documents if not name.endswith(PDF)),
    )


def _step(step: StepView) -> Step:
    title, note = STEPS.get(step.name, (step.name, ""))
    if step.at is None:
        return Step(title, "wait", None, "", "正在做")  # nothing is promised before it is there
    where = f"第{step.detail}条。" if step.name == "logged" and step.detail else ""
    return Step(title, "done", step.at, where + note, "")


def _notice(case: CaseView) -> Notice | None:
    if case.amended_by:
        return Notice("这份申报后来更正过，以新的为准。", reverse("web:case", args=(case.amended_by,)), "看新的一份")
    if case.amends:
        return Notice("这是更正后的申报，以这份为准。", reverse("web:case", args=(case.amends,)), "看原来那份")
    return None


def _face(document: Mapping[str, Json], case: CaseView, issuer: str) -> tuple[Row, ...]:
    lines = document.get("lines")
    said = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
    return (
        *(Row(str(line["label"]), str(line["value"])) for line in said),
        Row("签发", issuer),
        Row("受理时间", words.moment(case.submitted_at)),
    )


def _file(case: CaseView, name: str) -> Row:
    label = "下载回执PDF" if name.endswith(PDF) else FILES.get(name, name)
    return Row(label, href=reverse("web:document", args=(case.id, name)))
