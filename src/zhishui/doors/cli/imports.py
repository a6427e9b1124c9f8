"""`zs import facts`: take in a department's file, every row or none."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import facts`."""
    command = subparsers.add_parser("import", help="导入部门数据")
    facts = command.add_subparsers(required=True).add_parser("facts", help="导入一个部门的文件（CSV 或 JSON）")
    facts.add_argument("--department", required=True, help="部门代码，如 natural_person_tax")
    facts.add_argument("--record", default="", help="记录名；不写就看文件名")
    facts.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
    facts.add_argument("file", type=Path)
    facts.set_defaults(handler=_facts)


def _facts(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import ready

    ready()
    from zhishui.kernel import Acting, Ref, ports
    from zhishui.person.facts.services import import_file

    operator = Acting(Ref("system", "operator", "cli"), None, "system:cli")
    report = import_file(
        department=args.department, path=args.file, record=args.record, by=operator, at=ports.clock().now()
    )
    if args.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
        return 0
    told = report.recorded
    print(f"{report.department_title}“{report.record}”：{report.rows:,}条，没有错误。")
    print(f"新记{told.new:,}条，内容有变{told.conflicting:,}条，早已有{told.known + told.outdated:,}条。")
    for notice in report.notices:
        print(notice)
    return 0
