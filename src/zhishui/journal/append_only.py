"""How does a table refuse to forget? Database triggers against UPDATE and DELETE.

Use in a migration of any app: `operations = [..., forbid_changes("ledger_line")]`.
SQLite rebuilds a table when a later migration alters it, which drops its
triggers: such a migration ends with `forbid_changes` again (`unguarded` tells).
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps


_guarded: set[str] = set()

REFUSAL = "append-only table"

SQLITE_FORBID = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{action} BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, '{why}'); END
"""
SQLITE_ALLOW = "DROP TRIGGER IF EXISTS {table}_no_{action}"
SQLITE_LIST = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

# The error class is the one SQLite's ABORT gives, so that callers see IntegrityError on both.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION zhishui_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: %', TG_ARGV[0], TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL_FORBID = """
CREATE OR REPLACE TRIGGER {table}_no_{action} BEFORE {action} ON {table}
FOR EACH {each} EXECUTE FUNCTION zhishui_append_only('{why}')
"""
POSTGRESQL_ALLOW = "DROP TRIGGER IF EXISTS {table}_no_{action} ON {table}"
POSTGRESQL_LIST = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"

ACTIONS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}
FORBID = {"sqlite": SQLITE_FORBID, "postgresql": POSTGRESQL_FORBID}
ALLOW = {"sqlite": SQLITE_ALLOW, "postgresql": POSTGRESQL_ALLOW}
LIST = {"sqlite": SQLITE_LIST, "postgresql": POSTGRESQL_LIST}


def forbid_changes(table: str) -> RunPython:
    """Give the migration operation after which rows of `table` can only be added."""
    _guarded.add(table)

    def forward(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor.connection, FORBID, table)

    def backward(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor.connection, ALLOW, table)

    return RunPython(forward, backward)


def unguarded(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Name the triggers that should exist in this database and do not."""
    MigrationLoader(None, ignore_no_migrations=True)  # importing the migrations fills the list
    with connection.cursor() as cursor:
        cursor.execute(LIST[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    wanted = {f"{table}_no_{action}" for table in _guarded for action in ACTIONS[connection.vendor]}
    return tuple(sorted(wanted - present))


def guard(connection: BaseDatabaseWrapper) -> None:
    """Put every guard of every app in place; what is there stays."""
    for table in sorted(_guarded):
        _run(connection, FORBID, table)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away: for drills and tests that play the bad administrator."""
    for table in sorted(_guarded):
        _run(connection, ALLOW, table)


def _run(connection: BaseDatabaseWrapper, statements: dict[str, str], table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for action in ACTIONS[connection.vendor]:
            # A truncation has no rows; an update that matches none may pass, as on SQLite.
            each = "STATEMENT" if action == "truncate" else "ROW"
            cursor.execute(statements[connection.vendor].format(table=table, action=action, each=each, why=REFUSAL))
