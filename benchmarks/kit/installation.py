"""Where is it measured? In an installation of its own, served as `zs up` serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


PATIENCE = 60  # seconds a server may take to end


def prepare(people: int) -> None:
    """Make database, keys and a demo city of that many people, and ready this process for verbs."""
    command = [sys.executable, "-m", "zhishui", "up", "--prepare", "--people", str(max(people, 20))]
    subprocess.run(command, check=True, stdout=sys.stderr)
    from zhishui.doors.cli.ready import ready

    ready()


@contextmanager
def serving(scratch: Path, *, worker: bool) -> Iterator[str]:
    """Run `zs up` beside us; give the address. Without its worker nothing is logged, sealed or archived."""
    port = _free_port()
    command = [sys.executable, "-m", "zhishui", "up", "--port", str(port), "--people", "20"]
    environment = {**os.environ, "ZHISHUI_WORKER": str(int(worker))}
    with (scratch / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
        try:
            _wait(server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes]) -> None:
    """`zs up` says when its first page answers."""
    assert server.stdout is not None
    for line in server.stdout:
        if "http://" in line.decode():
            return
    raise RuntimeError("the server did not start")


def alive(address: str) -> bool:
    """Ask the server whether it is there."""
    with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)
