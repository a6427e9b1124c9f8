"""Who looked at my data? One row a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhishui.person.identity.types import AccessRow


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who, why, when, for which case."""

    who: str
    purpose: str
    at: datetime
    case: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """谁看过我的数据."""

    title: str
    heading: str
    rows: tuple[Look, ...]


def access_page(rows: Sequence[AccessRow]) -> AccessPage:
    """Draw the log, newest first."""
    looks = tuple(Look(_who(row), row.purpose, row.at, f"案件 {row.case}" if row.case else "") for row in rows)
    heading = f"看过您数据的记录，{len(looks)}次" if looks else "谁看过我的数据"
    return AccessPage("谁看过我的数据", heading, looks)


def _who(row: AccessRow) -> str:
    return f"{row.office} {row.who}" if row.office else row.who
