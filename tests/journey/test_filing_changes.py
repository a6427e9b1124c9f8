"""What changes under the person's hands: other tabs, registries, their own mind."""

from __future__ import annotations

import pytest

from zhishui.filing.cases.types import Standing
from zhishui.filing.counter import queries, services
from zhishui.filing.obligations.queries import obligations
from zhishui.filing.obligations.types import State
from zhishui.kernel import Fen, Period, Refused
from zhishui.person.identity.queries import access_log


YEAR = Period.parse("2025")


def code(refused) -> str:
    return refused.value.problems[0].code


def report_children(by, at, key, rows=None):
    draft = services.start(matter="XX09", period=YEAR, by=by, at=at)
    if rows is not None:
        services.answer(draft=draft.id, question="children", raw=rows, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    return services.submit(draft=draft.id, key=key, by=by, at=at).case


def test_nobody_signs_what_another_tab_changed(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    shown = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.answer(draft=shown.id, question="donation", raw="50000.00", by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.confirm_all(draft=shown.id, by=by, at=at, seen=shown.mark)
    assert code(refused) == "changed-meanwhile"
    again = queries.get_draft(shown.id, by)
    services.confirm_all(draft=shown.id, by=by, at=at, seen=again.mark)
    assert queries.get_draft(shown.id, by).mark == again.mark  # saying yes changes nothing that is said
    services.submit(draft=shown.id, key="k-1", by=by, at=at, seen=again.mark)


def test_a_yes_to_a_record_ends_when_the_record_does(acting, bound_clock):
    by, at = acting("wangfang"), bound_clock.now()
    report = report_children(by, at, "k-1")
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    assert len(queries.get_draft(draft.id, by).answers["infants"].value) == 2

    amended = services.amend(case=report, by=by, at=at)
    services.answer(draft=amended.id, question="children", raw=[], by=by, at=at)
    services.confirm_all(draft=amended.id, by=by, at=at)
    services.submit(draft=amended.id, key="k-2", by=by, at=at)

    with pytest.raises(Refused) as refused:
        services.submit(draft=draft.id, key="k-3", by=by, at=at)
    assert code(refused) == "changed-meanwhile"
    after = services.resume(draft=draft.id, by=by, at=at)
    assert after.answers["infants"].value == []
    assert "infants" in after.unconfirmed


def test_an_assumption_somebody_agreed_to_gives_way_to_a_record(acting, bound_clock):
    by, at = acting("wangfang"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    report_children(by, at, "k-1")
    after = services.resume(draft=draft.id, by=by, at=at)
    assert after.answers["infants"].standing is Standing.KNOWN
    assert "infants" in after.unconfirmed


def test_an_objection_reaches_the_department_even_after_an_own_value_and_can_be_taken_back(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.answer(draft=draft.id, question="labour", raw="12000.00", by=by, at=at)
    view = services.contest(draft=draft.id, question="labour", reason="金额多报了", by=by, at=at)
    assert view.answers["labour"].value == "11550.00"
    assert view.answers["labour"].backing != ()
    back = services.confirm(draft=draft.id, question="labour", by=by, at=at)
    assert (back.answers["labour"].standing, back.answers["labour"].reason) == (Standing.KNOWN, "")


@pytest.mark.parametrize("reason", ["", "  ", "a\u0000b", "x\u202ey", "长" * 501])
def test_a_reason_that_is_no_plain_text_is_refused(acting, bound_clock, reason):
    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.contest(draft=draft.id, question="salary", reason=reason, by=by, at=at)
    assert (refused.value.status, refused.value.problems[0].field) == (422, "reason")


def test_what_was_filed_is_what_the_home_page_says(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.answer(draft=draft.id, question="certificates", raw=[], by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    case = services.submit(draft=draft.id, key="k-1", by=by, at=at).case
    done = next(one for one in obligations(by.for_taxpayer, bound_clock.today()) if one.matter == "SB09")
    # 53,340 × 10 % − 2,520 = 2,814.00 against 3,738.00 withheld.
    assert (done.state, done.amount) == (State.DONE, Fen(92400))
    services.amend(case=case, by=by, at=at)
    again = next(one for one in obligations(by.for_taxpayer, bound_clock.today()) if one.matter == "SB09")
    assert again.state is State.STARTED


def test_an_amended_case_cannot_be_amended_a_second_time(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    case = services.submit(draft=draft.id, key="k-1", by=by, at=at).case
    first = services.amend(case=case, by=by, at=at)
    assert services.amend(case=case, by=by, at=at).id == first.id
    services.confirm_all(draft=first.id, by=by, at=at)
    services.submit(draft=first.id, key="k-2", by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.amend(case=case, by=by, at=at)
    assert code(refused) == "not-amendable"


def test_the_person_sees_which_records_were_taken_in_for_them(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.start(matter="SB09", period=YEAR, by=by, at=at)
    rows = access_log(by.for_taxpayer)
    assert [row.who for row in rows] == ["自动预填"]
    assert "自然人税收系统" in rows[0].office


@pytest.mark.parametrize("text", ["9999-12-31", "9999", "9999-12", "0000", "2025-13", "2025Q5", "２０２５"])
def test_a_period_at_the_edge_of_the_calendar_is_read_or_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)
