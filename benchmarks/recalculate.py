"""How long does a person wait for a figure to be right again after an answer, with its reasons?

In process: a draft of the annual settlement is read and computed anew, nothing
remembered, and its balance is explained down to the articles; and the same with
an answer saved before it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from unittest import mock

from benchmarks.kit import installation
from benchmarks.kit.figures import median, quantile, ratio
from zhishui.doors.cli.bench import Report, Row, Stage, Wanted


if TYPE_CHECKING:
    from benchmarks.kit.people import Citizen

    Ready = tuple[Citizen, str]

CITY = 60
DRAFTS = 10
FEWEST = 200
GOAL = 20.0  # ms, p95
FIGURE = "settle.balance"
FIELD = "pension"


@dataclass(slots=True)
class Took:
    """Every wait in ms, by case."""

    again: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def run(wanted: Wanted) -> Report:
    """Measure recalculating and saving; beside them the law alone on the same facts."""
    installation.prepare(CITY)
    from benchmarks.kit import people as city

    ready = city.ready_drafts(city.citizens(CITY), (city.SETTLEMENT,))
    drafts = list(islice(ready, wanted.people or DRAFTS))
    took = _measured(drafts, wanted.seconds)
    return Report(
        rows=(
            _row("recalculate", "重算一份年度汇算并解释应补（退）税额", took.again, took.bare, goal=True),
            _row("answer", "存下一个答案（落盘），重算并解释", took.saved, took.bare, goal=False),
        ),
        stages=tuple(_stages(drafts)),
        notes=(
            f"进程内，{len(drafts)} 份汇算交替进行，各 {len(took.again)} 次，不用任何记下的结果；数值一栏是 p95。",
            "基线是同一份事实只跑税法：计算加解释，没有草稿、核对、措辞和数据库；比值是中位数之比。",
        ),
    )


def _measured(drafts: list[Ready], seconds: float | None) -> Took:
    """Interleave the three, so that a busy minute of the machine strikes all of them."""
    took, number, until = Took(), 0, time.perf_counter() + (seconds or 1e9)
    for who, draft in drafts:
        _again(who, draft)  # the first one loads catalogue and law
    while number * len(drafts) < FEWEST and (number == 0 or time.perf_counter() < until):
        number += 1
        for who, draft in drafts:
            took.again.append(_timed(lambda: _again(who, draft)))  # noqa: B023  called at once
            took.saved.append(_timed(lambda: _saved(who, draft, number)))  # noqa: B023  called at once
            took.bare.append(_timed(_law_alone(who, draft)))
    return took


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _again(who: Citizen, draft: str) -> None:
    """Read the return, compute it anew and explain its balance: what the page 为什么 needs."""
    from zhishui.filing.cases.assessment import assessed
    from zhishui.filing.counter import queries

    assessed.cache_clear()
    queries.explain(draft, FIGURE, who.by).as_dict()


def _saved(who: Citizen, draft: str, number: int) -> None:
    from zhishui.filing.counter import queries, services
    from zhishui.kernel import ports

    services.answer(draft=draft, question=FIELD, raw=f"{number}.00", by=who.by, at=ports.clock().now())
    queries.explain(draft, FIGURE, who.by).as_dict()


def _law_alone(who: Citizen, draft: str) -> Callable[[], object]:
    """Catch what the law is told for this draft; give the same computation without anything around it."""
    from zhishui import law
    from zhishui.filing.cases.assessment import assessed
    from zhishui.filing.counter import queries

    assessed.cache_clear()
    with mock.patch.object(law, "compute", wraps=law.compute) as compute:
        view = queries.get_draft(draft, who.by)
    told = [call.args for call in compute.call_args_list]
    calculation, _, figure = FIGURE.partition(".")
    act = view.revision.calculation(calculation).act
    period, inputs = next(args[1:] for args in reversed(told) if args[0] == act)

    def alone() -> None:
        for args in told:
            law.compute(*args)
        law.explain(act, period, inputs, figure).as_dict()

    return alone


def _row(case: str, title: str, took: list[float], bare: list[float], *, goal: bool) -> Row:
    p95 = quantile(took, 0.95)
    return Row(
        case=case,
        title=title,
        unit="毫秒（p95）",
        value=round(p95, 2),
        p50=round(median(took), 2),
        p99=round(quantile(took, 0.99), 2),
        baseline="同样的事实只跑税法",
        baseline_value=round(quantile(bare, 0.95), 2),
        ratio=round(ratio(median(took), median(bare)), 2),
        goal=f"p95 ≤ {GOAL:g} 毫秒" if goal else "",
        met=p95 <= GOAL if goal else None,
    )


def _stages(drafts: list[Ready]) -> Iterator[Stage]:
    """Run both once more under a watch."""
    from benchmarks.kit.stages import REST, watching
    from benchmarks.kit.watched import DRAFT

    def save(who: Citizen, draft: str) -> None:
        _saved(who, draft, FEWEST + 1)

    for case, action in (("recalculate", _again), ("answer", save)):
        with watching(DRAFT) as watch:
            for who, draft in drafts:
                with watch.stage(REST):
                    action(who, draft)
        yield from watch.shown(case, len(drafts))
