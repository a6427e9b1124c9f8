"""Which tests were asked for, and which of them may share the machine?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from zhishui.doors.cli.testing.checks import CHECKS


PARTS = ("unit", "spec", "property", "contract", "shape", "journey", "faults")
# A browser or a power-loss harness measures time, so nothing runs beside it.
ALONE = ("journey", "faults")
# Shape reads files only.
NOT_ON_POSTGRES = ("shape",)


@dataclass(frozen=True, slots=True)
class Selection:
    """The checks and, per part, the test files that were asked for."""

    checks: tuple[str, ...]
    files: dict[str, tuple[Path, ...]]

    @property
    def parts(self) -> tuple[str, ...]:
        """Give the parts in the order in which they run."""
        return tuple(part for part in PARTS if part in self.files)


@dataclass(frozen=True, slots=True)
class Group:
    """Test files for one run of pytest."""

    name: str
    files: tuple[Path, ...]
    workers: int
    database_bound: bool = False

    def on_postgres(self) -> Group:
        """Give the same group, less what has nothing to do with a database."""
        files = tuple(file for file in self.files if file.parent.name not in NOT_ON_POSTGRES)
        return replace(self, files=files, database_bound=True)


def repository() -> Path | None:
    """Find the source checkout this module lies in; None for an installed package."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "pyproject.toml").is_file() and (folder / "tests").is_dir():
            return folder
    return None


def select(root: Path, names: list[str]) -> Selection:
    """Resolve names to checks and files; KeyError for a name that means nothing."""
    if not names:
        return Selection(CHECKS, {part: _files(root, part) for part in PARTS})
    files: dict[str, tuple[Path, ...]] = {}
    for name in names:
        if name in PARTS:
            files[name] = _files(root, name)
        elif name not in CHECKS:
            _add_by_word(root, name, files)
    return Selection(tuple(check for check in CHECKS if check in names), files)


def groups(selection: Selection) -> list[Group]:
    """Split into what runs on both cores and what runs alone."""
    shared = [file for part in selection.parts if part not in ALONE for file in selection.files[part]]
    alone = [file for part in selection.parts if part in ALONE for file in selection.files[part]]
    return [Group("shared", tuple(shared), workers=2), Group("alone", tuple(alone), workers=0)]


def _files(root: Path, part: str) -> tuple[Path, ...]:
    return tuple(sorted((root / "tests" / part).rglob("test_*.py")))


def _add_by_word(root: Path, word: str, files: dict[str, tuple[Path, ...]]) -> None:
    """`zs test outage` means every test file with that word in its name."""
    found = [file for part in PARTS for file in _files(root, part) if word in file.stem.split("_")]
    if not found:
        raise KeyError(word)
    for file in found:
        part = file.relative_to(root / "tests").parts[0]
        files[part] = tuple(sorted({*files.get(part, ()), file}))
