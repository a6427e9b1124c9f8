"""What has been filed? The archive, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from zhishui import catalogue
from zhishui.doors.web.pages import words
from zhishui.filing.cases.types import CaseView


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One filed case: what, when, how it stands."""

    name: str
    number: str
    at: datetime
    state: str
    mark: str
    href: str


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Everything ever filed."""

    title: str
    heading: str
    rows: tuple[ArchiveRow, ...]


def archive_rows(cases: Sequence[CaseView]) -> tuple[ArchiveRow, ...]:
    """Give the rows, newest first."""
    return tuple(_row(case) for case in sorted(cases, key=lambda case: case.submitted_at, reverse=True))


def _row(case: CaseView) -> ArchiveRow:
    state, mark = _state(case)
    name = words.titled(catalogue.load().matters[case.matter].plain, case.period)
    again = f"（第{case.version}次）" if case.version > 1 else ""
    return ArchiveRow(name + again, case.number, case.submitted_at, state, mark, reverse("web:case", args=(case.id,)))


def _state(case: CaseView) -> tuple[str, str]:
    if case.amended_by:
        return "已被更正", "none"
    return ("已办好", "ok") if case.documents else ("回执制作中", "doing")


def archive_page(name: str, cases: Sequence[CaseView]) -> ArchivePage:
    """Draw the archive."""
    rows = archive_rows(cases)
    return ArchivePage("我的档案", f"{name}的档案，{len(rows)}份" if rows else f"{name}的档案", rows)
