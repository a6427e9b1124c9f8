"""`zs case`: do a matter from the command line, through the same verbs as the pages."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from zhishui.kernel import Period, refuse


if TYPE_CHECKING:
    from zhishui.filing.cases.types import DraftView


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `case file|show|amend`."""
    verbs = subparsers.add_parser("case", help="案件").add_subparsers(required=True)
    file = verbs.add_parser("file", help="办理一件事")
    file.add_argument("--matter", required=True)
    file.add_argument("--period", default="", help="所属期；不写就用现在该办的那一期")
    file.add_argument("--key", default="", help="Idempotency-Key；不写就新生成一个")
    file.set_defaults(handler=_file)
    show = verbs.add_parser("show", help="查看一件事")
    show.add_argument("id")
    show.set_defaults(handler=_show)
    amend = verbs.add_parser("amend", help="更正一件已办的事")
    amend.add_argument("id")
    amend.add_argument("--key", default="")
    amend.set_defaults(handler=_amend)
    for verb in (file, show, amend):
        verb.add_argument("--as", dest="login", required=True, help="登录名")
        verb.add_argument("--for", dest="number", default="", help="替谁办：税号")
        verb.add_argument("--json", action="store_true")
    for verb in (file, amend):
        verb.add_argument("--answers", type=Path, help="答案文件，JSON：{问题: 答案}")


def _file(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import acting_as, ready

    ready()
    from zhishui.filing.counter import queries
    from zhishui.filing.counter import services as counter
    from zhishui.kernel import ports

    by, clock = acting_as(args.login, args.number), ports.clock()
    before = queries.answered(args.key, by) if args.key else None
    if before is not None:
        return _acknowledged(args, before)
    draft = counter.start(matter=args.matter, period=_period(args), by=by, at=clock.now())
    return _finish(args, draft)


def _amend(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import acting_as, ready

    ready()
    from zhishui.filing.counter import queries
    from zhishui.filing.counter import services as counter
    from zhishui.kernel import ports

    by = acting_as(args.login, args.number)
    before = queries.answered(args.key, by) if args.key else None
    if before is not None:
        return _acknowledged(args, before)
    return _finish(args, counter.amend(case=args.id, by=by, at=ports.clock().now()))


def _finish(args: argparse.Namespace, draft: DraftView) -> int:
    """Answer, confirm and submit a draft."""
    from zhishui.doors.cli.ready import acting_as
    from zhishui.filing.counter import services as counter
    from zhishui.kernel import ports

    by, clock = acting_as(args.login, args.number), ports.clock()
    for question, raw in _answers(args.answers).items():
        counter.answer(draft=draft.id, question=question, raw=raw, by=by, at=clock.now())
    counter.confirm_all(draft=draft.id, by=by, at=clock.now())
    key = args.key or ports.chance().new_id(clock.now())
    done = counter.submit(draft=draft.id, key=key, by=by, at=clock.now())
    return _acknowledged(args, done.body)


def _acknowledged(args: argparse.Namespace, body: bytes) -> int:
    said = json.loads(body)
    _say(args, said, f"已受理：{said['number']}，{said['headline']}。\n案件 {said['case']}，回执制作中。")
    return 0


def _show(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import acting_as, ready

    ready()
    from zhishui.filing.counter import queries as counter

    case = counter.get_case(args.id, acting_as(args.login, args.number))
    steps = [
        {"name": step.name, "at": None if step.at is None else step.at.isoformat(), "detail": step.detail}
        for step in case.steps
    ]
    said = {
        "case": case.id,
        "number": case.number,
        "steps": steps,
        "documents": list(case.documents),
        "snapshot": case.snapshot,
    }
    words = "\n".join(f"{step['name']:<10} {step['at'] or '还没有'} {step['detail']}" for step in steps)
    _say(args, said, f"{case.name} {case.number}\n{case.snapshot['headline']}\n{words}")
    return 0


def _period(args: argparse.Namespace) -> Period:
    from zhishui import catalogue
    from zhishui.kernel import ports

    if args.period:
        try:
            return Period.parse(args.period)
        except ValueError:
            raise refuse("bad-period", "所属期要写成 2025、2025Q1、2025-03 或 2025-03-18。", field="period") from None
    matter = catalogue.load().matters.get(args.matter)
    revision = None if matter is None else matter.on(ports.clock().today())
    periods = () if revision is None else catalogue.open_periods(revision, ports.clock().today())
    if not periods:
        raise refuse("unknown-matter", f"没有事项“{args.matter[:20]}”，或者它现在不办理。", field="matter", status=404)
    return periods[0]


def _answers(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise refuse("bad-answers", "答案文件打不开，或者不是 JSON。请检查文件。", field="answers") from None
    if not isinstance(said, dict):
        raise refuse("bad-answers", "答案文件要写成 {问题: 答案}。", field="answers")
    return said


def _say(args: argparse.Namespace, data: object, words: str) -> None:
    print(json.dumps(data, ensure_ascii=False) if args.json else words)
