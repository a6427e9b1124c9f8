"""What does an answer say, in one line?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from zhishui.catalogue import Question, QuestionType
from zhishui.doors.web.pages import words
from zhishui.kernel import Fen, Json


FEW = 3  # rows that are told in full
Row = Mapping[str, Json]


class Told(NamedTuple):
    """An answer in short; `detail` is what stands behind it, smaller."""

    text: str
    num: bool = False
    unit: str = ""
    detail: str = ""


def told(question: Question, value: Json, figure: Fen | int | str | date | None) -> Told:
    """Write an answer in one line; rows are told by the amount that follows from them, where there is one."""
    match question.type:
        case QuestionType.ROWS:
            return _rows(
                question, [row for row in value if isinstance(row, dict)] if isinstance(value, list) else [], figure
            )
        case QuestionType.RECORD:
            return Told(_row(question, value if isinstance(value, dict) else {}) or words.NOTHING)
    cell = words.leaf(question, value)
    return Told(cell.text, cell.num, cell.unit)


def _rows(question: Question, rows: Sequence[Row], figure: object) -> Told:
    if not rows:
        return Told("没有")
    detail = "；".join(_row(question, row) for row in rows) if len(rows) <= FEW else ""
    if isinstance(figure, Fen) and figure != Fen(0):
        return Told(figure.text(), num=True, unit="元", detail=detail)
    count = f"{len(rows)}{question.unit or '条'}"
    money = next((field.id for field in question.fields if field.type is QuestionType.MONEY), "")
    if not money:
        return Told(count, detail=detail)
    total = sum((Fen.of_yuan(str(row[money])) for row in rows if row.get(money)), Fen(0))
    return Told(total.text(), num=True, unit=f"元，{count}", detail=detail)


def _row(question: Question, row: Row) -> str:
    cells = ((field, words.leaf(field, row.get(field.id))) for field in question.fields)
    return "，".join(f"{cell.text}{cell.unit}" for field, cell in cells if row.get(field.id) is not None)
