"""In whose name may an account act, and who looked at whose data?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhishui.kernel import Acting, Ref, Refused
from zhishui.person.identity import queries, services
from zhishui.person.identity.types import Capacity, DerivedRight


SYSTEM = Acting(Ref("system", "worker", "test"), None, "system:worker")
TODAY = date(2026, 3, 16)


def firm_of(turn, login="sunlei"):
    turn()  # the registry's file has been imported; rights follow by event
    account = queries.account_by_login(login)
    return account, [one for one in queries.identities(account.ref, TODAY) if one.capacity is not Capacity.SELF]


def test_the_legal_representative_may_act_for_the_firm_and_nobody_else_may(acting, turn):
    account, firms = firm_of(turn)
    assert [one.capacity for one in firms] == [Capacity.LEGAL_REPRESENTATIVE]
    firm = firms[0].taxpayer
    by = services.act(account=account.ref, for_taxpayer=firm.ref, on=TODAY)
    assert (by.for_taxpayer, by.under) == (firm.ref, "legal-representative")
    other = queries.account_by_login("chenjing")
    with pytest.raises(Refused) as refused:
        services.act(account=other.ref, for_taxpayer=firm.ref, on=TODAY)
    assert refused.value.status == 404


def test_a_right_the_registry_no_longer_shows_ends_by_itself(acting, turn, bound_clock):
    account, firms = firm_of(turn)
    firm = firms[0].taxpayer.ref
    services.follow_registry(rights=[], firms=[firm], on=TODAY, by=SYSTEM, at=bound_clock.now())
    assert [one.capacity for one in queries.identities(account.ref, TODAY)] == [Capacity.SELF]
    again = DerivedRight(account.person.ref, firm, Capacity.LEGAL_REPRESENTATIVE, TODAY, "market_regulation:2")
    services.follow_registry(rights=[again], firms=[firm], on=TODAY, by=SYSTEM, at=bound_clock.now())
    assert len(queries.identities(account.ref, TODAY)) == 2


def test_hearing_the_same_registry_twice_changes_nothing(acting, turn, bound_clock):
    account, firms = firm_of(turn)
    firm = firms[0].taxpayer.ref
    same = DerivedRight(account.person.ref, firm, Capacity.LEGAL_REPRESENTATIVE, TODAY, "market_regulation:1")
    services.follow_registry(rights=[same], firms=[firm], on=TODAY + timedelta(1), by=SYSTEM, at=bound_clock.now())
    assert len(queries.identities(account.ref, TODAY)) == 2


def test_a_clerks_look_is_logged_once_and_shown_to_the_person(acting, bound_clock):
    clerk = queries.account_by_login("clerk")
    subject = queries.account_by_login("chenjing").person.ref
    by = Acting(clerk.ref, None, "staff:clerk")
    for _ in range(3):
        services.look(subject=subject, by=by, purpose="办理退税", case="c-1", request="r-1", at=bound_clock.now())
    rows = queries.access_log(subject)
    assert [(row.who, row.purpose) for row in rows] == [("林晓", "办理退税")]


def test_a_look_without_a_purpose_is_refused_and_ones_own_is_not_logged(acting, bound_clock):
    clerk, own = queries.account_by_login("clerk"), queries.account_by_login("chenjing")
    by = Acting(clerk.ref, None, "staff:clerk")
    with pytest.raises(Refused):
        services.look(subject=own.person.ref, by=by, purpose=" ", case="", request="r", at=bound_clock.now())
    me = Acting(own.ref, own.person.ref, "self")
    services.look(subject=own.person.ref, by=me, purpose="", case="", request="r", at=bound_clock.now())
    assert queries.access_log(own.person.ref) == ()
