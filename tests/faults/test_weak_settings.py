"""Does the product refuse to serve on a database that would forget?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from faults.installation import fresh


PEOPLE = 40
WEAK = "faults.weak_settings"


def start(folder: Path, *command: str, settings: str) -> subprocess.CompletedProcess[str]:
    environment = fresh(folder, PEOPLE).environment(DJANGO_SETTINGS_MODULE=settings)
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=folder, check=False, capture_output=True, text=True
    )


def test_up_refuses_weaker_settings(tmp_path: Path) -> None:
    done = start(tmp_path, "-m", "zhishui", "up", "--empty", "--prepare", settings=WEAK)
    assert done.returncode == 1
    assert "synchronous" in done.stderr
    assert "weak-database" in done.stderr


def test_the_web_server_refuses_weaker_settings(tmp_path: Path) -> None:
    done = start(tmp_path, "-c", "import zhishui.config.wsgi", settings=WEAK)
    assert done.returncode != 0
    assert "synchronous" in done.stderr


def test_the_products_own_settings_start(tmp_path: Path) -> None:
    assert start(tmp_path, "-c", "import zhishui.config.wsgi", settings="zhishui.config.settings").returncode == 0
