"""How does an issued document become a PDF? The same input gives the same bytes."""

from __future__ import annotations

import io
import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst

from zhishui.filing.signing.glyphs import GETA, drawable
from zhishui.filing.signing.moments import moment
from zhishui.filing.signing.types import DocumentTable, ResultDocument


TEMPLATE = Path(__file__).with_name("document.typ")
# One compiler is kept for its fonts and caches; it must not be used by two threads at once.
_lock = threading.Lock()


def render(document: ResultDocument, receipt: bytes = b"") -> bytes:
    """Give the document as PDF/A-3b, with `receipt` attached as receipt.json unless empty."""
    inputs = {"document": json.dumps(_content(document), ensure_ascii=False), "receipt": receipt.decode("utf-8")}
    with _lock:
        pdf = _compiler().compile(
            sys_inputs=inputs, format="pdf", pdf_standards=["a-3b"], timestamp=document.at.replace(microsecond=0)
        )
    assert isinstance(pdf, bytes)
    # The seal is appended, and must begin on a line of its own.
    return pdf + b"\n"


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Give the compiler, with our fonts and no others: the same bytes on every machine."""
    folder = str(pylopdf_fonts_zh_cn.serif_path().parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(str(TEMPLATE), font_paths=fonts)


def _content(document: ResultDocument) -> dict[str, Any]:
    gone: set[str] = set()

    def shown(text: str) -> str:
        return drawable(text, gone)

    notes = [shown(note) for note in document.notes]
    content = {
        "title": shown(document.title),
        "number": shown(document.number),
        "issued_by": shown(document.issued_by),
        "demo": document.demo,
        "lines": [
            {"label": shown(label), "value": shown(value), "strong": label in document.emphasis}
            for label, value in (*document.lines, ("签发", document.issued_by), ("签发时间", moment(document.at)))
        ],
        "tables": [_table(table, shown) for table in document.tables],
        "notes": notes,
        "verify_url": shown(document.verify_url),
        "qr": _qr(document.qr_text) if document.qr_text else "",
    }
    if gone:
        notes.append(_missing(gone))
    return content


def _table(table: DocumentTable, shown: Any) -> dict[str, Any]:
    return {
        "caption": shown(table.caption),
        "header": [shown(cell) for cell in table.header],
        "rows": [[shown(cell) for cell in row] for row in table.rows],
        "align": table.align or "l" * len(table.header),
    }


def _missing(gone: set[str]) -> str:
    codes = "、".join(f"U+{ord(character):04X}" for character in sorted(gone))
    return f"“{GETA}”代表字库里没有的字，依次编码为：{codes}。附件里的数据写的是原字。"


def _qr(text: str) -> str:
    image = io.BytesIO()
    segno.make(text, error="m", micro=False).save(image, kind="svg", xmldecl=False, border=0, dark="#17212b")
    return image.getvalue().decode("utf-8")
