"""Does the database itself refuse to forget?"""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db import transaction as django_transaction

from conftest import NOON
from journal_kit import KEY, committed, guarded_again, happen  # noqa: F401  fixtures
from zhishui.journal import append_only, services
from zhishui.journal.models import Checkpoint, Event, Leaf, Node


KEPT = (Event, Leaf, Node, Checkpoint)


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT)
def test_no_row_is_changed_or_deleted(model):
    happen(2)
    services.sequence(at=NOON, key=KEY)
    before = list(model.objects.values())
    field = {"Event": "under", "Leaf": "hash", "Node": "hash", "Checkpoint": "root"}[model.__name__]
    value = "self" if field == "under" else bytes(32)
    with pytest.raises(IntegrityError, match="append-only"), django_transaction.atomic():
        model.objects.update(**{field: value})
    with pytest.raises(IntegrityError, match="append-only"), django_transaction.atomic():
        model.objects.all()._raw_delete("default")
    assert list(model.objects.values()) == before


@pytest.mark.django_db
def test_every_guard_is_in_place_and_a_missing_one_is_named():
    assert append_only.unguarded(connection) == ()
    append_only.lift(connection)
    missing = append_only.unguarded(connection)
    assert {"journal_event_no_update", "journal_event_no_delete", "journal_leaf_no_delete"} <= set(missing)
    append_only.guard(connection)
    append_only.guard(connection)
    assert append_only.unguarded(connection) == ()


@pytest.mark.django_db
def test_a_guard_can_be_taken_back_by_migrating_backwards():
    operation = append_only.forbid_changes("journal_delivery")
    append_only._guarded.discard("journal_delivery")
    editor = SimpleNamespace(connection=connection)
    operation.code(None, editor)
    assert "journal_delivery_no_update" in triggers()
    operation.reverse_code(None, editor)
    assert "journal_delivery_no_update" not in triggers()


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(append_only.LIST[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_no_table_is_emptied_at_once(committed):  # noqa: F811
    happen(1)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_event CASCADE")
    assert Event.objects.count() == 1
