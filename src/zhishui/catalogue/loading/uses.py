"""Is every question of a revision used, and does none of them hang on itself?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhishui.catalogue.loading.desk import Desk
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.names import FOLDS
from zhishui.catalogue.types import Calculation, Formula, ListOf, Question, Revision


def check_uses(node: Node, revision: Revision, desk: Desk) -> None:
    """Refuse dead questions, lists and calculations, and conditions that would need their own answer."""
    _lists(node, revision)
    _items(node, revision, desk)
    _order(node, revision, desk)
    _in_turn(node, revision, desk)
    _dead(node, revision, desk)


def _told(revision: Revision) -> Iterator[tuple[Calculation, str, ListOf]]:
    """Give each list the law is told: by which calculation, as which input."""
    for calculation in revision.calculations:
        for name, value in calculation.inputs.items():
            if isinstance(value, ListOf):
                yield calculation, name, value


def _lists(node: Node, revision: Revision) -> None:
    references = [*(lists for _, _, lists in _told(revision)), *(effect.lists for effect in revision.effects)]
    wanted = {name for reference in references for name in reference.lists}
    if missing := wanted - set(revision.lists):
        raise node.wrong(f"没有“{min(missing)}”这张清单", "lists")
    if unused := set(revision.lists) - wanted:
        raise node.wrong(f"清单“{min(unused)}”没有用到，请删去", "lists")


def _items(node: Node, revision: Revision, desk: Desk) -> None:
    """What the law is told of each row must be something it asks of a row."""
    for calculation, name, told in _told(revision):
        view = next(one for one in desk.acts[calculation.act].inputs if one.name == name)
        known = {item.name for item in view.items}
        for rows in (rows for part in told.lists for rows in revision.lists[part]):
            if wrong := set(rows.fields) - set(told.without) - known:
                raise node.wrong(f"“{calculation.id}”的“{name}”没有“{min(wrong)}”这一项", "calculations")


def _order(node: Node, revision: Revision, desk: Desk) -> None:
    """A question may hang only on what is asked before it, or on figures."""
    before: set[str] = set()
    for question in revision.questions:
        for name in question.visible_when.names if question.visible_when else ():
            if name in desk.names.answers and desk.names.answers[name] not in before:
                raise node.wrong(f"“{question.id}”要看“{name}”才知道问不问，可是“{name}”还没问", "sections")
        before.add(question.id)


def _in_turn(node: Node, revision: Revision, desk: Desk) -> None:
    """A calculation may rest only on figures computed before it, also by way of what is asked."""
    order = {calculation.id: index for index, calculation in enumerate(revision.calculations)}
    known_after = _known_after(revision, desk, order)
    for calculation in revision.calculations:
        for value in (calculation.when, *calculation.inputs.values()):
            for name in _names_in(value, revision):
                if known_after(name) >= order[calculation.id]:
                    raise node.wrong(f"“{name}”要算完才知道，不能拿来算“{calculation.id}”", "calculations")


def _figure_names(calculation: Calculation) -> set[str]:
    """Give every name its figures go by, in a row and over all rows."""
    names = {f"{calculation.id}_{figure}" for figure in calculation.figures}
    return names | {f"{name}_{fold}" for name in names for fold in FOLDS if calculation.each}


def _known_after(revision: Revision, desk: Desk, order: dict[str, int]) -> Callable[[str], int]:
    """Give, for a name, the place of the last calculation it waits for; -1 when for none."""
    figures = {name: order[one.id] for one in revision.calculations for name in _figure_names(one)}
    hangs: dict[str, int] = {}

    def place(name: str) -> int:
        return figures.get(name, hangs.get(desk.names.answers.get(name, name), -1))

    for question in revision.questions:
        names = question.visible_when.names if question.visible_when else ()
        hangs[question.id] = max((place(name) for name in names), default=-1)
    return place


def _names_in(value: object, revision: Revision) -> Iterator[str]:
    """Give every name a value reads, its lists' questions among them."""
    if isinstance(value, Formula):
        yield from value.names
    if not isinstance(value, ListOf):
        return
    for rows in (rows for name in value.lists for rows in revision.lists[name]):
        yield rows.each
        for part in (rows.when, *rows.fields.values()):
            if isinstance(part, Formula):
                yield from part.names


def _dead(node: Node, revision: Revision, desk: Desk) -> None:
    for question in revision.questions:
        if not _used(question, revision, desk):
            raise node.wrong(f"“{question.id}”问了却没有用，请删去，或者写进算法、结果或者文书", "sections")
    for calculation in revision.calculations:
        if not _figure_names(calculation) & desk.used:
            raise node.wrong(f"“{calculation.id}”算了却没有用，请删去", "calculations")


def _used(question: Question, revision: Revision, desk: Desk) -> bool:
    own = {name for name, of in desk.names.answers.items() if of == question.id}
    each = {rows.each for rules in revision.lists.values() for rows in rules}
    own_checks = {name for check in question.checks for name in check.holds.names}
    return bool(own & desk.used) or question.id in each or bool(own_checks)
