"""What does the law say about these facts? The five questions other rooms may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from zhishui.kernel import Fen, Period, PeriodKind, Problem, Refused, refuse
from zhishui.law.book import ACTS, book, deadline_book
from zhishui.law.engine.act import Book, Program
from zhishui.law.engine.answers import Explanation, FigureValue, Result, Value, Window
from zhishui.law.engine.explain import Walk
from zhishui.law.engine.inputs import Facts, Input, Records, kind_of, read, unwrap
from zhishui.law.engine.missing import Missing
from zhishui.law.engine.run import assumed_figures, law_of, no_law, run


YEAR = "year"
SCALAR = -1


@dataclass(frozen=True, slots=True)
class InputView:
    """One fact an act may be told; `items` are the fields of a list's records."""

    name: str
    label: str
    kind: str
    one_of: tuple[str, ...] = ()
    items: tuple[InputView, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure an act gives."""

    name: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class ActView:
    """An act as others see it."""

    code: str
    title: str
    inputs: tuple[InputView, ...]
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """One person's facts, worked out."""

    program: Program
    period: Period
    facts: Facts
    values: dict[str, object]
    assumed: frozenset[str]


def acts() -> tuple[ActView, ...]:
    """List the acts with their inputs and figures."""
    return tuple(_act_view(book(code)) for code in ACTS)


def compute(act: str, period: Period, inputs: Mapping[str, object]) -> Result:
    """Work out the figures of an act; Refused for facts that cannot be, or a period without law."""
    work = _work(book(act), period, inputs)
    figures = {name: _figure(work, name) for name in work.program.book.act.figures}
    resolved = work.program.parameters
    return Result(act, period, figures, resolved.hash, resolved.checked_on)


def explain(act: str, period: Period, inputs: Mapping[str, object], figure: str) -> Explanation:
    """Explain one figure, public or intermediate; Refused if there is no law for it on that date."""
    work = _work(book(act), period, inputs)
    if figure not in work.program.by_name or work.program.by_name[figure].each:
        raise refuse("unknown-figure", f"没有“{figure}”这个数，请从列表中选择。", field="figure", status=404)
    found = _figure(work, figure)
    if found.problem:
        raise Refused(found.problem)
    return _explained(work, found)


def deadline(kind: str, period: Period) -> Window:
    """Give the first and last day for a kind of filing about a period."""
    work = _work(deadline_book(kind), period, {})
    walk = Walk(work.program, work.facts, work.values)
    walk.visit(("due", SCALAR))
    line = walk.lines["due", SCALAR]
    return Window(cast("date", work.values["opens"]), cast("date", work.values["due"]), line.cites)


def _work(book_: Book, period: Period, inputs: Mapping[str, object]) -> Working:
    program = book_.on(law_of(_year(period, inputs), book_.act.since))
    facts = read(book_.act.inputs, {name: value for name, value in inputs.items() if name != YEAR})
    _at_least_one(book_, facts)
    values = run(program, facts, period)
    return Working(program, period, facts, values, assumed_figures(program, facts, values))


def _year(period: Period, inputs: Mapping[str, object]) -> Period:
    """Every act so far is about a calendar year; the input `year` may only repeat it."""
    if period.kind is not PeriodKind.YEAR:
        raise refuse("wrong-period", "这项按年度计算，请填写年份，例如 2025。", field="period")
    told, _ = unwrap(inputs.get(YEAR))
    if told is not None and str(told) != str(period):
        raise refuse("year-differs", f"年度与所属期{period}不一致，请改成同一年。", field=YEAR)
    return period


def _at_least_one(book_: Book, facts: Facts) -> None:
    """Where none of the alternatives was told, the first is missing rather than zero."""
    names = book_.act.any_of
    if names and all(facts.given.get(name) is None or facts.given[name].standing == "default" for name in names):
        facts.values[names[0]] = Missing([names[0]])


def _figure(work: Working, name: str) -> FigureValue:
    node = work.program.book.nodes[name]
    value = work.values[name]
    if not isinstance(value, Missing):
        shown = cast("Value", Fen(cast("int", value)) if node.unit.fen else value)
        return FigureValue(name, node.title, node.unit_text, shown, assumed=name in work.assumed)
    missing = tuple(sorted(value.inputs))
    problem = None if missing else no_law(work.program, value.laws)
    return FigureValue(name, node.title, node.unit_text, None, missing, problem=problem)


def _explained(work: Working, found: FigureValue) -> Explanation:
    walk = Walk(work.program, work.facts, work.values)
    why_not = walk.exceptions_not_met(found.name)
    text = ""
    if found.value is not None:
        walk.visit((found.name, SCALAR))
        text = work.program.book.nodes[found.name].text(work.values[found.name])
    resolved = work.program.parameters
    return Explanation(
        work.program.book.act.code,
        work.period,
        found.name,
        found.title,
        found.unit,
        found.value,
        text,
        tuple(walk.lines.values()),
        found.missing,
        found.assumed,
        why_not,
        resolved.hash,
        resolved.checked_on,
    )


def problems_of(result: Result) -> tuple[Problem, ...]:
    """Give the problems of a result's figures."""
    return tuple(figure.problem for figure in result.figures.values() if figure.problem)


def _act_view(book_: Book) -> ActView:
    nodes = [book_.nodes[name] for name in book_.act.figures]
    year = InputView(YEAR, "年度", "text")
    return ActView(
        book_.act.code,
        book_.act.title,
        (year, *map(_input_view, book_.act.inputs)),
        tuple(FigureView(node.name, node.title, node.unit_text) for node in nodes),
    )


def _input_view(rule: Input | Records) -> InputView:
    if isinstance(rule, Records):
        return InputView(rule.name, rule.label, "list", items=tuple(map(_input_view, rule.fields)))
    return InputView(rule.name, rule.label, kind_of(rule), tuple(rule.choices))
