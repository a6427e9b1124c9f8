"""How long does a page take while fifty people are at work, half of them saving an answer?

Each asks for a page every two seconds, whether or not the last one has come.
Every other page is a form with an answer, and counts until the page it leads to
is there, as it does for somebody at a browser. Beside them
`/healthz` is asked for: what the server and the machine take for almost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.kit import installation
from benchmarks.kit.figures import median, quantile, ratio
from benchmarks.kit.load import Got, Request, fire
from zhishui.doors.cli.bench import Report, Row, Wanted


if TYPE_CHECKING:
    from benchmarks.kit.people import Citizen

PEOPLE = 50
SECONDS = 60.0
EVERY = 2.0  # seconds between two pages of one person
HEALTH_LANES, HEALTH_EVERY = 10, 5.0  # as many waits as pages would have, but few requests
OK = 200
GOAL = 200.0  # ms, p95
FIGURE = "settle.balance"
FIELDS = ("pension", "donation")  # two questions everybody may change
TITLES = {
    "page": "所有页面",
    "home": "我的待办",
    "question": "一个问题",
    "check": "核对页",
    "why": "这个数怎么来的",
    "save": "保存一个答案，直到下一页出来",
}


def run(wanted: Wanted) -> Report:
    """Let people walk through their returns against a schedule."""
    people, seconds = wanted.people or PEOPLE, wanted.seconds or SECONDS
    installation.prepare(2 * people + 60)
    from benchmarks.kit import people as city

    everybody = city.citizens(2 * people + 60)
    drafts = list(islice(city.ready_drafts(everybody, (city.SETTLEMENT,)), people))
    lanes = [list(_walk(who, draft, place / len(drafts), seconds)) for place, (who, draft) in enumerate(drafts)]
    health = [list(_asked(place / HEALTH_LANES, seconds)) for place in range(HEALTH_LANES)]
    with installation.serving(wanted.scratch, worker=True) as served:
        fire(served.address, [lane[:2] for lane in lanes[:8]])  # the first pages load catalogue and law
        before = served.cpu()
        got = fire(served.address, [*lanes, *health])
        cpu = served.cpu() - before
    _refuse_failures(got)
    return Report(rows=tuple(_rows(got)), notes=_notes(len(drafts), seconds, got, cpu))


def _walk(who: Citizen, draft: str, phase: float, seconds: float) -> Iterator[Request]:
    """Give one person's pages: each second one saves an answer, the others look at something."""
    looks = cycle(
        (
            ("question", f"/drafts/{draft}/q/{FIELDS[0]}/?via=check"),
            ("check", f"/drafts/{draft}/check/"),
            ("home", "/"),
            ("why", f"/drafts/{draft}/why/{FIGURE}/"),
        )
    )
    for number, at in enumerate(_times(phase * EVERY, EVERY, seconds)):
        if number % 2 == int(phase * PEOPLE) % 2:
            kind, path = next(looks)
            yield Request(kind=kind, method="GET", path=path, headers={"Cookie": who.cookies}, due=at)
        else:
            yield _saved(who, draft, number, at)


def _saved(who: Citizen, draft: str, number: int, at: float) -> Request:
    field = FIELDS[number // 2 % 2]
    return Request(
        kind="save",
        method="POST",
        path=f"/drafts/{draft}/q/{field}/?via=check",
        headers=who.form(),
        body=who.fields(choice="change", **{field: f"{100 + number}.00"}),
        due=at,
        follow=True,
    )


def _asked(phase: float, seconds: float) -> Iterator[Request]:
    for at in _times(phase * HEALTH_EVERY, HEALTH_EVERY, seconds):
        yield Request(kind="health", method="GET", path="/healthz", due=at)


def _times(first: float, every: float, until: float) -> Iterator[float]:
    at = first
    while at < until:
        yield at
        at += every


def _refuse_failures(got: list[Got]) -> None:
    """An error page is fast; counted, it would make us look good."""
    bad = {(one.kind, one.status, one.refusal) for one in got if one.status != OK}
    if bad or not got:
        raise RuntimeError(f"answers other than 200: {sorted(bad)[:3]}")


def _rows(got: list[Got]) -> Iterator[Row]:
    health = [one.ms for one in got if one.kind == "health"]
    for kind, title in TITLES.items():
        took = [one.ms for one in got if one.kind != "health" and kind in (one.kind, "page")]
        if not took:
            continue
        p95 = quantile(took, 0.95)
        yield Row(
            case=kind,
            title=title,
            unit="毫秒（p95）",
            value=round(p95, 1),
            p50=round(median(took), 1),
            p99=round(quantile(took, 0.99), 1),
            baseline="同时量的 /healthz",
            baseline_value=round(quantile(health, 0.95), 1),
            ratio=round(ratio(median(took), median(health)), 2),
            goal=f"p95 ≤ {GOAL:g} 毫秒" if kind == "page" else "",
            met=p95 <= GOAL if kind == "page" else None,
        )


def _notes(people: int, seconds: float, got: list[Got], cpu: float) -> tuple[str, ...]:
    pages = sum(one.kind != "health" for one in got)
    speed = pages / max(one.ended for one in got)
    return (
        f"{people} 人，每人每 {EVERY:g} 秒一页，一半是保存答案；{seconds:g} 秒里 {pages} 页，{speed:.1f} 页/秒。",
        f"服务器每页用 CPU {1000 * cpu / pages:.1f} 毫秒（保存算到下一页出来），共 {cpu * speed / pages:.2f} 个核。",
        "照时间表发，不等上一页；晚发的等待也算进去。客户端是另一个进程，数值一栏是 p95，比值是中位数之比。",
    )
