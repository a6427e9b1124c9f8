"""Does it all still hold? `zs test`: lint, types, contracts, every test, and what could not be run."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from zhishui.doors.cli.testing import debian, postgres, tally
from zhishui.doors.cli.testing.checks import CHECKS, run_check
from zhishui.doors.cli.testing.parts import PARTS, Selection, groups, repository, select
from zhishui.doors.cli.testing.pytests import run_pytest


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `zs test [part…] [--full PART]`."""
    parser = subparsers.add_parser("test", help="检查代码和运行全部测试；没能跑的会说明原因")
    parser.add_argument("parts", nargs="*", metavar="part", help="、".join((*CHECKS, *PARTS)) + "，或测试文件名里的词")
    parser.add_argument("--full", action="append", default=[], metavar="PART", help="按完整规模跑这一部分")
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> int:
    """Run what was named, or everything; 0 when all passed, 2 when a name means nothing."""
    root = repository()
    if root is None:
        print("zs test 要在源码目录里运行（找不到 pyproject.toml 和 tests）。", file=sys.stderr)
        return 2
    os.chdir(root)
    try:
        selection = select(root, [*args.parts, *args.full])
    except KeyError as unknown:
        print(f"没有叫 {unknown.args[0]} 的部分。可选：{'、'.join((*CHECKS, *PARTS))}。", file=sys.stderr)
        return 2
    return _run(root, selection, full=bool(args.full))


def _run(root: Path, selection: Selection, *, full: bool) -> int:
    started = time.monotonic()
    report = tally.Report()
    with tempfile.TemporaryDirectory(prefix="zs-test-") as scratch:
        environment = _environment(root, Path(scratch), full=full)
        report.checks += [run_check(check, environment) for check in selection.checks]
        _run_tests(selection, report, environment, Path(scratch))
    tally.show(report, seconds=time.monotonic() - started, full=full)
    return 0 if report.passed() else 1


def _run_tests(selection: Selection, report: tally.Report, environment: dict[str, str], scratch: Path) -> None:
    """Run each group of parts on SQLite, then what touches the database on PostgreSQL."""
    report.not_run += debian.prepare(selection.parts)
    for part in selection.parts:
        if not selection.files[part]:
            report.not_run.append(f"{part}：还没有测试")
    for group in groups(selection):
        report.results += run_pytest(group, "SQLite", environment, scratch)
    bound = [group.on_postgres() for group in groups(selection)]
    if not any(group.files for group in bound):
        return
    with postgres.server() as found:
        if isinstance(found, str):
            report.not_run.append(f"PostgreSQL 上的测试：{found}")
            return
        for group in bound:
            report.results += run_pytest(group, found.name, {**environment, "DATABASE_URL": found.url}, scratch)


def _environment(root: Path, scratch: Path, *, full: bool) -> dict[str, str]:
    """Give the tests an installation of their own, so that a developer's data is never touched."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "ZS_FULL")}
    environment["ZHISHUI_DATA"] = str(scratch / "data")
    environment["PYTHONPATH"] = os.pathsep.join([str(root / "src"), str(root / "tests")])
    return environment | ({"ZS_FULL": "1"} if full else {})
