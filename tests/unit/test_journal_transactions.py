"""Does one verb make one durable change, or none?"""

import subprocess
import sys
from datetime import datetime, timedelta, timezone

import pytest
from django.db import transaction as django_transaction

from conftest import NOON
from journal_kit import BY, PERSON, committed, guarded_again, happen  # noqa: F401  fixtures
from zhishui.journal import in_transaction, queries, transaction, transaction_required
from zhishui.journal.models import Event, Waiting
from zhishui.journal.services import append
from zhishui.kernel import Acting, Ref, canonical_json


SUBJECT = Ref("filing", "case", "c1")


def test_naming_a_transaction_loads_no_table():
    """Any module may import it at its top, before Django is set up."""
    code = "import sys, zhishui.journal; sys.exit('zhishui.journal.models' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.django_db
def test_an_event_is_kept_as_it_was_told():
    with transaction():
        told = append(
            "filing.case.submitted", by=BY, at=NOON, subject=SUBJECT, data={"b": [1, None, True], "a": "退税"}
        )
    assert queries.get_event(told.id) == told
    assert (told.name, told.at, told.actor, told.under) == ("filing.case.submitted", NOON, BY.actor, "self")
    assert (told.taxpayer, told.subject, told.data) == (PERSON, SUBJECT, {"b": [1, None, True], "a": "退税"})
    assert canonical_json({"a": "退税", "b": [1, None, True]}) in told.canonical()


@pytest.mark.django_db
def test_an_event_may_be_about_another_taxpayer_or_none():
    firm = Ref("person", "taxpayer", "firm")
    nobody = Acting(Ref("person", "account", "a1"), None, "system:worker")
    with transaction():
        assert append("filing.case.paid", by=BY, at=NOON, subject=SUBJECT, data={}, taxpayer=firm).taxpayer == firm
        assert append("filing.case.paid", by=nobody, at=NOON, subject=SUBJECT, data={}).taxpayer is None


@pytest.mark.django_db
def test_outside_a_transaction_nothing_is_told():
    with pytest.raises(RuntimeError, match="inside"):
        append("filing.case.submitted", by=BY, at=NOON, subject=SUBJECT, data={})
    with django_transaction.atomic(), pytest.raises(RuntimeError, match="inside"):
        transaction_required()  # somebody else's atomic block makes no promise of durability
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_transactions_do_not_nest():
    with transaction():
        assert in_transaction()
        with pytest.raises(RuntimeError, match="nested"), transaction():
            pass
        happened_inside = in_transaction()
    assert happened_inside
    assert not in_transaction()


@pytest.mark.django_db
def test_a_verb_that_fails_leaves_nothing():
    def failing() -> None:
        with transaction():
            append("filing.case.submitted", by=BY, at=NOON, subject=SUBJECT, data={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert not Event.objects.exists()
    assert not Waiting.objects.exists()
    assert not in_transaction()


def test_an_outer_atomic_block_is_refused(committed):  # noqa: F811
    with django_transaction.atomic(), pytest.raises(RuntimeError, match="durable"), transaction():
        pass
    with transaction(), django_transaction.atomic():  # a savepoint within is fine
        append("filing.case.submitted", by=BY, at=NOON, subject=SUBJECT, data={})
    assert Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["", "submitted", "filing.submitted", "filing.case.Submitted", "a.b.c.d", "filing.case.提交"]
)
def test_a_name_has_three_parts(name):
    with transaction(), pytest.raises(ValueError, match=r"^"):
        append(name, by=BY, at=NOON, subject=SUBJECT, data={})
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_moment_must_know_its_zone_and_is_told_in_utc():
    china = timezone(timedelta(hours=8))
    with transaction():
        with pytest.raises(ValueError, match="2026"):
            append("filing.case.paid", by=BY, at=NOON.replace(tzinfo=None), subject=SUBJECT, data={})
        there = datetime(2026, 3, 16, 12, 0, 0, 5, china)
        told = append("filing.case.paid", by=BY, at=there, subject=SUBJECT, data={})
    assert b'"at":"2026-03-16T04:00:00.000005Z"' in told.canonical()
    assert queries.get_event(told.id).canonical() == told.canonical()


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{"amount": 1.5}, {"at": NOON}, {"n": 2**53}, {"s": "\ud800"}, {"t": (1,)}])
def test_what_cannot_be_written_in_one_way_is_refused(data):
    with transaction(), pytest.raises(ValueError, match=r"^"):
        append("filing.case.paid", by=BY, at=NOON, subject=SUBJECT, data=data)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_control_characters_and_rare_characters_come_back_as_they_went():
    data = {"名": '㐀𠮷\u0000\u202e\n"\\', "": {}}
    with transaction():
        told = append("filing.case.paid", by=BY, at=NOON, subject=SUBJECT, data=data)
    assert queries.get_event(told.id).data == data


@pytest.mark.django_db
def test_events_are_found_by_thing_and_by_taxpayer():
    first, second = happen(2)
    (third,) = happen(1, name="person.data.looked", start=0)
    assert queries.events_about(first.subject) == (first, third)
    assert queries.events_about(Ref("filing", "case", "none")) == ()
    assert queries.events_for(PERSON) == (third, second, first)
    assert queries.events_for(PERSON, "filing.") == (second, first)
    assert queries.events_for(PERSON, limit=1) == (third,)
    assert queries.events_for(Ref("person", "taxpayer", "other")) == ()
    assert queries.get_event("nothing") is None
