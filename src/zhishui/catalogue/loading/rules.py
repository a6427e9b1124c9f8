"""How are calculations, effects and the document read from a matter file?"""

from __future__ import annotations

from collections.abc import Iterable

from zhishui.catalogue.loading.desk import Desk, name_of
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.names import ComputedShape
from zhishui.catalogue.types import (
    Calculation,
    DocumentColumn,
    DocumentLine,
    DocumentTable,
    DocumentTemplate,
    Effect,
    ListOf,
    Question,
    RowsOf,
    Value,
)
from zhishui.law import ActView


CALCULATION_KEYS = "id act title each like when advice inputs"
ROWS_KEYS = "each when fields"
EFFECT_KEYS = "fact lists without replaces"


def computed_shapes(revision: Node, acts: dict[str, ActView], rows: set[str]) -> list[ComputedShape]:
    """Give as much of the calculations as their names depend on, before any formula is read."""
    shapes: list[ComputedShape] = []
    for node in revision.nodes("calculations", CALCULATION_KEYS):
        act, each = _act(node, revision), node.text("each", "")
        if act not in acts:
            raise node.wrong(f"法律里没有“{act}”这个算法", "act")
        if each and each not in rows:
            raise node.wrong(f"没有“{each}”这张清单", "each")
        shapes.append(ComputedShape(name_of(node), act, each))
    return shapes


def _alike(node: Node, revision: Node) -> Node | None:
    """Give the calculation this one is like, if it says so; it must stand before."""
    if "like" not in node:
        return None
    for other in revision.nodes("calculations", CALCULATION_KEYS):
        if other.where == node.where:
            break
        if other.text("id") == node.text("like") and "like" not in other:
            return other
    raise node.wrong(f"前面没有“{node.text('like')}”可以照着算", "like")


def _act(node: Node, revision: Node) -> str:
    alike = _alike(node, revision)
    return node.text("act", alike.text("act") if alike else None)


def calculations(revision: Node, desk: Desk) -> tuple[Calculation, ...]:
    """Build the calculations in order: each may use the figures of those before it."""
    built: list[Calculation] = []
    later = [node.text("id") for node in revision.nodes("calculations", CALCULATION_KEYS)]
    for node in revision.nodes("calculations", CALCULATION_KEYS):
        built.append(_calculation(node, revision, desk, later))
        later.remove(node.text("id"))
    return tuple(built)


def _calculation(node: Node, revision: Node, desk: Desk, later: list[str]) -> Calculation:
    act, each = desk.acts[_act(node, revision)], node.text("each", "")
    known = {name: of for name, of in desk.names.within(each).items() if of not in later}
    alike = _alike(node, revision)
    inputs = _inputs(alike, act, desk, known) if alike else {}
    inputs |= _inputs(node, act, desk, known)
    return Calculation(
        id=node.text("id"),
        act=act.code,
        title=node.text("title"),
        figures=tuple(figure.name for figure in act.figures),
        inputs=inputs,
        each=each,
        when=desk.when(node, "when", known),
        advice=node.flag("advice", default=False),
    )


def _inputs(node: Node, act: ActView, desk: Desk, known: dict[str, str]) -> dict[str, Value | ListOf]:
    wanted = {one.name for one in act.inputs}
    pairs = node.node("inputs", " ".join(sorted(wanted)))
    built: dict[str, Value | ListOf] = {}
    for name in pairs.value:
        raw = pairs.raw(name)
        if isinstance(raw, dict) and "lists" in raw:
            built[name] = list_of(pairs.node(name, "lists without"))
        else:
            built[name] = desk.value(pairs, name, known)
    return built


def list_of(node: Node) -> ListOf:
    """Build a reference to named lists; `check_uses` sees that they are there."""
    return ListOf(lists=node.texts("lists"), without=node.texts("without"))


def named_lists(revision: Node, desk: Desk) -> dict[str, tuple[RowsOf, ...]]:
    """Build the named lists that calculations and effects share."""
    lists: dict[str, tuple[RowsOf, ...]] = {}
    holder = revision.node("lists", " ".join(revision.pairs("lists"))) if "lists" in revision else None
    for name in holder.value if holder else ():
        assert holder is not None
        lists[name] = tuple(_rows(node, desk) for node in holder.nodes(name, ROWS_KEYS))
    return lists


def _rows(node: Node, desk: Desk) -> RowsOf:
    each = node.text("each", "")
    if each and each not in desk.names.rows:
        raise node.wrong(f"没有“{each}”这张清单", "each")
    names = desk.names.within(each)
    fields = node.node("fields", " ".join(node.pairs("fields")))
    return RowsOf(
        fields={name: desk.value(fields, name, names) for name in fields.value},
        each=each,
        when=desk.when(node, "when", names),
    )


def effect(node: Node, desk: Desk, lists: dict[str, tuple[RowsOf, ...]]) -> Effect:
    """Build an effect; every field it writes must be in the vocabulary, every needed one written."""
    fact = desk.vocabulary.facts.get(node.text("fact"))
    if fact is None:
        raise node.wrong(f"词汇表里没有事实“{node.text('fact')}”", "fact")
    built = Effect(fact=fact.name, lists=list_of(node), replaces=node.flag("replaces", default=False))
    known = {field.id for field in fact.fields}
    needed = {field.id for field in fact.fields if field.required}
    for name in built.lists.lists:
        for rows in lists.get(name, ()):
            written = set(rows.fields) - set(built.lists.without)
            if wrong := (written - known) | (needed - written):
                raise node.wrong(f"清单“{name}”的“{'、'.join(sorted(wrong))}”和事实“{fact.name}”对不上", "lists")
    return built


def document(node: Node, desk: Desk, questions: Iterable[Question]) -> DocumentTemplate:
    """Build the template of the result document."""
    names = desk.names.document
    rows = {question.id: question for question in questions if question.id in desk.names.rows}
    return DocumentTemplate(
        title=desk.sentence(node, "title", names),
        lines=tuple(
            DocumentLine(
                label=line.text("label"),
                value=desk.formula(line, "value", names),
                when=desk.when(line, "when", names),
                answer=line.flag("answer", default=False),
            )
            for line in node.nodes("lines", "label value when answer")
        ),
        tables=tuple(_table(table, desk, rows) for table in node.nodes("tables", "title rows columns only empty")),
        notes=tuple(_note(node, index, desk, names) for index in range(len(node.texts("notes")))),
        verification_code=node.flag("verification_code", default=False),
    )


def _note(node: Node, index: int, desk: Desk, names: dict[str, str]) -> str:
    one = Node({"note": node.texts("notes")[index]}, f"{node.where}.notes[{index}]", "note")
    return desk.sentence(one, "note", names)


def _table(node: Node, desk: Desk, rows: dict[str, Question]) -> DocumentTable:
    question = rows.get(node.text("rows"))
    if question is None:
        raise node.wrong(f"没有“{node.text('rows')}”这张清单", "rows")
    desk.used.add(f"{question.id}_count")
    fields = [field.id for field in question.fields]
    return DocumentTable(
        title=node.text("title"),
        rows=question.id,
        columns=tuple(
            DocumentColumn(
                label=column.text("label"),
                column=column.one_of("column", fields),
                total=column.flag("total", default=False),
            )
            for column in node.nodes("columns", "label column total")
        ),
        only=desk.when(node, "only", desk.names.within(question.id)),
        empty=node.text("empty"),
    )
