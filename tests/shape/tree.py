"""Where are the files of the repository that a person wrote?"""

import tomllib
from pathlib import Path
from typing import Any

from shape.rules import Source


ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "data", "build", "dist", "shots", "vendor", "node_modules", "__pycache__"}


def sources(root: Path = ROOT) -> list[Source]:
    """Give every Python file of ours below src, but what makemigrations wrote."""
    files = sorted((root / "src").rglob("*.py"))
    return [
        Source(file.relative_to(root).as_posix(), file.read_text()) for file in files if "migrations" not in file.parts
    ]


def templates(root: Path = ROOT) -> list[Path]:
    """Give every page and fragment."""
    return sorted(file for file in (root / "src").rglob("templates/**/*") if file.is_file())


def texts(root: Path = ROOT) -> list[Path]:
    """Give every text file that goes into the repository."""
    found = []
    for entry in sorted(root.iterdir()):
        if entry.name in NOT_OURS or (entry.name.startswith(".") and entry.name not in (".ci", ".gitignore")):
            continue
        found += [entry] if entry.is_file() else [file for file in sorted(entry.rglob("*")) if file.is_file()]
    return [file for file in found if "__pycache__" not in file.parts and _is_text(file)]


def project(root: Path = ROOT) -> dict[str, Any]:
    """Give pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text())


def _is_text(file: Path) -> bool:
    try:
        file.read_text()
    except UnicodeDecodeError:
        return False
    return True
