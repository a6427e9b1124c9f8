"""Is the code well formed, before any of it runs?"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


BIN = Path(sys.executable).parent
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lint": (("ruff", "check", "--quiet", "src", "tests"), ("ruff", "format", "--quiet", "--check", "src", "tests")),
    "types": (("mypy", "--no-error-summary"),),
    "contracts": (("lint-imports", "--no-logo"),),
}
CHECKS = tuple(COMMANDS)


@dataclass(frozen=True, slots=True)
class Checked:
    """How one check ended."""

    name: str
    ok: bool
    seconds: float


def run_check(name: str, environment: dict[str, str]) -> Checked:
    """Run every command of a check, so that one run shows all that is wrong."""
    started = time.monotonic()
    print(f"── {name}", flush=True)
    codes = [
        subprocess.run([BIN / tool, *words], env=environment, check=False).returncode for tool, *words in COMMANDS[name]
    ]
    return Checked(name, not any(codes), time.monotonic() - started)
