"""`zs doctor`: what is configured, weak or broken, and how to mend it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from zhishui.kernel import Refused


OK = ""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `doctor`."""
    doctor = subparsers.add_parser("doctor", help="检查设置")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(handler=_doctor)


def _doctor(args: argparse.Namespace) -> int:
    from zhishui.doors.cli.ready import ready

    try:
        ready()
        found = list(_findings())
    except Refused as refusal:
        found = [("准备", refusal.problems[0].message)]
    if args.json:
        print(
            json.dumps([{"item": item, "ok": words == OK, "fix": words} for item, words in found], ensure_ascii=False)
        )
    else:
        for item, words in found:
            print(f"{'好  ' if words == OK else '要修'} {item}{'：' + words if words else ''}")
    return int(any(words != OK for _, words in found))


def _findings() -> Iterator[tuple[str, str]]:
    """Give (what was looked at, how to mend it or nothing)."""
    from django.conf import settings
    from django.core import checks
    from django.db import connection

    from zhishui.filing.signing import keys
    from zhishui.journal.append_only import unguarded

    weak = checks.run_checks(tags=["durability"], databases=["default"])
    yield f"数据库 {connection.vendor} 的持久性", " ".join(str(one.msg) for one in weak)
    missing = unguarded(connection)
    yield "只增不改的表", f"缺少触发器 {'、'.join(missing)}。请运行 ./zs up --prepare 重新建库。" if missing else OK
    yield "档案目录可写", _writable(Path(settings.ZHISHUI_ARCHIVE))
    yield "数据目录只有本人能读", _private(Path(settings.ZHISHUI_DATA))
    trust = keys.bound().trust
    yield "签名密钥", "现在用的是演示密钥，没有法律效力。正式使用请换成本局的密钥。" if trust.demo else OK


def _writable(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return f"写不进去（{error.strerror}）。请检查磁盘空间和权限。"
    return OK


def _private(folder: Path) -> str:
    """A folder nobody else may enter protects all in it; else each file must."""
    if not folder.stat().st_mode & 0o077:
        return OK
    loose = [path.name for path in folder.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    return f"别人也能读 {len(loose)} 个文件，例如 {loose[0]}。请运行 chmod 700 {folder.name}。" if loose else OK
