"""Does a database that could lose an acknowledged return refuse to start?"""

from __future__ import annotations

from contextlib import nullcontext
from typing import ClassVar

import pytest
from django.core import checks
from django.db import connection

from zhishui.config import checks as ours
from zhishui.config import env


def found() -> list[str]:
    return [error.id for error in checks.run_checks(tags=["durability"], databases=["default"])]


@pytest.mark.django_db
def test_the_settings_we_ship_are_strong_enough():
    assert found() == [] or (connection.vendor == "sqlite" and found() == ["zhishui.E001"])  # tests run in memory


def test_a_file_database_is_wal_and_full(tmp_path):
    import sqlite3

    made = env.database("", tmp_path / "x.sqlite3")
    file = sqlite3.connect(made["NAME"])
    file.executescript(made["OPTIONS"]["init_command"])
    assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert file.execute("PRAGMA synchronous").fetchone() == (2,)
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


class Weak:
    """A connection to a SQLite file that somebody tuned for speed."""

    vendor = "sqlite"
    settings_dict: ClassVar = {"OPTIONS": {}}

    def cursor(self):
        return nullcontext(self)

    def execute(self, sql):
        self.answer = ("delete",) if "journal_mode" in sql else (1,)
        return self

    def fetchone(self):
        return self.answer


def test_each_weak_setting_is_named(monkeypatch):
    monkeypatch.setattr(ours, "connection", Weak())
    assert [code for code, _ in ours.weaknesses()] == ["zhishui.E001", "zhishui.E002", "zhishui.E003"]


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///x"])
def test_an_unknown_database_is_refused_in_words(tmp_path, url):
    with pytest.raises(SystemExit) as refused:
        env.database(url, tmp_path / "x")
    assert "postgres" in str(refused.value)


def test_a_flag_that_makes_no_sense_is_refused(monkeypatch):
    monkeypatch.setenv("ZHISHUI_DEMO", "maybe")
    with pytest.raises(SystemExit):
        env.flag("ZHISHUI_DEMO", default=True)
