"""Where does an answer come from? Prefill rules, checked against the vocabulary word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhishui.catalogue.leaves import read_leaf
from zhishui.catalogue.loading.desk import Desk
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.types import FactName, Field, Otherwise, Prefill, QuestionType, Take
from zhishui.kernel import Json


KEYS = "fact where during take field columns fixed otherwise"


def prefill(question: Node, leaf: Field, fields: Sequence[Field], desk: Desk) -> Prefill:
    """Build the prefill of a question; an unknown fact or field is refused."""
    node = question.node("prefill", KEYS)
    if "fact" not in node:
        only = Node(node.value, node.where, "otherwise")
        return Prefill(fact="", take=Take.ONE, where={}, otherwise=_otherwise(only, leaf))
    if node.text("fact") not in desk.vocabulary.facts:
        raise node.wrong(f"词汇表里没有事实“{node.text('fact')}”", "fact")
    fact = desk.vocabulary.facts[node.text("fact")]
    rule = Prefill(
        fact=fact.name,
        take=Take(node.one_of("take", [take.value for take in Take])),
        where=_where(node, fact),
        during=node.one_of("during", ("period", "any"), "period"),
        field=_known(node, fact, node.text("field", ""), "field"),
        columns=_columns(node, fact, fields),
        fixed=_fixed(node, fields),
        otherwise=_otherwise(node, leaf) if "otherwise" in node else None,
    )
    _fits(node, rule, leaf, fact)
    return rule


def _known(node: Node, fact: FactName, name: str, key: str) -> str:
    if name and name not in {field.id for field in fact.fields}:
        raise node.wrong(f"事实“{fact.name}”没有“{name}”", key)
    return name


def _where(node: Node, fact: FactName) -> Mapping[str, tuple[Json, ...]]:
    where: dict[str, tuple[Json, ...]] = {}
    for name, wanted in node.pairs("where").items():
        _known(node, fact, name, "where")
        values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
        choices = {choice.value for choice in fact.field(name).choices}
        for value in values:
            if choices and value not in choices:
                raise node.wrong(f"“{fact.name}.{name}”没有“{value}”这个值", "where")
        where[name] = values
    return where


def _columns(node: Node, fact: FactName, fields: Sequence[Field]) -> Mapping[str, str]:
    columns: dict[str, str] = {}
    for column, source in node.pairs("columns").items():
        own = next((field for field in fields if field.id == column), None)
        if own is None:
            raise node.wrong(f"这道题没有“{column}”这个空", "columns")
        its = fact.field(_known(node, fact, str(source), "columns"))
        if its.type != own.type and QuestionType.CHOICE not in (its.type, own.type):
            raise node.wrong(f"“{column}”是 {own.type}，“{fact.name}.{its.id}”却是 {its.type}", "columns")
        columns[column] = its.id
    return columns


def _fixed(node: Node, fields: Sequence[Field]) -> Mapping[str, Json]:
    fixed: dict[str, Json] = {}
    for column, raw in node.pairs("fixed").items():
        own = next((field for field in fields if field.id == column), None)
        if own is None:
            raise node.wrong(f"这道题没有“{column}”这个空", "fixed")
        try:
            fixed[column] = read_leaf(own, raw)
        except ValueError as error:
            raise node.wrong(f"“{column}”：{error}", "fixed") from error
    return fixed


def _otherwise(prefill_node: Node, leaf: Field) -> Otherwise:
    node = prefill_node.node("otherwise", "value reason")
    value = node.raw("value")
    try:
        if leaf.type is QuestionType.ROWS:
            fits = isinstance(value, list)
        else:
            fits = leaf.type is not QuestionType.RECORD and read_leaf(leaf, value) == value
    except ValueError:
        fits = False
    if not fits:
        raise node.wrong("这个值不是这道题的答案", "value")
    return Otherwise(value=value, reason=node.text("reason"))


def _fits(node: Node, rule: Prefill, leaf: Field, fact: FactName) -> None:
    """Refuse a way of taking facts that cannot give this kind of answer."""
    fits = {
        Take.SUM: leaf.type is QuestionType.MONEY and bool(rule.field),
        Take.ROWS: leaf.type is QuestionType.ROWS and bool(rule.columns),
        Take.ONE: bool(rule.columns) if leaf.type is QuestionType.RECORD else bool(rule.field),
        Take.EXISTS: leaf.type is QuestionType.FLAG,
    }[rule.take]
    if not fits:
        raise node.wrong(f"take: {rule.take} 给不出 {leaf.type} 类型的答案", "take")
    if rule.take is Take.SUM and fact.field(rule.field).type is not QuestionType.MONEY:
        raise node.wrong("只有金额能求和", "field")
