"""How long does a person wait for a figure to be right again after an answer, with its reasons?

In process: one answer of the annual settlement is saved, the whole return is
read and computed anew, and its balance is explained down to the articles.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.kit import installation
from benchmarks.kit.figures import median, quantile, ratio
from zhishui.doors.cli.bench import Report, Row, Stage, Wanted


if TYPE_CHECKING:
    from benchmarks.kit.people import Citizen

CITY = 60
FEWEST = 200
GOAL = 20.0  # ms, p95
FIGURE = "settle.balance"
FIELD = "pension"


def run(wanted: Wanted) -> Report:
    """Measure saving, recalculating and explaining; beside them the law alone on the same facts."""
    installation.prepare(wanted.people or CITY)
    drafts = _drafts(wanted.people or 10)
    rounds = max(1, -(-FEWEST // len(drafts)))
    saved, again, bare = _measure(drafts, rounds, wanted.seconds)
    stages = _stages(drafts)
    return Report(
        rows=(
            _row("recalculate", "重算一份年度汇算并解释应补（退）税额", again, bare, goal=True),
            _row("answer", "保存一个答案（落盘）并重算", saved, bare, goal=False),
        ),
        stages=stages,
        notes=(
            f"进程内，{len(drafts)} 份汇算交替进行，共 {len(again)} 次；数值一栏是 p95。",
            "基线是同一份事实只跑税法：计算加解释，没有草稿、核对、措辞和数据库。",
        ),
    )


def _drafts(people: int) -> list[tuple[Citizen, str]]:
    from itertools import islice

    from benchmarks.kit import people as city

    ready = city.ready_drafts(city.citizens(CITY), (city.SETTLEMENT,))
    return list(islice(ready, min(people, 10)))


def _measure(
    drafts: list[tuple[Citizen, str]], rounds: int, seconds: float | None
) -> tuple[list[float], list[float], list[float]]:
    """Interleave the three, so that a busy minute of the machine strikes all of them."""
    saved: list[float] = []
    again: list[float] = []
    bare: list[float] = []
    until = time.perf_counter() + (seconds or 1e9)
    for number in range(rounds):
        for who, draft in drafts:
            saved.append(_timed(lambda who=who, draft=draft: _save(who, draft, number)))
            again.append(_timed(lambda who=who, draft=draft: _recalculate(who, draft)))
            bare.append(_timed(_law_alone(who, draft)))
        if time.perf_counter() > until:
            break
    return saved, again, bare


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _save(who: Citizen, draft: str, number: int) -> None:
    from zhishui.filing.counter import services
    from zhishui.kernel import ports

    services.answer(draft=draft, question=FIELD, raw=f"{number % 900}.00", by=who.by, at=ports.clock().now())


def _recalculate(who: Citizen, draft: str) -> None:
    """Read the return, compute it anew and explain its balance: what the page 为什么 needs."""
    from zhishui.filing.counter import queries

    queries.explain(draft, FIGURE, who.by).as_dict()


def _law_alone(who: Citizen, draft: str) -> Callable[[], object]:
    """Catch what the law is told for this draft; give the same computation without anything around it."""
    from unittest import mock

    from zhishui import law
    from zhishui.filing.counter import queries

    with mock.patch.object(law, "compute", wraps=law.compute) as compute:
        view = queries.get_draft(draft, who.by)
    told = [call.args for call in compute.call_args_list]
    act, _, figure = FIGURE.partition(".")
    last = [args for args in told if args[0] == view.revision.calculation(act).act][-1]

    def alone() -> None:
        for args in told:
            law.compute(*args)
        law.explain(*last, figure).as_dict()

    return alone


def _row(case: str, title: str, took: list[float], bare: list[float], *, goal: bool) -> Row:
    p95 = quantile(took, 0.95)
    beside = quantile(bare, 0.95)
    return Row(
        case=case,
        title=title,
        unit="毫秒（p95）",
        value=round(p95, 2),
        p50=round(median(took), 2),
        p99=round(quantile(took, 0.99), 2),
        baseline="同样的事实只跑税法",
        baseline_value=round(beside, 2),
        ratio=round(ratio(median(took), median(bare)), 2),
        goal=f"p95 ≤ {GOAL:g} 毫秒" if goal else "",
        met=p95 <= GOAL if goal else None,
    )


def _stages(drafts: Iterable[tuple[Citizen, str]]) -> tuple[Stage, ...]:
    """Run both once more under a watch."""
    from benchmarks.kit.stages import REST, watching
    from benchmarks.kit.watched import DRAFT

    found = list(drafts)
    number = count(901)
    with watching(DRAFT) as watch:
        for who, draft in found:
            with watch.stage(REST):
                _recalculate(who, draft)
    first = watch.shown("recalculate", len(found))
    with watching(DRAFT) as watch:
        for who, draft in found:
            with watch.stage(REST):
                _save(who, draft, next(number))
    return first + watch.shown("answer", len(found))
