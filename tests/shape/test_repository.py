"""Does the repository itself keep its promises to whoever clones it?"""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from shape import tree


ROOT = tree.ROOT
SCRIPTS = ("zs", ".ci/run", "requirements/lock")
LOCKS = ("requirements/base.txt", "requirements/test.txt")
# Pages that a library looks up by name, so that no line of ours mentions them.
LOOKED_UP = re.compile(r"(account|socialaccount|mfa|allauth|django|idp)/|(\d{3}|403_csrf)\.html$")
CHANGELOG_KINDS = {"新法", "改法", "新功能", "改功能", "修正", "停用"}


def shape_of(readme: Path) -> list[str]:
    """Give a page's bones: headings by level, commands, table rows, list items, pictures, links."""
    bones, in_code = [], False
    for line in readme.read_text().splitlines():
        if line.startswith("```"):
            in_code = not in_code
            bones.append("code")
        elif in_code:
            bones.append(line.partition("#")[0].split("  ")[0])
        elif mark := re.match(r"#+ |\|(?=[^-])|[-*] |\d+\. |!\[", line):
            cells = line.count("|")
            bones.append(f"{mark[0].strip()}{cells or ''} {' '.join(targets(line))}")
    return bones


def targets(line: str) -> list[str]:
    """Give where links and pictures point; the two readmes point at each other."""
    return [re.sub(r"README(\.en)?\.md", "README", target) for target in re.findall(r"\]\(([^)]+)\)", line)]


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", text, flags=re.MULTILINE))


def direct() -> dict[str, list[str]]:
    project = tree.project()
    named = {"base": project["project"]["dependencies"], "test": project["dependency-groups"]["test"]}
    return {lock: [re.match(r"[\w.-]+", line)[0].lower() for line in lines] for lock, lines in named.items()}


def test_the_two_readmes_have_one_structure() -> None:
    assert shape_of(ROOT / "README.md") == shape_of(ROOT / "README.en.md")


@pytest.mark.parametrize("page", [file for file in tree.texts() if file.suffix == ".md"], ids=lambda f: f.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    own = [target for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()) if "://" not in target]
    assert [target for target in own if not (page.parent / target).exists()] == []


def test_no_file_knows_a_machine() -> None:
    # Spelt in halves, or this very file would be the finding.
    folders = ["/" + name + "/" for name in ("work", "tmp", "root", "home")]
    found = [
        f"{file.relative_to(ROOT)}: {folder}"
        for file in tree.texts()
        for folder in folders
        if re.search(rf"(?<![\w.}}<]){folder}", file.read_text())
    ]
    assert found == []


def test_every_template_is_used() -> None:
    code = "\n".join(source.text for source in tree.sources())
    pages = {file: file.read_text() for file in tree.templates()}
    unused = []
    for file in pages:
        name = file.as_posix().partition("/templates/")[2]
        elsewhere = code + "".join(text for other, text in pages.items() if other != file)
        # A view draws "web/home.html" by the word "home".
        if name not in elsewhere and f'"{file.stem}"' not in code and not LOOKED_UP.match(name):
            unused.append(name)
    assert unused == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    {
        "inline script": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
        "inline handler": r"<[^>]*\son[a-z]+=",
        "inline style": r"<[^>{]*\sstyle=|<style",
        "unescaped": r"\|\s*safe\b|autoescape off",
        "from elsewhere": r"""(?:src|href)=["'](?:https?:)?//""",
    }.items(),
)
def test_no_page_needs_a_looser_policy(what: str, pattern: str) -> None:
    found = [
        f"{file.name}: {what}" for file in tree.templates() if re.search(pattern, file.read_text(), flags=re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_pins_every_file(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://| @ |^\s*-", re.sub(r"^ +--hash=", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_test_lock_holds_the_base_lock() -> None:
    assert locked(LOCKS[0]).items() <= locked(LOCKS[1]).items()


@pytest.mark.parametrize("group", ["base", "test"])
def test_what_we_ask_for_is_locked(group: str) -> None:
    assert set(direct()[group]) - set(locked(f"requirements/{group}.txt")) == set()


def test_every_dependency_is_accounted_for() -> None:
    rows = dict(
        re.findall(r"^\| `([\w.-]+)` \| ([\w.]+) \|", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)
    )
    versions = locked(LOCKS[1])
    assert rows == {name: versions[name] for names in direct().values() for name in names}


def test_the_changelog_is_a_gazette() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    editions = re.findall(r"^## (\d+\.\d+\.\d+) · (\d{4}-\d{2}-\d{2})$", text, flags=re.MULTILINE)
    assert editions == sorted(editions, key=lambda edition: edition[1], reverse=True)
    assert editions[0][0] == tree.project()["project"]["version"]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    entries = [row for row in rows if row[0] != "类别"]
    assert entries
    assert {row[0] for row in entries} <= CHANGELOG_KINDS
    day = r"\d{4}-\d{2}-\d{2}"
    assert [
        row for row in entries if len(row) != 4 or not re.fullmatch(rf"{day} 起|{day} 至 {day}|不涉及", row[2])
    ] == []


def test_every_decision_says_why_and_what_follows() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    assert decisions
    for decision in decisions:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md", decision.name)
        headings = re.findall(r"^## (.+)$", decision.read_text(), flags=re.MULTILINE)
        assert headings == ["What we decided", "Why", "What follows", "When to look again"], decision.name


def test_every_rule_of_style_can_be_linked_to() -> None:
    rules = re.findall(r"^### (\S+) ", (ROOT / "STYLE.md").read_text(), flags=re.MULTILINE)
    letters = [(rule[0], int(rule[1:])) for rule in rules]
    assert all(b[1] == a[1] + 1 or (b[0] > a[0] and b[1] == 1) for a, b in pairwise(letters))


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_run_and_are_clean(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    shellcheck = Path(sys.executable).parent / "shellcheck"
    result = subprocess.run([shellcheck, ROOT / script], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


def test_the_command_installs_wheels_only_and_by_hash() -> None:
    installs = re.findall(r"pip install(?:[^\n]|(?<=\\)\n)*", (ROOT / "zs").read_text())
    assert len(installs) == 2
    assert all("--only-binary :all:" in line and "--require-hashes" in line for line in installs)
