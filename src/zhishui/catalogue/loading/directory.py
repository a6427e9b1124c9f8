"""Which matters are offered? Every file of a directory, read once."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from zhishui.catalogue.loading.facts import vocabulary
from zhishui.catalogue.loading.reading import CODE, Node, read_yaml
from zhishui.catalogue.loading.revisions import KEYS, revision
from zhishui.catalogue.types import Acceptance, Catalogue, Matter, Revision
from zhishui.kernel import Period, Problem, Refused


HOME = Path(__file__).parent.parent / "matters"
MATTER_KEYS = "code name plain category keywords confidence revisions acceptance"


def load(directory: Path | None = None) -> Catalogue:
    """Give every matter of a directory, the package's own when none is named.

    Read once for each directory; `Refused` holds one problem for each bad file.
    """
    return _load(directory or HOME)


@cache
def _load(directory: Path) -> Catalogue:
    matters: dict[str, Matter] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.yaml")):
        try:
            matter = load_file(path)
        except Refused as refused:
            problems += refused.problems
        else:
            matters[matter.code] = matter
    problems += _closing_nothing(matters)
    if problems:
        raise Refused(*problems)
    return Catalogue(matters=matters, vocabulary=vocabulary())


def _closing_nothing(matters: dict[str, Matter]) -> list[Problem]:
    """Find matters that say they close the duty of one there is not."""
    return [
        Problem(CODE, f"{matter.code}.yaml：closes 里的“{code}”不是这里的事项。", f"{matter.code}.yaml.closes")
        for matter in matters.values()
        for code in {code for revision in matter.revisions for code in revision.closes} - set(matters)
    ]


def load_file(path: Path) -> Matter:
    """Give the matter of one file; its name is the matter's code."""
    node = Node(read_yaml(path), path.name, MATTER_KEYS)
    if node.text("code") != path.stem:
        raise node.wrong(f"文件名要和代码一样，应当叫 {node.text('code')}.yaml", "code")
    revisions = tuple(revision(one, vocabulary()) for one in node.nodes("revisions", KEYS))
    _in_turn(node, revisions)
    return Matter(
        code=node.text("code"),
        name=node.text("name"),
        plain=node.text("plain"),
        category=node.text("category"),
        keywords=node.texts("keywords"),
        confidence=node.one_of("confidence", ("A", "B")),
        revisions=revisions,
        acceptance=tuple(_acceptance(one) for one in node.nodes("acceptance", "persona says period answers expect")),
    )


def _in_turn(node: Node, revisions: tuple[Revision, ...]) -> None:
    if not revisions:
        raise node.wrong("至少要有一个版本", "revisions")
    for early, late in pairwise(revisions):
        if early.until is None or early.until > late.from_:
            raise node.wrong(f"{late.from_} 起的版本和前一个版本重叠", "revisions")


def _acceptance(node: Node) -> Acceptance:
    try:
        Period.parse(node.text("period"))
    except ValueError as error:
        raise node.wrong("所属期写得不对", "period") from error
    return Acceptance(
        persona=node.text("persona"),
        says=node.text("says"),
        period=node.text("period"),
        answers=node.pairs("answers"),
        expect={name: str(value) for name, value in node.pairs("expect").items()},
    )
