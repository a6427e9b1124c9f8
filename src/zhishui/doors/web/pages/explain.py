"""Why is this figure what it is? The law's explanation, as an account one can read downwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhishui.doors.web.pages import flow, words
from zhishui.doors.web.pages.now import figure_rows
from zhishui.doors.web.pages.parts import Chip, Row
from zhishui.filing.cases.types import DraftView
from zhishui.law import Cite, Explanation, Step, StepInput, TableRow


ZEROS = ("0.00", "0")
ROW_OF_LIST = "["  # a step made once per record is named "item_deduction[0]"


@dataclass(frozen=True, slots=True)
class Article:
    """One article, linked to its text where it is published."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One record's share in a step: one of the seven deductions."""

    title: str
    value: str
    words: str
    chips: tuple[Chip, ...]
    nil: bool


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of a rate table; `me` is the one that applies."""

    label: str
    cells: tuple[str, ...]
    me: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A rate table as printed."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalcStep:
    """One line of the account."""

    number: int
    title: str
    value: str
    unit: str
    words: str
    css: str
    chips: tuple[Chip, ...]
    cites: tuple[Article, ...]
    items: tuple[Item, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class Unused:
    """A rule that was looked at and does not apply, and by how much it does not."""

    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainPage:
    """One figure, explained."""

    title: str
    matter: str
    words: str
    value: str
    unit: str
    lead: str
    assumed: str
    forward: str
    forward_verb: str
    steps: tuple[CalcStep, ...]
    zeros: tuple[Row, ...]
    unused: tuple[Unused, ...]
    others: tuple[Row, ...]
    law_note: str
    fingerprint: str
    checked_on: date


def explain_page(draft: DraftView, name: str, of: Explanation, departments: Mapping[str, str]) -> ExplainPage:
    """Draw an explanation; the headline's own figure is said in the headline's words."""
    said = draft.headline
    mine = said.figure == name and said.amount is not None
    shown = words.figure(of.value)
    return ExplainPage(
        title=f"{of.title}怎么算的",
        matter=flow.matter(draft),
        words=said.words if mine else of.title,
        value=shown.text if mine else of.value_text,
        unit=of.unit,
        lead=said.sentence if mine else "",
        assumed=_assumed(of),
        forward=flow.check_url(draft),
        forward_verb="去核对、签名",
        steps=_account(of, departments),
        zeros=_zeros(of),
        unused=tuple(Unused(one.title, one.reasons) for one in of.why_not),
        others=tuple(row for row in figure_rows(draft) if not row.href.endswith(f"/{name}/")),
        law_note=f"按{words.period(of.period)}有效的法律和标准算。",
        fingerprint=of.parameters_hash[:16],
        checked_on=of.checked_on,
    )


def _assumed(of: Explanation) -> str:
    if of.missing:
        return f"还差：{'、'.join(of.missing)}。补上就能算出来。"
    return "里面有推算的内容，您核对以后才算数。" if of.assumed else ""


def _whole(of: Explanation) -> list[Step]:
    """Give the steps of the account itself; one made per record stands inside the step that adds it up."""
    return [step for step in of.steps if ROW_OF_LIST not in step.name]


def _account(of: Explanation, departments: Mapping[str, str]) -> tuple[CalcStep, ...]:
    rows = {step.name: step for step in of.steps if ROW_OF_LIST in step.name}
    steps = [step for step in _whole(of) if not _nothing(step) or step.name == of.figure]
    return tuple(
        _step(step, index + 1, rows, departments, end=step.name == of.figure) for index, step in enumerate(steps)
    )


def _zeros(of: Explanation) -> tuple[Row, ...]:
    """Give the steps that come to nothing: named, with the rule, but out of the way."""
    return tuple(
        Row(step.title, "；".join((step.formula_text, *_reasons(step))))
        for step in _whole(of)
        if _nothing(step) and step.name != of.figure
    )


def _nothing(step: Step) -> bool:
    return step.value_text in ZEROS


def _reasons(step: Step) -> list[str]:
    """Give what settled a step; a bare comparison of two numbers names nothing, so it says nothing."""
    return [reason for reason in step.because if not reason[:1].isdigit()]


def _step(step: Step, number: int, rows: Mapping[str, Step], departments: Mapping[str, str], *, end: bool) -> CalcStep:
    return CalcStep(
        number=number,
        title=step.title,
        value=step.value_text,
        unit=step.unit,
        words=_words(step),
        css="end" if end else "",
        chips=_chips(step.inputs, departments),
        cites=_articles(step.cites),
        items=_items(step, rows, departments),
        table=_table(step.table) if step.table else None,
    )


def _words(step: Step) -> str:
    """Say the rule, then the rule with its numbers, then what settled it."""
    said = [step.formula_text]
    if step.words and step.words != step.value_text:
        said.append(step.words)
    return "。".join([*said, *_reasons(step)]) + "。"


def _items(step: Step, rows: Mapping[str, Step], departments: Mapping[str, str]) -> tuple[Item, ...]:
    """Give what a step adds up, record by record, such as the deductions one by one."""
    within = [rows[one.name] for one in step.inputs if one.name in rows]
    if not any(row.unit for row in within):
        return ()
    told = [row for row in within if not _nothing(row) or _reasons(row)]
    others = [one for one in step.inputs if one.kind == "figure" and one.name not in rows]
    return (
        *(_item(row, departments) for row in told),
        *(Item(one.title, one.value_text, "", (), nil=False) for one in others if one.value_text not in ZEROS),
    )


def _item(step: Step, departments: Mapping[str, str]) -> Item:
    kind = next((one.value_text for one in step.inputs if one.kind == "input"), step.title)
    said = "；".join(part for part in (step.words, *_reasons(step)) if part != step.value_text)
    return Item(kind, step.value_text, said, _chips(step.inputs, departments), _nothing(step))


def _chips(inputs: Sequence[StepInput], departments: Mapping[str, str]) -> tuple[Chip, ...]:
    """Give one chip per department that stands behind a step, and say what is assumed."""
    newest: dict[str, datetime] = {}
    for source in (source for one in inputs for source in one.sources):
        newest[source.department] = max(newest.get(source.department, source.retrieved_at), source.retrieved_at)
    found = [_chip(code, at, departments) for code, at in newest.items()]
    reasons = dict.fromkeys(one.reason for one in inputs if one.standing == "assumed" and one.reason)
    return (*found, *(Chip(f"推算的：{reason}", "wait") for reason in reasons))


def _chip(code: str, at: datetime, departments: Mapping[str, str]) -> Chip:
    mine = code == "taxpayer"
    return Chip("您填的" if mine else departments.get(code, code), "you" if mine else "known", at, "short")


def _articles(cites: Sequence[Cite]) -> tuple[Article, ...]:
    links: dict[str, str] = {}
    for cite in cites:
        href = cite.source if cite.source.startswith("https://") else ""
        links.setdefault(f"{cite.law} {cite.article}".strip(), href)
    return tuple(Article(text, href) for text, href in links.items())


def _table(rows: Sequence[TableRow]) -> Table:
    lines = tuple(TableLine(_span(row), (row.rate_text, row.quick_text), row.hit) for row in rows)
    return Table("税率表", ("应纳税所得额，元", "税率", "速算扣除数"), lines)


def _span(row: TableRow) -> str:
    low, high = row.from_text.removesuffix(".00"), row.up_to_text.removesuffix(".00")
    if not low:
        return f"不超过{high}"
    return f"{low}到{high}" if high else f"超过{low}"
