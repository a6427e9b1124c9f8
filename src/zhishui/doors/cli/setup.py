"""What must be there before the first page: tables, keys, files, the demo city."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.management import call_command

from zhishui import catalogue
from zhishui.doors.cli import demo
from zhishui.filing.signing import keys
from zhishui.kernel import ports, refuse
from zhishui.person.identity import queries as identity


def prepare(*, people: int) -> None:
    """Make everything `zs up` needs; what is there already is left alone."""
    with _step("事项"):
        catalogue.load()  # a matter file that does not load stops us here, not a citizen later
    with _step("建库"):
        call_command("migrate", verbosity=0)
    _refuse_weak_database()
    with _step("密钥与网页文件"):
        keys.load_or_create(settings.ZHISHUI_KEYS)
        _collect_static()
    if people and settings.ZHISHUI_DEMO and not identity.list_demo_accounts():
        with _step(f"演示城市 {people:,} 人"), tempfile.TemporaryDirectory() as folder:
            demo.load(people=people, folder=Path(folder), at=ports.clock().now())


@contextmanager
def _step(words: str) -> Iterator[None]:
    """Say what is being done, and that it is done."""
    sys.stdout.write(f"{words} … ")
    sys.stdout.flush()
    yield
    sys.stdout.write("好\n")
    sys.stdout.flush()


def _refuse_weak_database() -> None:
    found = checks.run_checks(tags=["durability"], databases=["default"])
    if found:
        raise refuse("weak-database", " ".join(str(problem.msg) for problem in found), status=503)


def _collect_static() -> None:
    """Collect only when a source file changed: it is the slowest part of a second start."""
    root = Path(__file__).resolve().parents[1]
    files = sorted(path for path in root.glob("web/static/**/*") if path.is_file())
    stamp = hashlib.sha256("".join(f"{p}{p.stat().st_mtime_ns}" for p in files).encode()).hexdigest()
    mark = Path(settings.STATIC_ROOT) / ".stamp"
    if not mark.exists() or mark.read_text() != stamp:
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(stamp)
