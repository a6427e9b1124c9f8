"""`zs bench NAME`: how fast is it, beside something everybody knows, in the same run?

The benchmarks themselves lie in `benchmarks/` of the source checkout, one
module each, and are no part of the installed package.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from zhishui.kernel import refuse


ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a benchmark is given: how long, how many, and a folder of its own."""

    seconds: float | None
    people: int | None
    scratch: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured case beside its baseline. Latencies in ms; `met` says whether a goal of ours is kept."""

    case: str
    title: str
    unit: str
    value: float
    p50: float
    p99: float
    baseline: str
    baseline_value: float
    ratio: float
    goal: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the time of a case goes; `each` is how often a stage runs for one of them."""

    case: str
    stage: str
    ms: float
    share_pct: float
    each: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a benchmark gives back. `notes` are Chinese sentences about how it was measured."""

    rows: tuple[Row, ...]
    stages: tuple[Stage, ...] = ()
    notes: tuple[str, ...] = ()


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench NAME`."""
    parser = subparsers.add_parser("bench", help="性能对比：和基线在同一次运行里一起量")
    parser.add_argument("name", metavar="NAME", help="、".join(names()) or "要在源码目录里运行")
    parser.add_argument("--seconds", type=float, help="每种情形量多久")
    parser.add_argument("--people", type=int, help="多少人")
    parser.add_argument("--json", action="store_true", help="只输出一份 JSON")
    parser.set_defaults(handler=_bench)


def names(root: Path = ROOT) -> list[str]:
    """List the benchmarks there are; none outside a source checkout."""
    return sorted(path.stem for path in (root / "benchmarks").glob("*.py") if path.stem != "__init__")


def _bench(args: argparse.Namespace) -> int:
    if not (ROOT / "benchmarks").is_dir():
        raise refuse("no-benchmarks", "安装包里不带性能对比。请在源码目录里运行 ./zs bench。", status=404)
    if args.name not in names():
        print(f"没有叫 {args.name} 的性能对比。可选：{'、'.join(names())}。", file=sys.stderr)
        return 2
    if not all(number is None or number > 0 for number in (args.seconds, args.people)):
        raise refuse("bad-size", "--seconds 和 --people 要大于 0。", field="seconds")
    machine = dict(described())
    report = _run(args)
    if args.json:
        told = {"bench": args.name, "machine": machine, **asdict(report)}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_words(report, machine)))
    return 0


def _run(args: argparse.Namespace) -> Report:
    """Run in an installation of its own, so that nobody's data is touched."""
    with tempfile.TemporaryDirectory(prefix="zs-bench-") as scratch:
        for name in [name for name in os.environ if name.startswith("ZHISHUI_") or name == "DATABASE_URL"]:
            del os.environ[name]
        os.environ["ZHISHUI_DATA"] = scratch
        sys.path.insert(0, str(ROOT))
        module = importlib.import_module(f"benchmarks.{args.name}")
        report: Report = module.run(Wanted(seconds=args.seconds, people=args.people, scratch=Path(scratch)))
    return report


def described() -> Iterator[tuple[str, object]]:
    """Say on what it was measured, and how busy that was before."""
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "cores", os.cpu_count()
    yield "cpu", _line("/proc/cpuinfo", "model name")
    yield "memory", _line("/proc/meminfo", "MemTotal")
    yield "python", platform.python_version()
    yield "load", [round(load, 1) for load in os.getloadavg()]


def _line(file: str, name: str) -> str:
    path = Path(file)
    lines = path.read_text().splitlines() if path.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _words(report: Report, machine: Mapping[str, object]) -> Iterator[str]:
    load = " / ".join(str(part) for part in machine["load"]) if isinstance(machine["load"], list) else ""
    yield f"{machine['cpu']}，{machine['cores']} 核，Python {machine['python']}；开始前负载 {load}"
    for row in report.rows:
        yield f"\n{row.title}"
        yield f"  {row.value:,.1f} {row.unit}　中位 {row.p50:,.1f} 毫秒　p99 {row.p99:,.1f} 毫秒{_goal(row)}"
        yield f"  基线：{row.baseline} {row.baseline_value:,.1f} {row.unit}　比值 {row.ratio:,.3f}"
        yield from (
            f"    {stage.ms:8.2f} 毫秒 {stage.share_pct:5.1f} %  {stage.stage}（每次 {stage.each:.2g} 回）"
            for stage in report.stages
            if stage.case == row.case
        )
    yield from (f"\n说明：{note}" if first else f"　　　{note}" for first, note in _first(report.notes))


def _goal(row: Row) -> str:
    return "" if row.met is None else f"　目标 {row.goal}：{'达到' if row.met else '没有达到'}"


def _first(notes: tuple[str, ...]) -> Iterator[tuple[bool, str]]:
    return ((place == 0, note) for place, note in enumerate(notes))
