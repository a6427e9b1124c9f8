"""Do the import contracts hold, and would a breach of each be caught?

Every contract gets one planted breach in a copy of the tree, and import-linter
must call that contract broken. A contract nobody can break guards nothing.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shape import tree


LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
CONTRACTS = {contract["id"]: contract for contract in tree.project()["tool"]["importlinter"]["contracts"]}

# Contract: the module to add to, and the line that breaks it.
BREACHES = {
    "the-road": ("zhishui/law/__init__.py", "import zhishui.filing"),
    "person": ("zhishui/person/identity/__init__.py", "import zhishui.person.facts"),
    "filing": ("zhishui/filing/prefill/__init__.py", "import zhishui.filing.cases"),
    "doors": ("zhishui/doors/api/__init__.py", "import zhishui.doors.web"),
    "inside-an-app": ("zhishui/filing/cases/types.py", "import zhishui.filing.cases.services"),
    "pure": ("zhishui/catalogue/__init__.py", "import django"),
    "kernel-is-bare": ("zhishui/kernel/ref.py", "import yaml"),
    "tables-are-private": ("zhishui/doors/cli/__init__.py", "import zhishui.journal.models"),
    "the-city-is-fiction": ("zhishui/filing/cases/types.py", "import zhishui_city"),
    "the-city-is-outside": ("zhishui_city/__init__.py", "import zhishui.person"),
    "no-cycles": ("zhishui/kernel/money.py", "import zhishui.kernel.period\nimport zhishui.kernel.ref"),
}
# A cycle needs two halves; a room nobody listed needs to exist.
SECOND_HALF = {"no-cycles": ("zhishui/kernel/period.py", "import zhishui.kernel.money")}
UNLISTED = {"the-road": "zhishui", "person": "zhishui/person", "filing": "zhishui/filing", "doors": "zhishui/doors"}


def breach_of(contract: str) -> tuple[str, str]:
    if contract.startswith("protect-"):
        # The root package may import anything by the other contracts; tables it may not.
        return "zhishui/config/__init__.py", f"import {CONTRACTS[contract]['protected_modules'][0]}"
    return BREACHES[contract]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    shutil.copy(tree.ROOT / "pyproject.toml", root)
    shutil.copytree(tree.ROOT / "src", root / "src", ignore=lambda _, names: {n for n in names if _beside_code(n)})
    return root


@pytest.fixture
def planted(copy: Path) -> Iterator["Planter"]:
    planter = Planter(copy)
    yield planter
    planter.undo()


class Planter:
    """Adds lines to a copy of the tree, and takes them back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before: dict[Path, str | None] = {}

    def add(self, path: str, text: str) -> None:
        file = self.root / "src" / path
        self.before[file] = file.read_text() if file.exists() else None
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{self.before[file] or ''}\n{text}\n")

    def undo(self) -> None:
        for file, text in self.before.items():
            if text is None:
                shutil.rmtree(file.parent)
            else:
                file.write_text(text)


def lint(root: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    wanted = [word for contract in contracts for word in ("--contract", contract)]
    command = [LINT_IMPORTS, "--no-logo", "--no-cache", *wanted]
    environment = {"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_every_contract_is_kept(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_planted_breach_is_caught(planted: Planter, contract: str) -> None:
    for path, line in filter(None, [breach_of(contract), SECOND_HALF.get(contract)]):
        planted.add(path, line)
    result = lint(planted.root, contract)
    assert result.returncode == 1
    assert "0 kept, 1 broken" in result.stdout, result.stdout


@pytest.mark.parametrize("contract", UNLISTED)
def test_a_room_nobody_listed_is_caught(planted: Planter, contract: str) -> None:
    planted.add(f"{UNLISTED[contract]}/surprise/__init__.py", '"""A new room."""')
    result = lint(planted.root, contract)
    assert "surprise" in result.stdout
    assert "0 kept, 1 broken" in result.stdout, result.stdout


def test_every_app_with_tables_has_them_protected() -> None:
    tables = {source.module for source in tree.sources() if source.module.endswith(".models")}
    protected = {name for contract in CONTRACTS.values() for name in contract.get("protected_modules", ())}
    assert tables == protected


def test_no_import_is_exempted() -> None:
    assert [contract for contract in CONTRACTS if "ignore_imports" in CONTRACTS[contract]] == []


def _beside_code(name: str) -> bool:
    return name in ("static", "templates", "parameters", "__pycache__", "migrations") or name.endswith(
        (".yaml", ".pyc")
    )
