"""`zs archive verify`: read the whole archive, and compare it with its inventories and the journal."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from zhishui.kernel import Problem


if TYPE_CHECKING:
    from zhishui.filing.archive.types import FixityReport


SHOWN = 20


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `archive verify`."""
    verbs = subparsers.add_parser("archive", help="档案").add_subparsers(required=True)
    verify = verbs.add_parser("verify", help="逐个文件核验档案")
    verify.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    verify.set_defaults(handler=_verify)


def _verify(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import ready

    ready()
    from zhishui.filing.archive import queries

    report = queries.scan()
    if args.json:
        problems = [problem.as_dict() for problem in _problems(report)]
        print(json.dumps({**report.as_dict(), "problems": problems}, ensure_ascii=False))
    else:
        _tell(report)
    return int(bool(report.damages))


def _tell(report: FixityReport) -> None:
    counted = f"{report.objects:,} 个案件，{report.files:,} 个文件，{report.bytes:,} 字节"
    if not report.damages:
        print(f"档案完好：{counted}。")
        return
    print(f"档案有 {len(report.damages):,} 处不对（共 {counted}）。请停止写入，从另一份恢复：")
    for problem in _problems(report)[:SHOWN]:
        print(f"  {problem.field}：{problem.message}")
    if len(report.damages) > SHOWN:
        print(f"  …… 其余 {len(report.damages) - SHOWN:,} 处请用 --json 看。")


def _problems(report: FixityReport) -> list[Problem]:
    return [
        Problem("archive-damaged", damage.why, f"{damage.object} {damage.path}".strip()) for damage in report.damages
    ]
