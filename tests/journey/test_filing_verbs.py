"""One citizen, one matter, from prefill to a receipt that verifies without us: through the verbs."""

from __future__ import annotations

import json

import pytest

from zhishui.filing.cases.types import Standing
from zhishui.filing.counter import queries, services
from zhishui.filing.ledger import queries as ledger
from zhishui.filing.ledger.types import Account
from zhishui.filing.obligations.queries import obligations
from zhishui.filing.signing import keys
from zhishui.filing.signing.verifier import verify
from zhishui.journal.audit import verify_log
from zhishui.kernel import Fen, Period, Refused


YEAR = Period.parse("2025")


def submitted(by, at, key="k-1"):
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    return services.submit(draft=draft.id, key=key, by=by, at=at)


def test_a_wage_earner_finds_everything_filled_in_and_gets_a_sealed_receipt(acting, turn, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    waiting = obligations(by.for_taxpayer, bound_clock.today())
    # 陈静 by hand: 2,454.00 due on 49,740.00 (10 % − 2,520), 3,738.00 withheld.
    assert [(one.matter, one.amount, one.due_on.isoformat()) for one in waiting][:1] == [
        ("SB09", Fen(128400), "2026-06-30")
    ]
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    assert draft.problems == ()
    assert draft.answers["salary"].standing is Standing.KNOWN
    assert len(draft.answers["salary"].sources) == 12
    assert draft.figures["settle.balance"].value == Fen(-128400)

    services.confirm_all(draft=draft.id, by=by, at=at)
    done = services.submit(draft=draft.id, key="k-1", by=by, at=at)
    assert queries.get_case(done.case, by).documents == ()  # acknowledged, receipt still being made
    turn()
    case = queries.get_case(done.case, by)
    assert [step.name for step in case.steps if step.at] == ["submitted", "logged", "archived"]

    report = verify(queries.document(done.case, "receipt.pdf", by), keys.bound().trust)
    assert report.ok, report.why
    assert report.claims.who == "陈静"
    assert "1,284.00" in report.claims.headline
    assert ledger.balances(by.for_taxpayer) == {Account.ASSESSED: Fen(128400), Account.OWED: Fen(-128400)}
    assert verify_log([keys.bound().log.verifier]).bad is None


def test_same_key_gives_the_same_bytes_and_another_request_under_it_is_refused(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    first = submitted(by, at)
    draft = json.loads(first.body)["case"]
    again = services.submit(draft=_draft_of(draft), key="k-1", by=by, at=bound_clock.advance(days=400))
    assert again.body == first.body
    assert again.repeated
    other = services.start(matter="ZM02", period=Period.parse("2026-03-16"), by=by, at=at)
    services.answer(draft=other.id, question="span", raw={"first": "2025-01", "last": "2025-12"}, by=by, at=at)
    services.confirm_all(draft=other.id, by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.submit(draft=other.id, key="k-1", by=by, at=at)
    assert refused.value.problems[0].code == "idempotency-key-reused"


def _draft_of(case: str) -> str:
    from zhishui.filing.cases.models import Submission

    return Submission.objects.get(pk=case).draft_id


def test_a_second_return_for_the_same_year_is_refused_and_an_amendment_corrects_the_book(acting, turn, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    first = submitted(by, at)
    with pytest.raises(Refused) as refused:
        services.start(matter="SB09", period=YEAR, by=by, at=at)
    assert refused.value.status == 409
    assert "amend" in refused.value.problems[0].allowed

    draft = services.amend(case=first.case, by=by, at=at)
    services.answer(draft=draft.id, question="certificates", raw=[], by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    second = services.submit(draft=draft.id, key="k-2", by=by, at=at)
    turn()
    # Without the 3,600 certificate: 53,340 × 10 % − 2,520 = 2,814.00; 3,738.00 − 2,814.00 = 924.00.
    assert json.loads(second.body)["headline"] == "可退 924.00 元"
    assert json.loads(second.body)["version"] == 2
    assert ledger.balances(by.for_taxpayer)[Account.OWED] == Fen(-92400)
    assert sum(amount.value for amount in ledger.balances().values()) == 0
    assert queries.get_case(first.case, by).amended_by == second.case
    assert queries.get_case(first.case, by).allowed == ()


def test_a_contested_value_stays_and_does_not_block(acting, turn, bound_clock):
    from zhishui.person.facts.queries import facts_of

    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.answer(draft=draft.id, question="salary", raw="100000.00", by=by, at=at)
    assert refused.value.problems[0].allowed == ("contest",)
    view = services.contest(draft=draft.id, question="salary", reason="十二月的工资多报了", by=by, at=at)
    assert view.answers["salary"].standing is Standing.CONTESTED
    assert view.answers["salary"].value == "204000.00"
    services.confirm_all(draft=draft.id, by=by, at=at)
    services.submit(draft=draft.id, key="k-1", by=by, at=at)
    turn()
    disputed = [fact for fact in facts_of(by.for_taxpayer, ["income.payment"], YEAR) if fact.disputed]
    assert {fact.value["kind"] for fact in disputed} == {"salary"}
    assert len(disputed) == 12


def test_a_report_feeds_the_return_that_follows(acting, bound_clock):
    by, at = acting("wangfang"), bound_clock.now()
    before = services.start(matter="SB09", period=YEAR, by=by, at=at)
    assert before.answers["infants"].value == []
    report = services.start(matter="XX09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=report.id, by=by, at=at)
    services.submit(draft=report.id, key="k-1", by=by, at=at)
    after = services.start(matter="SB09", period=YEAR, by=by, at=at)
    assert after.id == before.id
    assert after.answers["infants"].standing is Standing.KNOWN
    assert len(after.answers["infants"].value) == 2


def test_what_the_person_said_is_not_overwritten_by_what_comes_later(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.answer(draft=draft.id, question="pension", raw="12000.00", by=by, at=at)
    again = services.start(matter="SB09", period=YEAR, by=by, at=at)
    assert again.answers["pension"].value == "12000.00"
    assert again.answers["pension"].standing is Standing.DECLARED


def test_somebody_elses_draft_and_case_do_not_exist(acting, bound_clock):
    mine, other, at = acting("chenjing"), acting("liwei"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=mine, at=at)
    case = submitted(mine, at).case
    for call in (
        lambda: queries.get_draft(draft.id, other),
        lambda: queries.get_case(case, other),
        lambda: services.confirm_all(draft=draft.id, by=other, at=at),
        lambda: services.submit(draft=draft.id, key="k-9", by=other, at=at),
        lambda: services.amend(case=case, by=other, at=at),
        lambda: queries.document(case, "receipt.pdf", other),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.status == 404


@pytest.mark.parametrize("key", ["", "x" * 65, "钥匙", "a\nb"])
def test_a_bad_key_writes_nothing(acting, bound_clock, key):
    from zhishui.filing.cases.models import Submission

    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.submit(draft=draft.id, key=key, by=by, at=at)
    assert refused.value.status == 400
    assert Submission.objects.count() == 0


def test_an_unconfirmed_return_is_not_taken(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    with pytest.raises(Refused) as refused:
        services.submit(draft=draft.id, key="k-1", by=by, at=at)
    assert refused.value.problems[0].code == "not-confirmed"


@pytest.mark.parametrize(
    ("matter", "period", "code"),
    [("XX99", "2025", "unknown-matter"), ("SB09", "2026", "period-not-open"), ("SB09", "2025-03", "period-not-open")],
)
def test_what_cannot_be_started_says_why(acting, bound_clock, matter, period, code):
    by, at = acting("chenjing"), bound_clock.now()
    with pytest.raises(Refused) as refused:
        services.start(matter=matter, period=Period.parse(period), by=by, at=at)
    assert refused.value.problems[0].code == code


def test_two_certificates_on_one_day_are_two_cases(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    numbers = set()
    for turn_no in ("k-1", "k-2"):
        draft = services.start(matter="ZM02", period=Period.parse("2026-03-16"), by=by, at=at)
        services.answer(draft=draft.id, question="span", raw={"first": "2025-01", "last": "2025-12"}, by=by, at=at)
        services.confirm_all(draft=draft.id, by=by, at=at)
        numbers.add(json.loads(services.submit(draft=draft.id, key=turn_no, by=by, at=at).body)["number"])
    assert len(numbers) == 2


def test_the_second_click_of_a_double_click_gets_the_first_ones_answer(acting, bound_clock, monkeypatch):
    from zhishui.filing.cases.models import Submission
    from zhishui.filing.counter import submitting

    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    sign, firsts = submitting.signing.sign_as_taxpayer, []

    def signs_while_the_first_is_committed(**said):
        if not firsts:
            firsts.append(None)
            firsts[0] = services.submit(draft=draft.id, key="k-1", by=by, at=at)
        return sign(**said)

    monkeypatch.setattr(submitting.signing, "sign_as_taxpayer", signs_while_the_first_is_committed)
    second = services.submit(draft=draft.id, key="k-1", by=by, at=at)
    assert second.body == firsts[0].body
    assert Submission.objects.count() == 1


def test_an_answer_changed_between_reading_and_signing_is_not_signed_away(acting, bound_clock, monkeypatch):
    from zhishui.filing.cases.models import Submission
    from zhishui.filing.counter import submitting

    by, at = acting("chenjing"), bound_clock.now()
    draft = services.start(matter="SB09", period=YEAR, by=by, at=at)
    services.confirm_all(draft=draft.id, by=by, at=at)
    sign = submitting.signing.sign_as_taxpayer

    def signs_while_another_page_saves(**said):
        services.answer(draft=draft.id, question="pension", raw="12000.00", by=by, at=at)
        return sign(**said)

    monkeypatch.setattr(submitting.signing, "sign_as_taxpayer", signs_while_another_page_saves)
    with pytest.raises(Refused) as refused:
        services.submit(draft=draft.id, key="k-1", by=by, at=at)
    assert refused.value.problems[0].code == "changed-meanwhile"
    assert Submission.objects.count() == 0
