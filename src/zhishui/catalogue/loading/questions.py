"""How are questions read from a matter file?"""

from __future__ import annotations

from zhishui.catalogue.leaves import read_leaf
from zhishui.catalogue.loading.desk import CHECK_KEYS, Desk, name_of
from zhishui.catalogue.loading.prefills import prefill
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.names import AskedShape, LeafShape
from zhishui.catalogue.types import Choice, Field, Question, QuestionType, Section, TextFormat


LEAF_KEYS = "id type title help example unit choices required least most length format"
ASK_KEYS = f"{LEAF_KEYS} label why fields visible_when prefill checks locked corrected_by figure cites"
SECTION_KEYS = "id title questions"
CHOICE_KEYS = "value label consequence"
TYPES = [kind.value for kind in QuestionType]
FORMATS = [form.value for form in TextFormat]
GROUPS = (QuestionType.RECORD, QuestionType.ROWS)


def asked_shapes(revision: Node) -> list[AskedShape]:
    """Give as much of the questions as their names depend on, before any formula is read."""
    return [
        AskedShape(_shape(question), tuple(_shape(leaf) for leaf in question.nodes("fields", LEAF_KEYS)))
        for section in revision.nodes("sections", SECTION_KEYS)
        for question in section.nodes("questions", ASK_KEYS)
    ]


def _shape(node: Node) -> LeafShape:
    return LeafShape(name_of(node), QuestionType(node.one_of("type", TYPES)), node.flag("required", default=True))


def section(node: Node, desk: Desk) -> Section:
    """Build one section."""
    questions = tuple(_question(question, desk) for question in node.nodes("questions", ASK_KEYS))
    return Section(id=name_of(node), title=node.text("title"), questions=questions)


def _question(node: Node, desk: Desk) -> Question:
    leaf = _leaf(node, groups=True)
    fields = tuple(_leaf(field, groups=False) for field in node.nodes("fields", LEAF_KEYS))
    if bool(fields) is not (leaf.type in GROUPS):
        raise node.wrong("只有 record 和 rows 要写 fields，也必须写", "fields")
    own = desk.names.within(leaf.id) if leaf.type is QuestionType.ROWS else desk.names.all
    question = Question(
        **{name: getattr(leaf, name) for name in Field.__dataclass_fields__},
        label=node.text("label"),
        why=node.text("why"),
        fields=fields,
        visible_when=desk.when(node, "visible_when", desk.names.asking),
        prefill=prefill(node, leaf, fields, desk) if "prefill" in node else None,
        checks=tuple(desk.check(check, own) for check in node.nodes("checks", CHECK_KEYS)),
        locked=node.flag("locked", default=False),
        corrected_by=node.text("corrected_by", ""),
        figure=desk.figure(node, "figure"),
        cites=node.texts("cites"),
    )
    _consistent(node, question, desk)
    return question


def _consistent(node: Node, question: Question, desk: Desk) -> None:
    """Refuse what would only show when a citizen gets there."""
    if question.locked and not (question.corrected_by and question.prefill):
        raise node.wrong("锁定的答案要写从哪里来（prefill）和由谁更正（corrected_by）", "locked")
    paths = {field.id for field in question.fields} or {""}
    for check in question.checks:
        if check.field and check.field not in paths:
            raise node.wrong(f"检查“{check.code}”指的“{check.field}”不是这道题的空", "checks")
    for choice in node.nodes("choices", CHOICE_KEYS):
        desk.sentence(choice, "consequence", desk.names.all, "")


def _leaf(node: Node, *, groups: bool) -> Field:
    kind = QuestionType(node.one_of("type", TYPES))
    if kind in GROUPS and not groups:
        raise node.wrong("record 和 rows 里面只能放单个的空", "type")
    choices = tuple(_choice(choice) for choice in node.nodes("choices", CHOICE_KEYS))
    if bool(choices) is not (kind is QuestionType.CHOICE):
        raise node.wrong("只有 choice 要写 choices，也必须写", "choices")
    field = Field(
        id=name_of(node),
        type=kind,
        title=node.text("title"),
        help=node.text("help", ""),
        example=node.text("example", ""),
        unit=node.text("unit", ""),
        choices=choices,
        required=node.flag("required", default=True),
        least=node.text("least", ""),
        most=node.text("most", ""),
        length=node.whole("length", 100),
        format=TextFormat(node.one_of("format", FORMATS, "plain")),
    )
    _limits(node, field)
    return field


def _choice(node: Node) -> Choice:
    return Choice(value=node.text("value"), label=node.text("label"), consequence=node.text("consequence", ""))


def _limits(node: Node, field: Field) -> None:
    """Refuse limits and examples that the question itself could not read."""
    for key, text in (("least", field.least), ("most", field.most), ("example", field.example)):
        if not text or field.type in GROUPS:
            continue
        try:
            read_leaf(field, text)
        except ValueError as error:
            raise node.wrong(f"“{text}”这道题自己也读不懂：{error}", key) from error
