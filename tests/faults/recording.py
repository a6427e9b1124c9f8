"""What did a process write to its database, in which order, and what had it synced by then?

Runs a command under `recorder.c` and reads the stream it leaves: the writes and
syncs of the database's files, with the client's own log lines in between.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest


HERE = Path(__file__).parent
HEAD = struct.Struct("@iiqq")
SUFFIXES = ("", "-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Event:
    """One call: O(pen) C(lose) W(rite) S(ync) T(runcate) U(nlink), or A: a line of the client's log."""

    op: str
    fd: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Recording:
    """The files as they lay on the disk before, and everything done to them since."""

    database: Path
    before: Mapping[str, bytes]
    events: tuple[Event, ...]

    @property
    def acknowledged(self) -> int:
        return sum(event.data.count(b'"op":"ok"') for event in self.events if event.op == "A")


@cache
def recorder() -> Path:
    """Compile the recorder once; without a compiler the test says what it could not run."""
    if sys.platform != "linux":
        pytest.skip("断电重放没有跑：记录写入要用 Linux 的 LD_PRELOAD")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("断电重放没有跑：这台机器没有 gcc。装上再跑：apt-get install gcc libc6-dev")
    library = Path(mkdtemp(prefix="zs-recorder-")) / "recorder.so"
    flags = [
        "-O2",
        "-Wall",
        "-Wextra",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        str(HERE / "recorder.c"),
        "-ldl",
        "-pthread",
    ]
    built = subprocess.run([compiler, *flags], check=False, capture_output=True, text=True)
    if built.returncode != 0 and "fatal error" in built.stderr:
        pytest.skip(
            f"断电重放没有跑：缺 C 头文件（{built.stderr.strip()[-120:]}）。装上再跑：apt-get install libc6-dev"
        )
    assert built.returncode == 0, built.stderr
    return library


def record(command: Sequence[str], *, database: Path, log: Path, environment: Mapping[str, str]) -> Recording:
    """Run a command to its end and give what it did to `database`; its log lines are the acknowledgements."""
    database = database.resolve()
    before = {name: Path(name).read_bytes() for name in _names(database) if Path(name).exists()}
    stream = log.with_suffix(".stream")
    recorded = {
        "LD_PRELOAD": str(recorder()),
        "ZS_RECORD_TO": str(stream),
        "ZS_RECORD_PREFIX": str(database),
        "ZS_RECORD_LOG": str(log),
    }
    done = subprocess.run(command, env={**environment, **recorded}, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    return Recording(database, before, tuple(_events(stream.read_bytes())))


def _names(database: Path) -> list[str]:
    return [f"{database}{suffix}" for suffix in SUFFIXES]


def _events(stream: bytes) -> Iterator[Event]:
    at = 0
    while at < len(stream):
        op, fd, offset, length = HEAD.unpack_from(stream, at)
        at += HEAD.size
        yield Event(chr(op), fd, offset, stream[at : at + length])
        at += length
