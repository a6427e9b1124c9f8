"""Which command was meant? One module per noun; nothing heavy is imported before it is known."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from zhishui.kernel import Refused


# Command → module. Only the named module is imported, so that `zs law` starts
# in a blink and needs no Django.
COMMANDS = {
    "up": "up",
    "worker": "up",
    "doctor": "doctor",
    "test": "testing",
    "law": "law",
    "matters": "matters",
    "case": "case",
    "receipt": "receipt",
    "log": "log",
    "archive": "archive",
    "import": "imports",
    "city": "city",
    "bench": "bench",
}
WORDS = {
    "up": "准备并启动：建库、装演示城市、开网页",
    "worker": "单独运行后台进程（PostgreSQL 用）",
    "doctor": "检查设置，说出哪里弱、怎么修",
    "test": "检查与测试",
    "law": "税法：列出、计算、解释、期限",
    "matters": "事项：列出、查看、检查、实办",
    "case": "案件：办理、查看、更正",
    "receipt": "核验回执（离线）",
    "log": "透明日志：核验、检查点",
    "archive": "档案：核验",
    "import": "导入部门数据",
    "city": "生成演示城市",
    "bench": "性能对比",
}


def run(arguments: Sequence[str], *, work: Callable[..., None]) -> int:
    """Run one command; exit code 0 ok, 1 refused with a Problem, 2 usage. `work(once=…)` turns the worker."""
    if not arguments or arguments[0] not in COMMANDS:
        _usage(sys.stdout if arguments[:1] in ([], ["-h"], ["--help"]) else sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    parser = argparse.ArgumentParser(prog="zs")
    module = importlib.import_module(f"zhishui.doors.cli.{COMMANDS[arguments[0]]}")
    module.register(parser.add_subparsers(required=True))
    args = parser.parse_args(arguments)
    args.work = work
    try:
        return int(args.handler(args))
    except Refused as refusal:
        return _refused(refusal, as_json=getattr(args, "json", False))


def _usage(stream: TextIO) -> None:
    print("用法：zs 命令 …\n", file=stream)
    for name, words in WORDS.items():
        print(f"  zs {name:<9} {words}", file=stream)


def _refused(refusal: Refused, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"problems": [problem.as_dict() for problem in refusal.problems]}, ensure_ascii=False))
    else:
        for problem in refusal.problems:
            print(
                f"{problem.message}（{problem.code}{' · ' + problem.field if problem.field else ''}）", file=sys.stderr
            )
    return 1
