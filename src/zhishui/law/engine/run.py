"""What are the figures of this person under the law of that day? Plain integers, one pass."""

from __future__ import annotations

from datetime import date
from itertools import repeat
from typing import cast

from zhishui.kernel import Period, Problem, Refused, refuse
from zhishui.law.engine.act import YEAR_START, Program, Step
from zhishui.law.engine.formula import LawError
from zhishui.law.engine.inputs import Facts, split_path
from zhishui.law.engine.missing import Missing, union


def run(program: Program, facts: Facts, period: Period) -> dict[str, object]:
    """Work out every figure; Refused if the facts contradict the law's own limits."""
    values = {**program.parameters.values, **facts.values, YEAR_START: period.from_}
    for step in program.steps:
        values[step.name] = figure(step, values)
    _refuse_contradictions(program, values)
    return values


def figure(step: Step, values: dict[str, object]) -> object:
    """Work out one figure, or its column, and let an exception override it."""
    value = _column(step, values) if any(step.columns) else step.work(*map(values.__getitem__, step.takes))
    return overridden(step, value, values) if step.exceptions else value


def overridden(step: Step, value: object, values: dict[str, object]) -> object:
    """Give the exception that holds instead of the general value."""
    holding = holding_exception(step, values)
    if holding:
        return values[holding]
    # An exception whose condition is open does not matter if it would give the same.
    open_ = [
        values[when]
        for name, when in step.exceptions
        if isinstance(values[when], Missing) and not _same(values[name], value)
    ]
    return union(open_) if open_ else value


def holding_exception(step: Step, values: dict[str, object]) -> str:
    """Name the one exception that holds, if any; two are a contradiction in the law."""
    holding = [name for name, when in step.exceptions if values[when] is True]
    if len(holding) > 1:
        raise LawError(f"{step.name}: {' and '.join(holding)} hold at once")
    return holding[0] if holding else ""


def _same(one: object, other: object) -> bool:
    return not isinstance(one, Missing) and not isinstance(other, Missing) and one == other


def _column(step: Step, values: dict[str, object]) -> object:
    given = [
        values[name] if column else repeat(values[name]) for name, column in zip(step.takes, step.columns, strict=True)
    ]
    missing = [one for one in given if isinstance(one, Missing)]
    return union(missing) if missing else tuple(map(step.work, *cast("list[tuple[object, ...]]", given)))


def _refuse_contradictions(program: Program, values: dict[str, object]) -> None:
    problems = [problem for step in program.refusals for problem in _contradictions(step, values)]
    if problems:
        raise Refused(*problems)


def _contradictions(step: Step, values: dict[str, object]) -> list[Problem]:
    rule = step.rule
    assert rule is not None
    found = figure(step, values)
    if not step.each:
        return [Problem(rule.code, rule.words, rule.about)] if found is True else []
    if isinstance(found, Missing):
        return []
    paths = (f"{step.each}[{at}].{rule.about}" for at, one in enumerate(found) if one is True)  # type: ignore[arg-type, var-annotated]  # a column is a tuple
    return [Problem(rule.code, rule.words, path) for path in paths]


def assumed_figures(program: Program, facts: Facts, values: dict[str, object]) -> frozenset[str]:
    """Name the figures that would be open without the assumptions: those rest on them."""
    taken_away = _without_assumptions(program, facts)
    if not taken_away:
        return frozenset()
    bare = {**values, **taken_away}
    after = program.after(frozenset(taken_away))
    for step in after:
        bare[step.name] = figure(step, bare)
    return frozenset(
        s.name for s in after if isinstance(bare[s.name], Missing) and not isinstance(values[s.name], Missing)
    )


def _without_assumptions(program: Program, facts: Facts) -> dict[str, object]:
    """Give, for each fact or column with an assumption in it, the same without."""
    found: dict[str, object] = {}
    for path in facts.assumed:
        _, at, name = split_path(path)
        if not name:
            fields = program.book.fields.get(path, (path,))
            found.update(dict.fromkeys(fields, Missing([path])))
        elif not isinstance(found.get(name), Missing):
            column = list(cast("tuple[object, ...]", found.get(name, facts.values[name])))
            column[at] = Missing([path])
            found[name] = tuple(column)
    return found


def no_law(program: Program, names: frozenset[str]) -> Problem:
    """Say which law there is none of on the program's day, and since when."""
    name = min(names)
    title = program.book.nodes[name].title
    ended = _ended(program, name)
    if ended:
        words = f"“{title}”只执行到{_day(ended)}，以后尚无法律规定，请等新的规定公布后再办。"
    else:
        words = f"“{title}”在{program.day.year}年尚无法律规定，请去掉有关的一项再算。"
    return Problem("no-law-for-date", words)


def _ended(program: Program, name: str) -> date | None:
    book = program.book
    if name in book.parameters:
        return book.parameters[name].ended_before(program.day)
    return max((rule.until for rule in book.versions[name] if rule.until and rule.until < program.day), default=None)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def law_of(period: Period, since: date) -> date:
    """Give the day whose law rules a period: its last; Refused before the act's law begins."""
    last = date.fromordinal(period.until.toordinal() - 1)
    if period.from_ < since:
        raise refuse(
            "no-law-for-date",
            f"这里的法律从{_day(since)}起，{period}没有可用的规定，请改选以后的年度。",
            field="period",
        )
    return last
