"""How is one revision of a matter built, and does all of it hang together?"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from zhishui.catalogue.loading.desk import CHECK_KEYS, SAYING_KEYS, Desk
from zhishui.catalogue.loading.questions import SECTION_KEYS, asked_shapes, section
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.loading.rules import (
    EFFECT_KEYS,
    calculations,
    computed_shapes,
    document,
    effect,
    named_lists,
)
from zhishui.catalogue.loading.uses import check_uses
from zhishui.catalogue.names import Clash, Names, names_of
from zhishui.catalogue.types import Due, Material, PeriodRule, Permission, Process, QuestionType, Revision, Vocabulary
from zhishui.kernel import Period, PeriodKind, canonical_json
from zhishui.law import ActView
from zhishui.law.service import acts


KEYS = (
    "from until applicants period due sections lists calculations eligibility headline obligation explain checks "
    "materials process effects dues closes document legal_basis amend withdraw"
)
APPLICANTS = ("natural_person", "enterprise", "individual_business", "public_institution", "agent")
DEADLINES = ("", "iit_comprehensive")
MODES = ("instant",)


def revision(node: Node, vocabulary: Vocabulary) -> Revision:
    """Build a revision; `Refused` names the place of what is wrong."""
    known = {act.code: act for act in acts()}
    desk = Desk(_names(node, known), known, vocabulary)
    built = Revision(**_offer(node), **_content(node, desk), **_outcome(node, desk))
    check_uses(node, built, desk)
    return built


# The three parts of a revision, each as the arguments of `Revision`, which refuses one too many or too few.
def _offer(node: Node) -> dict[str, Any]:
    return {
        "from_": _day(node, "from"),
        "until": _day(node, "until") if "until" in node else None,
        "version": hashlib.sha256(canonical_json(node.value)).hexdigest(),
        "applicants": _applicants(node),
        "period": _period(node.node("period", "kind offsets first late")),
        "due": node.one_of("due", DEADLINES, ""),
        "process": _process(node.node("process", "mode limit_working_days limit_basis")),
        "legal_basis": node.texts("legal_basis"),
        "amend": _permission(node.node("amend", "allowed words")),
        "withdraw": _permission(node.node("withdraw", "allowed words")),
    }


def _content(node: Node, desk: Desk) -> dict[str, Any]:
    sections = tuple(section(one, desk) for one in node.nodes("sections", SECTION_KEYS))
    paper = node.node("document", "title lines tables notes verification_code")
    return {
        "sections": sections,
        "document": document(paper, desk, [question for part in sections for question in part.questions]),
        "eligibility": tuple(desk.check(one, desk.names.all) for one in node.nodes("eligibility", CHECK_KEYS)),
        "checks": tuple(desk.check(one, desk.names.all) for one in node.nodes("checks", CHECK_KEYS)),
        "headline": tuple(desk.saying(one) for one in node.nodes("headline", SAYING_KEYS)),
        "obligation": tuple(desk.saying(one) for one in node.nodes("obligation", SAYING_KEYS)),
    }


def _outcome(node: Node, desk: Desk) -> dict[str, Any]:
    lists = named_lists(node, desk)
    materials = node.nodes("materials", "name unnecessary_by note")
    return {
        "lists": lists,
        "calculations": calculations(node, desk),
        "explain": _explain(node, desk),
        "materials": tuple(_material(one, desk.vocabulary) for one in materials),
        "effects": tuple(effect(one, desk, lists) for one in node.nodes("effects", EFFECT_KEYS)),
        "dues": tuple(_due(one, desk) for one in node.nodes("dues", "label figure when")),
        "closes": node.texts("closes"),
    }


def _due(node: Node, desk: Desk) -> Due:
    return Due(
        label=node.text("label"), figure=desk.figure(node, "figure"), when=desk.when(node, "when", desk.names.all)
    )


def _names(node: Node, acts: dict[str, ActView]) -> Names:
    asked = asked_shapes(node)
    rows = {shape.leaf.id for shape in asked if shape.leaf.type is QuestionType.ROWS}
    try:
        return names_of(asked, computed_shapes(node, acts, rows), acts)
    except Clash as clash:
        raise node.wrong(f"名字“{clash}”有两个意思，请给题目或者算法换个名字", "sections") from clash


def _day(node: Node, key: str) -> date:
    try:
        return date.fromisoformat(node.text(key))
    except ValueError as error:
        raise node.wrong("日期要写成 2026-01-01 这样", key) from error


def _applicants(node: Node) -> tuple[str, ...]:
    found = node.texts("applicants")
    if not found or any(one not in APPLICANTS for one in found):
        raise node.wrong(f"至少写一种，只能写：{'、'.join(APPLICANTS)}", "applicants")
    return found


def _period(node: Node) -> PeriodRule:
    kind = PeriodKind(node.one_of("kind", [kind.value for kind in PeriodKind]))
    offsets = node.items("offsets")
    if any(not isinstance(one, int) or isinstance(one, bool) for one in offsets):
        raise node.wrong("要写整数的列表，例如 [-1]", "offsets")
    first, late = node.text("first", ""), node.flag("late", default=False)
    if bool(offsets) is (kind is PeriodKind.OCCASION):
        raise node.wrong("按次的不写 offsets，其他的必须写", "offsets")
    if late and not first:
        raise node.wrong("允许补办的要写最早的一期", "first")
    if first and not _is_period(first, kind):
        raise node.wrong("最早的一期写得不对", "first")
    return PeriodRule(kind=kind, offsets=tuple(int(str(one)) for one in offsets), first=first, late=late)


def _is_period(text: str, kind: PeriodKind) -> bool:
    try:
        return Period.parse(text).kind is kind
    except ValueError:
        return False


def _explain(node: Node, desk: Desk) -> tuple[str, ...]:
    figures = node.texts("explain")
    for index, figure in enumerate(figures):
        desk.figure(Node({"figure": figure}, f"{node.where}.explain[{index}]", "figure"), "figure")
    return figures


def _material(node: Node, vocabulary: Vocabulary) -> Material:
    for name in node.texts("unnecessary_by"):
        if name not in vocabulary.facts:
            raise node.wrong(f"词汇表里没有事实“{name}”", "unnecessary_by")
    return Material(name=node.text("name"), unnecessary_by=node.texts("unnecessary_by"), note=node.text("note", ""))


def _process(node: Node) -> Process:
    return Process(
        mode=node.one_of("mode", MODES),
        limit_working_days=node.whole("limit_working_days", 0),
        limit_basis=node.text("limit_basis"),
    )


def _permission(node: Node) -> Permission:
    return Permission(allowed=node.flag("allowed", default=False), words=node.text("words"))
