"""Which facts are there? The loader of vocabulary/*.yaml, the only list of fact names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from zhishui.catalogue.loading.reading import Node, read_yaml
from zhishui.catalogue.types import Choice, FactField, FactName, QuestionType, TextFormat, Vocabulary


HOME = Path(__file__).parent.parent / "vocabulary"
FIELD_KEYS = "id type title unit choices required format"
LEAVES = [kind.value for kind in QuestionType if kind not in {QuestionType.RECORD, QuestionType.ROWS}]


@cache
def vocabulary(directory: Path = HOME) -> Vocabulary:
    """Give the whole vocabulary; `Refused` names the file and place of the first slip."""
    departments: dict[str, str] = {}
    facts: dict[str, FactName] = {}
    files = [Node(read_yaml(path), path.name, "departments facts") for path in sorted(directory.glob("*.yaml"))]
    for file in files:
        departments |= {code: str(title) for code, title in file.pairs("departments").items()}
    for file in files:
        for node in file.nodes("facts", "name title departments dated key fields"):
            fact = _fact(node, departments)
            if fact.name in facts:
                raise node.wrong(f"事实“{fact.name}”写了两次", "name")
            facts[fact.name] = fact
    return Vocabulary(departments=departments, facts=facts)


def _fact(node: Node, departments: dict[str, str]) -> FactName:
    for code in node.texts("departments"):
        if code not in departments:
            raise node.wrong(f"没有部门“{code}”", "departments")
    fact = FactName(
        name=node.text("name"),
        title=node.text("title"),
        departments=node.texts("departments"),
        fields=tuple(_field(field) for field in node.nodes("fields", FIELD_KEYS)),
        dated=node.text("dated", ""),
        key=node.texts("key"),
    )
    known = {field.id for field in fact.fields}
    for name in (*fact.key, *([fact.dated] if fact.dated else [])):
        if name not in known:
            raise node.wrong(f"没有字段“{name}”", "fields")
    return fact


def _field(node: Node) -> FactField:
    return FactField(
        id=node.text("id"),
        type=QuestionType(node.one_of("type", LEAVES)),
        title=node.text("title"),
        unit=node.text("unit", ""),
        choices=tuple(
            Choice(value=choice.text("value"), label=choice.text("label"))
            for choice in node.nodes("choices", "value label")
        ),
        required=node.flag("required", default=True),
        format=TextFormat(node.one_of("format", [form.value for form in TextFormat], "plain")),
    )
