"""`zs up`: from a fresh clone to a page somebody can use, with one command.

This process stays light: it prepares in one child, serves in another, and
prints what a person wants to know: the address, how long it took, how much
memory it holds.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

from zhishui.kernel import refuse


PATIENCE = 120  # seconds to wait for the first page


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `up` and `worker`."""
    up = subparsers.add_parser("up", help="准备并启动")
    up.add_argument("--port", type=int, default=8000)
    up.add_argument("--host", default="127.0.0.1")
    up.add_argument("--empty", action="store_true", help="不装演示城市")
    up.add_argument("--today", type=date.fromisoformat, help="演示日期，如 2026-03-16")
    up.add_argument("--people", type=int, default=2000, help="演示城市人数")
    up.add_argument("--prepare", action="store_true", help="只准备，不启动")
    up.set_defaults(handler=_up)
    worker = subparsers.add_parser("worker", help="后台进程（PostgreSQL 用）")
    worker.set_defaults(handler=_worker)


def _up(args: argparse.Namespace) -> int:
    started = time.monotonic()
    os.umask(0o077)  # a citizen's data is readable by the service's own user only
    if args.today is not None:
        os.environ["ZHISHUI_DEMO_DAY"] = args.today.isoformat()
    if args.prepare:
        return _prepare(args)
    prepare = [sys.executable, "-m", "zhishui", *sys.argv[1:], "--prepare"]
    if subprocess.run(prepare, check=False).returncode != 0:  # noqa: S603  our own command again
        return 1
    return _serve(args, started)


def _prepare(args: argparse.Namespace) -> int:
    """Make database, keys, static files and, on first start, the demo city."""
    import django

    django.setup()
    from zhishui.doors.cli import setup

    setup.prepare(people=0 if args.empty else args.people)
    return 0


def _serve(args: argparse.Namespace, started: float) -> int:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port)]
    command += ["--workers", os.environ.get("ZHISHUI_WORKERS", "1"), "--blocking-threads", "4", "--backpressure", "64"]
    command += ["--log-level", "warning", "--respawn-failed-workers", "zhishui.config.wsgi:application"]
    server = subprocess.Popen(command)  # noqa: S603  a fixed command
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: server.terminate())
    address = f"http://{args.host}:{args.port}/"
    if not _answers(address, server):
        server.terminate()
        raise refuse(
            "not-started", "服务没有启动成功。请看上面的出错信息；端口被占用时换一个：./zs up --port 8001", status=503
        )
    seconds, memory = time.monotonic() - started, _memory_of(os.getpid()) / 1024
    print(f"\n智税已就绪：{address}\n用时 {seconds:.1f} 秒，占内存 {memory:.0f} MB。按 Ctrl+C 停止。", flush=True)
    return max(server.wait(), 0)


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    for _ in range(PATIENCE * 10):
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(address + "healthz", timeout=2) as answer:  # noqa: S310  http on this host
                return bool(answer.status == 200)  # noqa: PLR2004  HTTP: OK
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _memory_of(root: int) -> int:
    """Give the proportional memory of a process and its children, in KiB (Linux; 0 elsewhere)."""
    total, children = 0, [root]
    while children:
        process = Path("/proc") / str(children.pop())
        if process.exists():
            lines = (process / "smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            tasks = (process / "task").iterdir()
            children += [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return total


def _worker(args: argparse.Namespace) -> int:
    """Run the worker in the foreground until a signal."""
    from zhishui.doors.cli.ready import ready

    ready()
    args.work()
    return 0
