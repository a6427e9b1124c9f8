"""Where is it measured? In an installation of its own, served as `zs up` serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds a server may take to start or to end


def prepare(people: int) -> None:
    """Make database, keys and a demo city of that many people, and ready this process for verbs."""
    command = [sys.executable, "-m", "zhishui", "up", "--prepare", "--people", str(max(people, 20))]
    subprocess.run(command, check=True, stdout=sys.stderr)
    from zhishui.doors.cli.ready import ready

    ready()


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, and the process all its children hang on."""

    address: str
    pid: int

    def cpu(self) -> float:
        """Give the CPU seconds it has used, all processes together; 0 without /proc."""
        ticks, children = 0, [self.pid]
        while children:
            process = Path("/proc") / str(children.pop())
            if process.exists():
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])  # utime, stime
                tasks = (process / "task").iterdir()
                children += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(scratch: Path, *, worker: bool) -> Iterator[Served]:
    """Serve beside us, with the server and options of `zs up`.

    Without its worker nothing is logged, sealed or archived: acknowledgement alone.
    """
    port = _free_port()
    with (scratch / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "zhishui", "up", "--port", str(port), "--people", "20"],
            env={**os.environ, "ZHISHUI_WORKER": str(int(worker))},
            stdout=log,
            stderr=log,
            cwd=ROOT,
        )
        try:
            _wait(f"http://127.0.0.1:{port}", server)
            yield Served(f"http://127.0.0.1:{port}", server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
