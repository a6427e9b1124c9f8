"""What do the names of a matter's formulas stand for, as far as the law's figures say?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from zhishui.catalogue.formulas import Plain, period_names, standing_of
from zhishui.catalogue.scene import Answers, Facts, answer_names, answer_of, like, rows_of
from zhishui.catalogue.types import Calculation, Revision
from zhishui.kernel import Assumed, Fen, Json, Knowledge, Known, Period, Unknown
from zhishui.law import FigureValue, Result


Results: TypeAlias = Mapping[str, Result]
"""Computed results by calculation id, "child" or "child[0]" for one row."""


def named_of(revision: Revision, answers: Answers, results: Results, period: Period) -> Facts:
    """Give every name a formula outside a row may use."""
    return {
        **answer_names(revision, answers),
        **figure_names(revision, answers, results),
        **period_names(period),
    }


def figure_names(revision: Revision, answers: Answers, results: Results) -> Facts:
    """Give every name that speaks of a figure; one not computed is unknown."""
    named: Facts = {}
    for calculation in revision.calculations:
        named |= calculation_names(calculation, revision, answers, results)
    return named


def calculation_names(calculation: Calculation, revision: Revision, answers: Answers, results: Results) -> Facts:
    """Give every name that speaks of one calculation's figures, outside a row."""
    if calculation.each:
        return _over_rows(calculation, revision, answers, results)
    return _figures(calculation.id, calculation, results)


def row_figures(revision: Revision, question: str, index: int, results: Results) -> Facts:
    """Give the names that speak of figures computed for one row."""
    named: Facts = {}
    for calculation in revision.calculations:
        if calculation.each == question:
            named |= _figures(f"{calculation.id}[{index}]", calculation, results)
    return named


def figure_knowledge(figure: FigureValue) -> Knowledge[Plain]:
    """Give a figure as knowledge: what is missing is the question that would settle it."""
    if figure.value is None:
        return Unknown("、".join(figure.missing) or figure.title)
    return Assumed(figure.value, "由推算的信息算出，请核对") if figure.assumed else Known(figure.value, ())


def _figures(key: str, calculation: Calculation, results: Results) -> Facts:
    result = results.get(key)
    if result is None:
        return {f"{calculation.id}_{name}": Unknown(calculation.title) for name in calculation.figures}
    return {f"{calculation.id}_{name}": figure_knowledge(result.figures[name]) for name in calculation.figures}


def _over_rows(calculation: Calculation, revision: Revision, answers: Answers, results: Results) -> Facts:
    asked = answer_of(revision.question(calculation.each), answers)
    rows = [_figures(f"{calculation.id}[{index}]", calculation, results) for index in range(len(rows_of(asked)))]
    named: Facts = {}
    for name in (f"{calculation.id}_{figure}" for figure in calculation.figures):
        column = [row[name] for row in rows]
        named[f"{name}_total"] = _folded(asked, column, sum)
        named[f"{name}_largest"] = _folded(asked, column, lambda sizes: max(sizes, default=0))
    return named


def _folded(
    asked: Knowledge[Json], column: Sequence[Knowledge[Plain]], fold: Callable[[Sequence[int]], int]
) -> Knowledge[Plain]:
    for one in (asked, *column):
        if isinstance(one, Unknown):
            return one
    values = [one.value for one in column if not isinstance(one, Unknown)]
    size = fold([value.value if isinstance(value, Fen) else value for value in values if isinstance(value, Fen | int)])
    money = any(isinstance(value, Fen) for value in values)
    return standing_of(Fen(size) if money else size, (like(asked, None), *column))
