"""What can be done here, and where is it? The list, the search, one matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from zhishui.catalogue import Catalogue, Matter, search
from zhishui.doors.web.pages.parts import Row


MOST = 6  # links on the first screen


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter in a list: as people say it, and as the law calls it."""

    name: str
    official: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """Matters of one category."""

    name: str
    rows: tuple[MatterRow, ...]


@dataclass(frozen=True, slots=True)
class MattersPage:
    """The list, or what a search found."""

    title: str
    heading: str
    query: str
    groups: tuple[Group, ...]
    guess: str = ""


def matters_page(catalogue: Catalogue, query: str) -> MattersPage:
    """Draw the list; with a query, what fits it, or the nearest word there is."""
    if not query:
        every = tuple(catalogue.matters.values())
        return MattersPage("全部事项", f"能办的事，{len(every)}件", "", _groups(every))
    found = search(catalogue, query)
    if found.nearest or not found.matters:
        return MattersPage("找事项", f"没有找到“{query}”", query, (), found.nearest)
    return MattersPage("找事项", f"找到{len(found.matters)}件事", query, _groups(found.matters))


def _groups(matters: Iterable[Matter]) -> tuple[Group, ...]:
    by_category: dict[str, list[MatterRow]] = {}
    for matter in matters:
        row = MatterRow(matter.plain, f"{matter.code} {matter.name}", matter_url(matter.code))
        by_category.setdefault(matter.category, []).append(row)
    return tuple(Group(name, tuple(rows)) for name, rows in by_category.items())


def other_matters(catalogue: Catalogue, kind: str, busy: Sequence[str]) -> tuple[Row, ...]:
    """Give a few links for the first screen: what this kind of taxpayer may do and is not asked to."""
    return tuple(
        Row(matter.plain, href=matter_url(matter.code))
        for matter in catalogue.matters.values()
        if matter.code not in busy and any(kind in revision.applicants for revision in matter.revisions)
    )[:MOST]


def matter_url(code: str) -> str:
    """Give the address of a matter's page."""
    return reverse("web:matter", args=(code,))
