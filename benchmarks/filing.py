"""How many filings a second are acknowledged, and how many receipts sealed?

Acknowledged means what a citizen waits for: HTTP, session, rules, explanations,
signature, one durable transaction. Sealed means what the worker does afterwards:
log, checkpoint, proof, typesetting, seal, archive. Beside each, in the same
rounds, the same bytes as bare durable INSERTs on the same disk.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.kit import installation
from benchmarks.kit.bare import Bare
from benchmarks.kit.figures import median, quantile, ratio
from benchmarks.kit.load import Got, Request, fire
from zhishui.doors.cli.bench import Report, Row, Stage, Wanted


if TYPE_CHECKING:
    from benchmarks.kit.installation import Served
    from benchmarks.kit.people import Citizen

    Ready = tuple[Citizen, str]

FILINGS = 360
ROUNDS = 3
CONNECTIONS = 16
WARMING = 8  # filings before a server is timed: the first ones load catalogue and law
WATCHED = 20  # more filings, sent in this process, to see where the time goes
CREATED = 201


@dataclass(slots=True)
class Measured:
    """Rates and CPU of each round, and every wait in ms."""

    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # ms of the server, per filing


def run(wanted: Wanted) -> Report:
    """Prepare returns through the verbs, then file, seal and insert in turns."""
    filings = wanted.people or FILINGS
    each = max(1, filings // (ROUNDS + 1))
    installation.prepare(filings + 90)
    drafts = _ready(each * (ROUNDS + 1) + WATCHED + 2 * WARMING, filings + 90)
    bare = (Bare(wanted.scratch / "filings.sqlite3"), Bare(wanted.scratch / "receipts.sqlite3"))
    seconds = min(wanted.seconds or 1.0, 5.0)
    alone, sealed, beside = Measured(), Measured(), Measured()
    with installation.serving(wanted.scratch, worker=False) as served:
        _file(served, list(islice(drafts, WARMING)), Measured())
        _seal(Measured())
        for _ in range(ROUNDS):
            _file(served, list(islice(drafts, each)), alone)
            bare[0].round(_filed_bytes(), seconds)
            _seal(sealed)
            bare[1].round(_sealed_bytes(), seconds)
    stages = _stages(list(islice(drafts, WATCHED)))
    with installation.serving(wanted.scratch, worker=True) as served:
        _file(served, list(islice(drafts, WARMING)), Measured())
        _file(served, list(drafts), beside)
    return Report(rows=_rows(alone, sealed, beside, bare), stages=stages, notes=_notes(each, alone, bare))


def _ready(count: int, city: int) -> Iterator[Ready]:
    """Give returns and certificates that need nothing but a signature, all made before anything is timed."""
    from benchmarks.kit import people

    tasks = (people.SETTLEMENT, people.certificate())
    return iter(list(islice(people.ready_drafts(people.citizens(city), tasks), count)))


def _file(served: Served, drafts: Sequence[Ready], measured: Measured) -> None:
    lanes = [[_request(*ready) for ready in drafts[lane::CONNECTIONS]] for lane in range(CONNECTIONS)]
    before = served.cpu()
    got = fire(served.address, [lane for lane in lanes if lane])
    _refuse_failures(got)
    measured.rates.append(len(got) / max(one.ended for one in got))
    measured.waits += [one.ms for one in got]
    measured.cpu += [(served.cpu() - before) * 1000 / len(got)]


def _request(who: Citizen, draft: str) -> Request:
    headers = who.json(**{"Idempotency-Key": draft})
    return Request(kind="submit", method="POST", path=f"/api/v1/drafts/{draft}/submit", headers=headers, body="{}")


def _refuse_failures(got: Sequence[Got]) -> None:
    """A refused filing is fast; counted, it would make us look good."""
    bad = {(one.status, one.refusal) for one in got if one.status != CREATED}
    if bad or not got:
        raise RuntimeError(f"answers other than 201: {sorted(bad)}")


def _seal(measured: Measured) -> None:
    """Let the worker turn until every receipt is sealed and archived."""
    from benchmarks.kit.stages import watching
    from zhishui.config import worker
    from zhishui.filing.counter import receipts

    start = time.perf_counter()
    with watching({"回执": [(receipts, "seal")]}) as watch:
        while worker.turn():
            pass
    done = watch.calls.get("回执", 0)
    spent = time.perf_counter() - start
    measured.rates.append(done / spent)
    measured.waits.append(spent * 1000 / max(done, 1))


def _filed_bytes() -> list[bytes]:
    """Give what one filing writes, as one row: snapshot, signature, answer, event."""
    from benchmarks.kit import written

    return written.filings()


def _sealed_bytes() -> list[bytes]:
    """Give what one receipt writes, as one row: the sealed document and the snapshot."""
    from benchmarks.kit import written

    return written.receipts()


def _stages(drafts: Sequence[Ready]) -> tuple[Stage, ...]:
    """Send more filings through the whole stack inside this process, and seal them, under a watch."""
    from django.test import Client

    from benchmarks.kit.stages import REST, watching
    from benchmarks.kit.watched import SEAL, SUBMIT
    from zhishui.config import worker
    from zhishui.filing.cases.assessment import assessed

    assessed.cache_clear()  # this process made these drafts; the server has not seen them
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.get("/healthz")  # the first request builds the stack
    with watching(SUBMIT) as watch:
        for who, draft in drafts:
            request = _request(who, draft)
            client.cookies.load({"sessionid": who.session, "csrftoken": who.token})
            headers = {name: text for name, text in request.headers.items() if name != "Cookie"}
            with watch.stage(REST):
                answer = client.post(request.path, "{}", content_type="application/json", headers=headers)
            assert answer.status_code == CREATED, answer.content
    filed = watch.shown("acknowledged", len(drafts))
    with watching(SEAL) as watch, watch.stage(REST):
        while worker.turn():
            pass
    return filed + watch.shown("sealed", len(drafts))


def _rows(alone: Measured, sealed: Measured, beside: Measured, bare: tuple[Bare, Bare]) -> tuple[Row, ...]:
    return (
        _row("acknowledged", "经 HTTP 受理一份申报（后台关着，只量受理）", alone, bare[0]),
        _row("sealed", "后台做好一份回执（日志、检查点、排版、盖章、归档）", sealed, bare[1]),
        _row("acknowledged-beside-worker", "经 HTTP 受理一份申报（后台同时在做回执）", beside, bare[0]),
    )


def _row(case: str, title: str, measured: Measured, bare: Bare) -> Row:
    value, baseline = median(measured.rates), median(bare.rates)
    return Row(
        case=case,
        title=title,
        unit="份/秒",
        value=round(value, 2),
        p50=round(median(measured.waits), 2),
        p99=round(quantile(measured.waits, 0.99), 2),
        baseline="同样的字节逐行落盘",
        baseline_value=round(baseline, 1),
        ratio=round(ratio(value, baseline), 4),
    )


def _notes(each: int, alone: Measured, bare: tuple[Bare, Bare]) -> tuple[str, ...]:
    return (
        f"{ROUNDS} 轮交替，每轮 {each} 份，{CONNECTIONS} 个长连接，客户端是另一个进程；数值和基线都取各轮的中位数。",
        "受理只量受理：后台关着（ZHISHUI_WORKER=0），回执随后由后台单独做，第三行是两者同时进行（一轮）。",
        "基线：sqlite3、WAL、synchronous=FULL，每行一次提交，同一块盘。",
        f"基线各轮 {_list(bare[0].rates)} 和 {_list(bare[1].rates)} 行/秒；受理各轮 {_list(alone.rates)} 份/秒。",
        f"受理一份，服务器用 CPU {median(alone.cpu):.1f} 毫秒。",
        "时间去向在进程内用 Django 的测试客户端量，不含网络和排队；里层的时间不算在外层里。",
    )


def _list(rates: Sequence[float]) -> str:
    return "、".join(f"{rate:,.0f}" for rate in rates)
