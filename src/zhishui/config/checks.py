"""Is the database as durable as an acknowledgement promises?

Measured under power-loss replay: with synchronous=NORMAL acknowledged returns
were lost in most crash states, with FULL in none. So a weaker database does
not start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import connection


@register("durability", deploy=False)
def durable_database(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse weak settings of the open database; run by `zs up` and `zs doctor`."""
    del app_configs
    return [] if databases is None else [Error(words, id=code) for code, words in weaknesses()]


def weaknesses() -> list[tuple[str, str]]:
    """Give (code, sentence) for each setting that could lose an acknowledged return."""
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> list[tuple[str, str]]:
    found = []
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if journal != "wal":
        found.append(("zhishui.E001", f"SQLite 的 journal_mode 是 {journal}，必须是 wal。请删去改动它的设置后重启。"))
    if synchronous < 2:  # noqa: PLR2004  2 = FULL, 3 = EXTRA
        found.append(("zhishui.E002", "SQLite 的 synchronous 低于 FULL，断电会丢已受理的申报。请恢复为 FULL 后重启。"))
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        found.append(("zhishui.E003", "SQLite 的 transaction_mode 不是 IMMEDIATE，并发写入会中途失败。请恢复后重启。"))
    return found


def _postgresql() -> list[tuple[str, str]]:
    found = []
    for name, code in (
        ("fsync", "zhishui.E004"),
        ("synchronous_commit", "zhishui.E005"),
        ("full_page_writes", "zhishui.E006"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            value = cursor.fetchone()[0]
        if value == "off":
            found.append((code, f"PostgreSQL 的 {name} 是 {value}，断电会丢已受理的申报。请改为 on 后重启。"))
    return found
