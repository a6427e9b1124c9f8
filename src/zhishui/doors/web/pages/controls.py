"""How is each kind of question filled in? The controls, empty, filled or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhishui.catalogue import Field, Question, QuestionType
from zhishui.doors.web.pages.parts import field_id
from zhishui.kernel import Json, refuse


Posted = Mapping[str, str]
DIGITS = 4  # of a count of rows
MOST_ROWS = 500
LONG = 120  # characters; a longer text gets a box of several lines


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    checked: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control as drawn; `template` is how."""

    template: str
    id: str
    name: str
    label: str = ""
    hint: str = ""
    error: str = ""
    value: str = ""
    kind: str = "text"
    css: str = ""
    inputmode: str = ""
    unit: str = ""
    size: int = 20
    options: tuple[Option, ...] = ()
    records: tuple[tuple[Control, ...], ...] = ()
    counter: str = ""

    @property
    def aria(self) -> SafeString:
        """Tie hint and error to the control, for those who do not see them."""
        ids = [f"{self.id}-{part}" for part, text in (("e", self.error), ("h", self.hint)) if text]
        described = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else SafeString("")
        return described + (SafeString(' aria-invalid="true"') if self.error else SafeString(""))


SHAPES: Mapping[QuestionType, dict[str, str]] = {
    QuestionType.MONEY: {"css": "in-money", "inputmode": "decimal", "unit": "元"},
    QuestionType.WHOLE: {"css": "in-short", "inputmode": "numeric"},
    QuestionType.PERCENT: {"css": "in-short", "inputmode": "decimal", "unit": "%"},
    QuestionType.DATE: {"css": "in-date", "kind": "date"},
    QuestionType.MONTH: {"css": "in-date", "kind": "month"},
    QuestionType.TEXT: {},
}


def control(question: Question, value: Json, errors: Mapping[str, str]) -> Control:
    """Draw a question with what is known; `errors` maps a problem's path to its sentence."""
    match question.type:
        case QuestionType.ROWS:
            return _rows(question, value if isinstance(value, list) else [], errors)
        case QuestionType.RECORD:
            parts = value if isinstance(value, dict) else {}
            drawn = tuple(_cell(f, question.id, parts.get(f.id), errors) for f in question.fields)
            return Control(
                template="web/controls/record.html",
                id=question.id,
                name=question.id,
                error=errors.get(question.id, ""),
                records=(drawn,),
            )
    return _leaf(question, question.id, value, errors, alone=True)


def _rows(question: Question, rows: Sequence[Json], errors: Mapping[str, str]) -> Control:
    drawn = tuple(
        tuple(_cell(f, f"{question.id}[{index}]", row.get(f.id), errors) for f in question.fields)
        for index, row in enumerate(rows)
        if isinstance(row, dict)
    )
    return Control(
        template="web/controls/records.html",
        id=question.id,
        name=question.id,
        error=errors.get(question.id, ""),
        records=drawn,
        counter=question.unit or "条",
    )


def _cell(field: Field, parent: str, value: Json, errors: Mapping[str, str]) -> Control:
    return _leaf(field, f"{parent}.{field.id}", value, errors, alone=False)


def _leaf(field: Field, path: str, value: Json, errors: Mapping[str, str], *, alone: bool) -> Control:
    name = field_id(path)
    base = Control(
        template="web/controls/text.html",
        id=name,
        name=name,
        label=field.title if field.required else f"{field.title}（可以不填）",
        hint=_hint(field, alone=alone),
        error=errors.get(path, ""),
        value=_written(value),
        size=field.length if field.type is QuestionType.TEXT else 20,
        unit=field.unit,
    )
    if field.type in {QuestionType.CHOICE, QuestionType.FLAG}:
        template = "web/controls/pick.html" if alone else "web/controls/select.html"
        return replace(base, template=template, options=_options(field, value))
    if field.type is QuestionType.TEXT and field.length > LONG:
        return replace(base, template="web/controls/long.html")
    return replace(base, **SHAPES[field.type])  # type: ignore[arg-type]  # a table of plain strings


def _hint(field: Field, *, alone: bool) -> str:
    example = f"例如 {field.example}" if field.example else ""
    return example if alone else "。".join(part for part in (field.help, example) if part)


def _options(field: Field, value: Json) -> tuple[Option, ...]:
    if field.type is QuestionType.FLAG:
        said = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else value
        return (Option("true", "是", said == "true"), Option("false", "不是", said == "false"))
    return tuple(Option(c.value, c.label, c.value == value, c.consequence) for c in field.choices)


def _written(value: Json) -> str:
    return "" if value is None else str(value)


def read(question: Question, posted: Posted) -> object:
    """Give what came in by form in the shape `read_answer` takes, still unchecked."""
    match question.type:
        case QuestionType.ROWS:
            return [_record(question, f"{question.id}-{index}", posted) for index in range(_count(question, posted))]
        case QuestionType.RECORD:
            return _record(question, question.id, posted)
    return posted.get(question.id, "")


def _record(question: Question, prefix: str, posted: Posted) -> dict[str, Json]:
    return {field.id: posted.get(f"{prefix}-{field.id}", "") for field in question.fields}


def _count(question: Question, posted: Posted) -> int:
    """Give how many rows came in. A count that is none is refused: read as 0 it would wipe the answer."""
    text = posted.get(f"{question.id}-count", "")
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise refuse("bad-form", "这个表单不完整，请回到上一页再填一次。", field=question.id, status=400)
    return min(int(text), int(question.most or MOST_ROWS) + 1)


def changed_rows(question: Question, posted: Posted) -> list[Json] | None:
    """Give the rows after 加一条 or 去掉, or None when neither was pressed."""
    rows = read(question, posted)
    if not isinstance(rows, list):
        return None
    if "add" in posted:
        return [*rows, {}]
    gone = posted.get("remove", "")
    return None if not gone else [row for index, row in enumerate(rows) if str(index) != gone]
