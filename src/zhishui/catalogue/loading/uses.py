"""Is every question of a revision used, and does none of them hang on itself?"""

from __future__ import annotations

from collections.abc import Iterator

from zhishui.catalogue.loading.desk import Desk
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.types import Formula, Question, Revision


def check_uses(node: Node, revision: Revision, desk: Desk) -> None:
    """Refuse dead questions, lists and calculations, and conditions that would need their own answer."""
    _lists(node, revision)
    _order(node, revision, desk)
    _no_circle(node, revision, desk)
    _dead(node, revision, desk)


def _references(revision: Revision) -> Iterator[str]:
    for calculation in revision.calculations:
        for value in calculation.inputs.values():
            if not isinstance(value, Formula) and hasattr(value, "lists"):
                yield from value.lists
    for effect in revision.effects:
        yield from effect.lists.lists


def _lists(node: Node, revision: Revision) -> None:
    wanted = set(_references(revision))
    if missing := wanted - set(revision.lists):
        raise node.wrong(f"没有“{min(missing)}”这张清单", "lists")
    if unused := set(revision.lists) - wanted:
        raise node.wrong(f"清单“{min(unused)}”没有用到，请删去", "lists")


def _order(node: Node, revision: Revision, desk: Desk) -> None:
    """A question may hang only on what is asked before it, or on figures."""
    before: set[str] = set()
    for question in revision.questions:
        for name in question.visible_when.names if question.visible_when else ():
            if name in desk.names.answers and desk.names.answers[name] not in before:
                raise node.wrong(f"“{question.id}”要看“{name}”才知道问不问，可是“{name}”还没问", "sections")
        before.add(question.id)


def _no_circle(node: Node, revision: Revision, desk: Desk) -> None:
    """A question that hangs on a figure may feed only what is computed after it: else neither could be known first."""
    order = {calculation.id: index for index, calculation in enumerate(revision.calculations)}
    hangs: dict[str, int] = {}
    for question in revision.questions:
        names = question.visible_when.names if question.visible_when else ()
        on = [order[desk.names.figures[name]] for name in names if name in desk.names.figures]
        on += [hangs[desk.names.answers[name]] for name in names if name in desk.names.answers]
        hangs[question.id] = max(on, default=-1)
    for calculation in revision.calculations:
        for value in (calculation.when, *calculation.inputs.values()):
            for name in _names_in(value, revision):
                if hangs.get(desk.names.answers.get(name, name), -1) >= order[calculation.id]:
                    raise node.wrong(f"“{name}”要算完才知道问不问，不能拿来算“{calculation.id}”", "calculations")


def _names_in(value: object, revision: Revision) -> Iterator[str]:
    if isinstance(value, Formula):
        yield from value.names
    for name in getattr(value, "lists", ()):
        for rows in revision.lists[name]:
            yield rows.each
            for part in (rows.when, *rows.fields.values()):
                if isinstance(part, Formula):
                    yield from part.names


def _dead(node: Node, revision: Revision, desk: Desk) -> None:
    for question in revision.questions:
        if not _used(question, revision, desk):
            raise node.wrong(f"“{question.id}”问了却没有用，请删去，或者写进算法、结果或者文书", "sections")
    for calculation in revision.calculations:
        names = {
            name
            for names in (desk.names.figures, *desk.names.rows.values())
            for name, of in names.items()
            if of == calculation.id
        }
        if not names & desk.used:
            raise node.wrong(f"“{calculation.id}”算了却没有用，请删去", "calculations")


def _used(question: Question, revision: Revision, desk: Desk) -> bool:
    own = {name for name, of in desk.names.answers.items() if of == question.id}
    each = {rows.each for rules in revision.lists.values() for rows in rules}
    own_checks = {name for check in question.checks for name in check.holds.names}
    return bool(own & desk.used) or question.id in each or bool(own_checks)
