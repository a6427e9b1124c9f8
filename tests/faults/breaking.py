"""What happens when the n-th call to the disk fails? Runs a command under strace's fault injection."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from faults.installation import Installation


@cache
def strace() -> str:
    """Find a strace that may trace; without one the test says what it could not run."""
    program = shutil.which("strace")
    if program is None:
        pytest.skip("磁盘错误注入没有跑：这台机器没有 strace。装上再跑：apt-get install strace")
    tried = subprocess.run([program, "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True, text=True)
    if tried.returncode != 0:
        pytest.skip(f"磁盘错误注入没有跑：这里不许用 ptrace（{tried.stderr.strip()[-120:]}）")
    return program


def run_breaking(
    installation: Installation, command: Sequence[str], *, call: str, error: str, when: str, check: bool = True
) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run our program while calls on its database fail; give how it ended and how many calls failed.

    `when` counts the calls on the database and its logs: "3" is the third, "3+" it and all later ones.
    """
    trace = installation.folder / "strace.out"
    paths = [part for suffix in ("", "-wal", "-journal") for part in ("-P", f"{installation.database}{suffix}")]
    inject = [
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-o",
        str(trace),
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:error={error}:when={when}",
    ]
    done = subprocess.run(
        [strace(), *inject, *paths, sys.executable, *command],
        env=installation.environment(),
        cwd=installation.folder,
        check=False,
        capture_output=True,
        text=True,
    )
    assert not check or done.returncode == 0, done.stderr[-4000:]
    failed = trace.read_text(errors="replace").count("(INJECTED)")
    trace.unlink()
    return done, failed


def calls(installation: Installation, command: Sequence[str], call: str) -> int:
    """Count the calls on the database in a run where none fails."""
    trace = Path(installation.folder / "strace.out")
    paths = [part for suffix in ("", "-wal", "-journal") for part in ("-P", f"{installation.database}{suffix}")]
    subprocess.run(
        [
            strace(),
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-o",
            str(trace),
            "-e",
            f"trace={call}",
            *paths,
            sys.executable,
            *command,
        ],
        env=installation.environment(),
        cwd=installation.folder,
        check=True,
        capture_output=True,
    )
    return len(trace.read_text(errors="replace").splitlines())
