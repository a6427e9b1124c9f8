"""What stands in the document a case ends in? Plain data; someone else draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhishui.catalogue.asking import of_visible
from zhishui.catalogue.figures import Results, named_of
from zhishui.catalogue.formulas import Plain, holds, phrase, plain_of, work_out
from zhishui.catalogue.inputs import Situation
from zhishui.catalogue.names import DOCUMENT
from zhishui.catalogue.saying import filled_in, shown
from zhishui.catalogue.scene import Answers, answer_of, rows_of
from zhishui.catalogue.types import DocumentColumn, DocumentTable, Field, Question, QuestionType, Revision
from zhishui.kernel import Fen, Json, Knowledge, Known, Period, Unknown


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, and its value as people read it."""

    label: str
    value: str
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its total row, empty when nothing is summed; `numeric` columns stand to the right."""

    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class ResultDocument:
    """The whole document as data."""

    title: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    verification_code: str


def result_document(
    revision: Revision, answers: Answers, figures: Results, period: Period, about: Mapping[str, str]
) -> ResultDocument:
    """Fill the template. `about` gives taxpayer_name, taxpayer_number, issued_on, verification_code."""
    template = revision.document
    known = of_visible(revision, answers, figures)
    named = named_of(revision, known, figures, period)
    named |= {name: Known(about.get(name, ""), ()) for name in DOCUMENT}
    named["period"] = Known(phrase("{period}", period), ())
    situation = Situation(revision, known, figures, named)
    lines = [
        Line(line.label, _text(work_out(line.value, named)), line.answer)
        for line in template.lines
        if holds(line.when, named)
    ]
    return ResultDocument(
        title=filled_in(template.title, named),
        lines=tuple(lines),
        tables=tuple(_table(table, situation) for table in template.tables),
        notes=tuple(filled_in(note, named) for note in template.notes),
        verification_code=about.get("verification_code", "") if template.verification_code else "",
    )


def _text(known: Knowledge[Plain]) -> str:
    return "" if isinstance(known, Unknown) else shown(known.value)


def _table(table: DocumentTable, situation: Situation) -> Table:
    question = situation.revision.question(table.rows)
    fields = [_field(question, column) for column in table.columns]
    kept = [
        row
        for index, row in enumerate(rows_of(answer_of(question, situation.answers)))
        if holds(table.only, situation.within(question.id, index))
    ]
    numeric = tuple(field.type in (QuestionType.MONEY, QuestionType.WHOLE) for field in fields)
    summed = any(column.total for column in table.columns)
    return Table(
        title=table.title,
        columns=tuple(column.label for column in table.columns),
        numeric=numeric,
        rows=tuple(tuple(answer_text(field, _cell(row, field.id)) for field in fields) for row in kept),
        total=tuple(_total(column, field, kept) for column, field in zip(table.columns, fields, strict=True))
        if summed
        else (),
        empty=table.empty,
    )


def _field(question: Question, column: DocumentColumn) -> Field:
    return next(field for field in question.fields if field.id == column.column)


def _cell(row: Json, name: str) -> Json:
    return row.get(name) if isinstance(row, dict) else None


def _total(column: DocumentColumn, field: Field, rows: list[Json]) -> str:
    if not column.total:
        return ""
    parts = [plain_of(_cell(row, field.id), field.type) for row in rows]
    if field.type is QuestionType.MONEY:
        return Fen(sum(part.value for part in parts if isinstance(part, Fen))).text()
    return str(sum(part for part in parts if isinstance(part, int)))


def answer_text(field: Field, stored: Json) -> str:
    """Give one stored leaf as people read it: choices by label, money grouped, months in words."""
    if stored is None:
        return ""
    if field.choices:
        return next((choice.label for choice in field.choices if choice.value == stored), str(stored))
    return shown(plain_of(stored, field.type))
