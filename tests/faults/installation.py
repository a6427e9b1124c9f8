"""An installation that was prepared once, copied for every run that breaks it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any


ROOT = Path(__file__).resolve().parents[2]
DROPPED = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LD_PRELOAD")


@dataclass(frozen=True, slots=True)
class Installation:
    """A data folder of the product on SQLite, and the log of its only client."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "zhishui.sqlite3"

    @property
    def log_file(self) -> Path:
        return self.folder / "client.log"

    @property
    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log_file.read_text().splitlines()]

    def environment(self, **more: str) -> dict[str, str]:
        """Give what a process of this installation is started with: SQLite, the demo's day, no thread behind."""
        inherited = {name: value for name, value in os.environ.items() if name not in DROPPED}
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
        return {**inherited, "PYTHONPATH": paths, "ZHISHUI_DATA": str(self.folder), "ZHISHUI_WORKER": "0", **more}

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one of our own programs here; what it says on stderr is the failure's text."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment(**more),
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done


@cache
def prepared(people: int) -> Installation:
    """Make it once a session: people whose returns are ready to be filed."""
    made = Installation(Path(mkdtemp(prefix="zs-faults-")).resolve())
    made.run("-m", "faults.prepare", str(people))
    return made


def fresh(folder: Path, people: int) -> Installation:
    """Copy it into a folder of this test, which may be broken at will."""
    shutil.copytree(prepared(people).folder, folder, dirs_exist_ok=True)
    return Installation(folder.resolve())
