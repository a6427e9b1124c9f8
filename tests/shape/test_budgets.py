"""Is every file small, every function short, every page plain?"""

import re
import tomllib

import pytest

from shape import rules, tree


EXCEPTIONS = tomllib.loads((tree.ROOT / "tests/shape/exceptions.toml").read_text())
# Budget and the size that no exception may pass.
BUDGETS = {"file_lines": (250, 400), "function_lines": (25, 60), "template_lines": (170, 250), "template_ifs": (12, 20)}


def file_lines() -> dict[str, int]:
    return {source.path: rules.file_lines(source) for source in tree.sources()}


def function_lines() -> dict[str, int]:
    return {name: lines for source in tree.sources() for name, lines in rules.function_lines(source).items()}


def template_lines() -> dict[str, int]:
    return {_name(file): len(file.read_text().splitlines()) for file in tree.templates()}


def template_ifs() -> dict[str, int]:
    return {_name(file): len(re.findall(r"\{%-?\s*(?:if|elif)\b", file.read_text())) for file in tree.templates()}


MEASURES = {"file_lines": file_lines, "function_lines": function_lines, "template_lines": template_lines,
            "template_ifs": template_ifs}  # fmt: skip


def over(measured: dict[str, int], kind: str, allowed: dict[str, int]) -> dict[str, int]:
    budget, hard = BUDGETS[kind]
    return {name: size for name, size in measured.items() if size > min(hard, allowed.get(name, budget))}


@pytest.mark.parametrize("kind", BUDGETS)
def test_nothing_is_over_its_budget(kind: str) -> None:
    assert over(MEASURES[kind](), kind, EXCEPTIONS[kind]) == {}


@pytest.mark.parametrize("kind", BUDGETS)
def test_the_exceptions_only_shrink(kind: str) -> None:
    measured, budget = MEASURES[kind](), BUDGETS[kind][0]
    stale = {name for name, size in EXCEPTIONS[kind].items() if measured.get(name, 0) != size or size <= budget}
    assert stale == set(), "写成现在的大小；已经不超的删掉"


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_no_source_breaks_a_rule(rule: rules.Rule) -> None:
    assert [found for source in tree.sources() for found in rule(source)] == []


def test_complexity_is_held_by_the_linter_and_never_waived() -> None:
    assert tree.project()["tool"]["ruff"]["lint"]["mccabe"]["max-complexity"] == 8
    waived = [source.path for source in tree.sources() if re.search(r"noqa:[^#\n]*C901", source.text)]
    assert waived == []


def test_every_waiver_gives_its_reason() -> None:
    bare = re.compile(r"# (?:noqa(?:: [A-Z0-9, ]+)?|type: ignore(?:\[[\w, -]+\])?)\s*$")
    silent = [
        f"{source.path}:{number}"
        for source in tree.sources()
        for number, line in enumerate(source.text.splitlines(), 1)
        if bare.search(line)
    ]
    assert silent == []


def _name(file) -> str:
    return file.relative_to(tree.ROOT).as_posix()
