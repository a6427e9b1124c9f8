"""May whom a fact is about object, and does what a person declares replace what he declared before?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zhishui.journal import transaction
from zhishui.journal.models import Event
from zhishui.kernel import Acting, Ref, Refused
from zhishui.person.facts.queries import fact_by_ref, facts_of
from zhishui.person.facts.services import answer, declare, dispute, record_facts
from zhishui.person.facts.types import Declaration, NewFact, Recorded


pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
OWN, OTHER = Ref("person", "taxpayer", "t-1"), Ref("person", "taxpayer", "t-2")
SELF = Acting(Ref("person", "account", "1"), OWN, "self")
STRANGER = Acting(Ref("person", "account", "2"), OTHER, "self")
CLERK = Acting(Ref("person", "account", "9"), None, "staff:clerk")
CHILD, DEGREE = {"item": "child_education", "months": 12}, {"item": "continuing_degree", "months": 4}


def told(**changes: object) -> NewFact:
    parts = {
        "taxpayer": OWN,
        "shard": 7,
        "name": "housing.rent",
        "value": {"contract": "ZL-1"},
        "department": "housing",
        "record_id": "R-1",
        "retrieved_at": AT,
    }
    return NewFact(**(parts | changes))


def record(*facts: NewFact, at: datetime = AT) -> Recorded:
    with transaction():
        return record_facts(facts=facts, by=SELF, at=at)


def rent() -> Ref:
    record(told())
    return facts_of(OWN, ["housing.rent"])[0].ref


def test_recording_needs_the_callers_transaction():
    with pytest.raises(RuntimeError):
        record_facts(facts=[told()], by=SELF, at=AT)


def test_an_objection_is_shown_and_changes_nothing():
    fact = rent()
    view = dispute(fact=fact, reason=" 我已经退租了 ", by=SELF, at=AT)
    assert (view.reason, view.fact, view.answered_at) == ("我已经退租了", fact, None)
    (shown,) = facts_of(OWN, ["housing.rent"])
    assert shown.disputed
    assert shown.value == {"contract": "ZL-1"}
    assert Event.objects.get(name="person.fact.disputed").taxpayer == str(OWN)


@pytest.mark.parametrize("by", [STRANGER, CLERK])
def test_a_stranger_is_not_even_told_that_it_exists(by: Acting):
    with pytest.raises(Refused) as caught:
        dispute(fact=rent(), reason="x", by=by, at=AT)
    assert caught.value.status == 404
    with pytest.raises(Refused, match="not-found"):
        dispute(fact=Ref("person", "fact", "nothing"), reason="x", by=SELF, at=AT)


@pytest.mark.parametrize("reason", ["", "   ", "长" * 501])
def test_an_objection_needs_words(reason: str):
    with pytest.raises(Refused) as caught:
        dispute(fact=rent(), reason=reason, by=SELF, at=AT)
    assert caught.value.problems[0].field == "reason"


def test_one_open_objection_at_a_time_and_one_answer():
    fact = rent()
    first = dispute(fact=fact, reason="退租了", by=SELF, at=AT)
    with pytest.raises(Refused, match="already-disputed"):
        dispute(fact=fact, reason="真的", by=SELF, at=AT)
    with pytest.raises(Refused, match="not-found"):
        answer(dispute=first.ref, words="已核", by=SELF, at=AT)
    with pytest.raises(Refused, match="answer-needed"):
        answer(dispute=first.ref, words=" ", by=CLERK, at=AT)
    assert answer(dispute=first.ref, words="住建局已更正", by=CLERK, at=AT).answer == "住建局已更正"
    with pytest.raises(Refused, match="not-open"):
        answer(dispute=first.ref, words="再答", by=CLERK, at=AT)
    assert not fact_by_ref(fact).disputed
    assert dispute(fact=fact, reason="还是不对", by=SELF, at=AT).answered_at is None


def test_an_earlier_version_keeps_its_objection():
    dispute(fact=rent(), reason="退租了", by=SELF, at=AT)
    record(told(value={"contract": "ZL-1", "until": "2025-06"}), at=AT + timedelta(days=2))
    (shown,) = facts_of(OWN, ["housing.rent"])
    assert not shown.disputed
    assert shown.others[0].disputed


def test_a_clash_is_refused_by_name():
    record(told())
    with pytest.raises(Refused) as caught:
        record(told(taxpayer=OTHER))
    assert caught.value.problems[0].code == "other-taxpayer"


def declaration(edition: str, taxpayer: Ref = OWN) -> Declaration:
    return Declaration(
        taxpayer=taxpayer,
        shard=7,
        name="deduction.claim",
        department="natural_person_tax",
        period="2025",
        edition=edition,
        at=AT,
    )


def say(edition: str, *values: dict[str, object], taxpayer: Ref = OWN) -> Recorded:
    records = {str(place): value for place, value in enumerate(values, 1)}
    with transaction():
        return declare(declaration=declaration(edition, taxpayer), records=records, by=SELF)


def claims(taxpayer: Ref = OWN) -> list[object]:
    return [fact.value["item"] for fact in facts_of(taxpayer, ["deduction.claim"])]


def test_a_declaration_replaces_the_one_before():
    say("s-1", CHILD, DEGREE)
    assert claims() == ["child_education", "continuing_degree"]
    say("s-2", CHILD)
    assert claims() == ["child_education"]
    say("s-3")
    assert claims() == []


def test_going_back_to_an_earlier_answer_is_heard():
    say("s-1", CHILD)
    say("s-2", DEGREE)
    say("s-3", CHILD)
    assert claims() == ["child_education"]


def test_the_same_submission_twice_is_heard_once():
    say("s-1", CHILD)
    assert say("s-1", CHILD).known == 1


def test_two_peoples_declarations_do_not_meet():
    say("s-1", CHILD)
    say("s-2", DEGREE, taxpayer=OTHER)
    assert (claims(), claims(OTHER)) == (["child_education"], ["continuing_degree"])


def test_a_declaration_replaces_what_the_tax_office_had_on_file():
    filed = {
        "name": "deduction.claim",
        "department": "natural_person_tax",
        "period": "2025",
        "key": ("continuing_degree", ""),
    }
    record(told(**filed, value=DEGREE, record_id="NPT-7"))
    say("s-1", CHILD)
    assert claims() == ["child_education"]
