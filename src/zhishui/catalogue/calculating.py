"""What do the answers come to under the law, figure by figure, and why?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from zhishui import law
from zhishui.catalogue.asking import of_visible
from zhishui.catalogue.figures import Results, calculation_names, named_of
from zhishui.catalogue.formulas import holds
from zhishui.catalogue.inputs import Situation, Told, origin_of, told
from zhishui.catalogue.scene import Answers, answer_of, rows_of
from zhishui.catalogue.types import Calculation, Revision
from zhishui.kernel import Period, Problem, Refused, Unknown, refuse


FIGURE = re.compile(r"(\w+)(?:\[([0-9]{1,3})\])?\.(\w+)")


def calculate(revision: Revision, answers: Answers, period: Period) -> dict[str, law.Result]:
    """Compute all that can be computed: by calculation id, "child[0]" where made for each row.

    A calculation whose facts the law refuses is left out; `refusals` says why.
    """
    results: dict[str, law.Result] = {}
    situation = situation_of(revision, answers, results, period)
    for calculation in revision.calculations:
        for key, inputs in list(_turns(calculation, situation)):
            # What the law refuses, `refusals` tells; the other figures are still worth showing.
            with suppress(Refused):
                results[key] = law.compute(calculation.act, period, inputs)
        if calculation.id in _decisive(revision):
            situation = situation_of(revision, answers, results, period)
        else:
            situation.named.update(calculation_names(calculation, revision, situation.answers, results))
    return results


def refusals(revision: Revision, answers: Answers, figures: Results, period: Period) -> tuple[Problem, ...]:
    """Give what the law itself refuses, pointing at the answers it came from."""
    problems: list[Problem] = []
    situation = situation_of(revision, answers, figures, period)
    for calculation in (one for one in revision.calculations if not one.advice):
        for key, inputs in _turns(calculation, situation):
            if key in figures:
                problems += [figure.problem for figure in figures[key].figures.values() if figure.problem]
                continue
            try:
                law.compute(calculation.act, period, inputs)
            except Refused as refused:
                problems += [_pointed(problem, calculation, key, situation) for problem in refused.problems]
    return tuple(dict.fromkeys(problems))


def situation_of(revision: Revision, answers: Answers, results: Results, period: Period) -> Situation:
    """Give all there is to look at, with the questions that are not asked left blank."""
    asked = of_visible(revision, answers, results)
    return Situation(revision, asked, results, named_of(revision, asked, results, period))


def _decisive(revision: Revision) -> set[str]:
    """Give the calculations on whose figures it hangs what is asked next."""
    conditions = [question.visible_when for question in revision.questions if question.visible_when]
    names = {name for condition in conditions for name in condition.names}
    return {one.id for one in revision.calculations if any(name.startswith(f"{one.id}_") for name in names)}


def explain(
    revision: Revision, answers: Answers, period: Period, figure: str, results: Results | None = None
) -> law.Explanation:
    """Explain one figure: "settle.balance", or "child[0].infant_months" for one row.

    `results` are those of `calculate` where they are at hand; computed otherwise.
    """
    match = FIGURE.fullmatch(figure)
    calculations = {calculation.id: calculation for calculation in revision.calculations}
    if match is None or match[1] not in calculations or match[3] not in calculations[match[1]].figures:
        raise refuse("unknown-figure", "没有这个数，请从结果页点开要看的数。", field="figure", status=404)
    calculation = calculations[match[1]]
    known = calculate(revision, answers, period) if results is None else results
    for key, inputs in _turns(calculation, situation_of(revision, answers, known, period)):
        if key == figure.rpartition(".")[0]:
            return law.explain(calculation.act, period, inputs, match[3])
    raise refuse("figure-not-computed", "这个数还算不出来，请先把前面的问题答完。", field="figure", status=409)


def _turns(calculation: Calculation, situation: Situation) -> Iterator[tuple[str, Told]]:
    """Give each key to compute and what the law is told for it."""
    if not calculation.each:
        if holds(calculation.when, situation.named):
            yield calculation.id, told(calculation, situation, situation.named)
        return
    asked = answer_of(situation.revision.question(calculation.each), situation.answers)
    if isinstance(asked, Unknown):
        return
    for index in range(len(rows_of(asked))):
        named = situation.within(calculation.each, index)
        if holds(calculation.when, named):
            yield f"{calculation.id}[{index}]", told(calculation, situation, named)


def _pointed(problem: Problem, calculation: Calculation, key: str, situation: Situation) -> Problem:
    """Give the law's problem with the path of the answer instead of the law's input."""
    row = key.replace(calculation.id, calculation.each) if calculation.each else ""
    return Problem(problem.code, problem.message, origin_of(problem.field, calculation, row, situation))
