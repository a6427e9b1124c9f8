"""`zs log`: check the whole log, or sign and print its newest checkpoint."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from zhishui.kernel import Problem, refuse


if TYPE_CHECKING:
    from zhishui.journal.note import VerifierKey
    from zhishui.journal.types import LogReport


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `log verify` and `log checkpoint`."""
    verbs = subparsers.add_parser("log", help="透明日志").add_subparsers(required=True)
    verify = verbs.add_parser("verify", help="从头核验日志，说出第一处不对")
    verify.add_argument("--witness", action="append", type=Path, default=[], help="别处保存的检查点文件，可给多个")
    verify.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    verify.set_defaults(handler=_verify)
    checkpoint = verbs.add_parser("checkpoint", help="签发并输出最新检查点，请存到别处")
    checkpoint.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    checkpoint.set_defaults(handler=_checkpoint)


def _verify(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import ready

    ready()
    from zhishui.journal.queries import verify_log

    report = verify_log(_keys(), [_note(path) for path in args.witness])
    problem = _problem(report)
    if args.json:
        problems = [] if problem is None else [problem.as_dict()]
        print(json.dumps({**report.as_dict(), "problems": problems}, ensure_ascii=False))
    else:
        print(_words(report) if problem is None else f"{problem.message}（{problem.code}）")
    return int(problem is not None)


def _keys() -> list[VerifierKey]:
    """Give every key this log was ever signed with: renewing one does not orphan its checkpoints."""
    from zhishui.filing.signing import keys
    from zhishui.journal.note import VerifierKey

    return [VerifierKey(log.origin, log.public_key) for log in keys.bound().trust.logs]


def _note(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("witness-unreadable", f"读不了检查点文件 {path}，请核对路径。", field="witness") from error


def _problem(report: LogReport) -> Problem | None:
    if report.bad is None:
        return None
    where = f"{report.bad.table} {report.bad.record}"
    return Problem("log-broken", f"日志第一处不对在 {where}：{report.bad.why}。请保存现场并报告安全管理员。", where)


def _words(report: LogReport) -> str:
    seen = f"，与外部检查点 {report.witnessed:,} 个一致" if report.witnessed else ""
    return f"日志完好：{report.leaves:,} 条，检查点 {report.checkpoints:,} 个{seen}；等待入日志 {report.waiting:,} 条。"


def _checkpoint(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import ready

    ready()
    from zhishui.filing.signing import keys
    from zhishui.journal import queries, services
    from zhishui.kernel import ports

    at = ports.clock().now()
    while services.sequence(at=at, key=keys.bound().log) is not None:
        pass
    checkpoint = queries.latest_checkpoint()
    if checkpoint is None:
        raise refuse("log-empty", "日志还是空的，办理第一件事之后再来。", status=404)
    parts = {"size": checkpoint.size, "root": checkpoint.root.hex(), "at": checkpoint.at.isoformat()}
    # The note alone, byte for byte, so that `zs log checkpoint > FILE` makes a file for --witness.
    text = json.dumps({**parts, "note": checkpoint.note}) + "\n" if args.json else checkpoint.note
    print(text, end="")
    return 0
