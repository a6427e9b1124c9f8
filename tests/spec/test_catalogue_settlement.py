"""Does the settlement's matter file come to what the law says, for people reckoned by hand?

The figures are those of the acceptance scripts in the file, each worked out by
hand there; here the answers are written out, without persons or prefill.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhishui.catalogue import (
    calculate,
    check,
    consequences,
    dues,
    explain,
    headline,
    load,
    obligation,
    open_periods,
    result_document,
    visible,
    warnings,
    window,
)
from zhishui.kernel import Assumed, Fen, Known, Period, Refused, Source, Unknown


MATTER = load().matters["SB09"]
REVISION = MATTER.revisions[0]
YEAR = Period.parse("2025")
SOURCE = Source("natural_person_tax", "2025-0000001", datetime(2026, 3, 16, tzinfo=UTC), "settlement", "r1")
MONTHS = {"months": 12}
PUPIL = {"who": "孩子", "months": 12, "number": 1}

PEOPLE = {
    "chenjing": {
        "salary": "204000.00",
        "labour": "11550.00",
        "special": "45900.00",
        "withheld": "3738.00",
        "pupils": [PUPIL | {"share": "100"}],
        "certificates": [{"name": "会计", "serial": "4417", "approved_on": "2025-10-28"}],
        "illness": [{"patient": "陈静", "own_cost": "2310.00"}],
        "loans": [MONTHS | {"share": "100"}],
        "elders": [MONTHS | {"item": "elder_shared", "who": "陈国平", "agreed": "1500.00"}],
        "bank": {"name": "和城银行", "number": "6200380100000627"},
    },
    "liwei": {
        "salary": "282000.00",
        "special": "43200.00",
        "withheld": "6520.00",
        "rents": [MONTHS | {"item": "rent_pop_over_1m"}],
    },
    "zhaomin": {"salary": "119400.00", "special": "12537.00", "withheld": "1405.89"},
    "zhouguoping": {
        "salary": "38400.00",
        "labour": "3000.00",
        "withheld": "440.00",
        "bank": {"name": "和城银行", "number": "6200380100001958"},
    },
    "sunlei": {
        "salary": "240000.00",
        "bonus": "60000.00",
        "special": "54000.00",
        "withheld": "9870.00",
        "pupils": [PUPIL | {"share": "50"}, PUPIL | {"share": "50"}],
        "elders": [MONTHS | {"item": "elder_only_child"}],
    },
}


def known(value):
    return Known(value, (SOURCE,))


def answers_of(person, **more):
    """Give a person's answers: what departments said, and else what the file assumes."""
    assumed = {
        question.id: Assumed(question.prefill.otherwise.value, question.prefill.otherwise.reason)
        for question in REVISION.questions
        if question.prefill and question.prefill.otherwise
    }
    told = {"withholding_done": True, **PEOPLE[person], **more}
    return assumed | {name: known(value) for name, value in told.items()}


def figure(results, path):
    calculation, _, name = path.partition(".")
    value = results[calculation].figures[name].value
    return value.yuan() if isinstance(value, Fen) else value


@pytest.mark.parametrize("script", MATTER.acceptance, ids=[script.persona for script in MATTER.acceptance])
def test_the_figures_are_those_worked_out_by_hand(script):
    answers = answers_of(script.persona)
    results = calculate(REVISION, answers, Period.parse(script.period))
    assert {path: figure(results, path) for path in script.expect} == dict(script.expect)
    assert check(REVISION, answers, results, YEAR) == ()


@pytest.mark.parametrize(
    ("person", "words", "amount", "duty"),
    [
        ("chenjing", "可退", Fen(128400), "may"),
        ("liwei", "应补", Fen(968000), "must"),
        ("zhaomin", "不用补税", None, "none"),
        ("zhouguoping", "可退", Fen(44000), "may"),
        ("sunlei", "不补不退", None, "none"),
    ],
)
def test_the_answer_comes_first_in_words(person, words, amount, duty):
    answers = answers_of(person)
    results = calculate(REVISION, answers, YEAR)
    said = headline(REVISION, answers, results, YEAR)
    assert (said.words, said.amount) == (words, amount)
    assert obligation(REVISION, answers, results, YEAR).duty == duty


def test_what_is_exempt_is_not_booked():
    for person, booked in (("chenjing", [Fen(-128400)]), ("liwei", [Fen(968000)]), ("zhaomin", [])):
        answers = answers_of(person)
        owed = dues(REVISION, answers, calculate(REVISION, answers, YEAR), YEAR)
        assert [one.amount for one in owed if one.amount != Fen(0)] == booked


def test_the_bank_card_is_asked_only_when_there_is_something_to_refund():
    for person, asked in (("chenjing", True), ("liwei", False), ("zhaomin", False), ("sunlei", False)):
        answers = answers_of(person)
        assert ("bank" in visible(REVISION, answers, calculate(REVISION, answers, YEAR))) is asked
    answers = answers_of("chenjing") | {"bank": Unknown("bank")}
    [problem] = check(REVISION, answers, calculate(REVISION, answers, YEAR), YEAR)
    assert (problem.code, problem.field) == ("answer-missing", "bank")


def test_a_bonus_method_left_from_before_does_not_count_without_a_bonus():
    answers = answers_of("chenjing", bonus_method="merged")
    assert "bonus_method" not in visible(REVISION, answers)
    results = calculate(REVISION, answers, YEAR)
    assert figure(results, "settle.balance") == "-1284.00"
    assert "apart" not in results


def test_choosing_how_the_bonus_is_taxed_says_what_follows():
    answers = answers_of("sunlei")
    results = calculate(REVISION, answers, YEAR)
    said = consequences(REVISION, REVISION.question("bonus_method"), answers, results, YEAR)
    assert "9,870.00" in said["separate"]
    assert "10,080.00" in said["merged"]
    assert warnings(REVISION, answers, results, YEAR) == ()
    dearer = answers_of("sunlei", bonus_method="merged")
    [warning] = warnings(REVISION, dearer, calculate(REVISION, dearer, YEAR), YEAR)
    assert (warning.code, warning.field) == ("bonus-dearer-merged", "bonus_method")
    assert "9,870.00" in warning.message


def test_an_assumption_makes_the_figure_assumed_and_a_yes_makes_it_known():
    answers = answers_of("chenjing")
    assert calculate(REVISION, answers, YEAR)["settle"].figures["balance"].assumed
    confirmed = {name: known(one.value) if isinstance(one, Assumed) else one for name, one in answers.items()}
    assert not calculate(REVISION, confirmed, YEAR)["settle"].figures["balance"].assumed


def test_missing_is_missing_never_a_silent_zero():
    answers = answers_of("chenjing")
    del answers["withheld"]
    results = calculate(REVISION, answers, YEAR)
    balance = results["settle"].figures["balance"]
    assert (balance.value, balance.missing) == (None, ("withheld",))
    assert figure(results, "settle.tax_total") == "2454.00"
    assert headline(REVISION, answers, results, YEAR).words == "还算不出来"
    assert [problem.field for problem in check(REVISION, answers, results, YEAR)] == ["withheld"]


def test_an_unknown_list_is_unknown_too():
    answers = answers_of("chenjing") | {"pupils": Unknown("pupils")}
    results = calculate(REVISION, answers, YEAR)
    assert results["child"].figures["additional_deduction"].value is None
    assert results["settle"].figures["balance"].value is None
    assert figure(results, "loan.additional_deduction") == "12000.00"


def test_what_the_law_refuses_points_at_the_answer_it_came_from():
    elders = [{"item": "elder_shared", "months": 12, "agreed": "1800.00"}]
    answers = answers_of("chenjing", elders=elders, pupils=[PUPIL, PUPIL | {"months": 13}])
    results = calculate(REVISION, answers, YEAR)
    said = {problem.field: problem.code for problem in check(REVISION, answers, results, YEAR)}
    assert said == {"elders[0].agreed": "share-over-limit", "pupils[1].months": "months-over-year"}
    # The other figures are still there.
    assert figure(results, "loan.additional_deduction") == "12000.00"


def test_a_loan_and_a_rent_in_the_same_months_are_refused():
    answers = answers_of("chenjing", rents=[MONTHS | {"item": "rent_tier1"}])
    said = check(REVISION, answers, calculate(REVISION, answers, YEAR), YEAR)
    assert [problem.code for problem in said] == ["home-claimed-twice"]


def test_contradictions_are_told_before_submission():
    answers = answers_of("liwei", withheld="300000.00")
    codes = [problem.code for problem in check(REVISION, answers, calculate(REVISION, answers, YEAR), YEAR)]
    assert "withheld-over-income" in codes
    nothing = answers_of("liwei", salary="0.00", withheld="0.00")
    codes = [problem.code for problem in check(REVISION, nothing, calculate(REVISION, nothing, YEAR), YEAR)]
    assert "no-comprehensive-income" in codes


def test_a_certificate_of_another_year_is_refused():
    other = [{"name": "会计", "serial": "1", "approved_on": "2024-12-31"}]
    answers = answers_of("liwei", certificates=other)
    [problem] = check(REVISION, answers, calculate(REVISION, answers, YEAR), YEAR)
    assert (problem.code, problem.field) == ("certificate-other-year", "certificates[0].approved_on")
    assert "2025" in problem.message


def test_a_relief_that_has_ended_is_a_problem_only_where_it_is_wanted():
    # Taxing the bonus apart and the exemption both end on 2027-12-31 (2023 no. 30, 2023 no. 32).
    later = Period.parse("2028")
    bank = PEOPLE["chenjing"]["bank"]
    merged = answers_of("sunlei", bonus_method="merged", withheld="20000.00", bank=bank)
    assert check(REVISION, merged, calculate(REVISION, merged, later), later) == ()
    apart = answers_of("sunlei", bonus_method="separate")
    codes = {problem.code for problem in check(REVISION, apart, calculate(REVISION, apart, later), later)}
    assert codes == {"no-law-for-date"}


def test_before_2022_there_is_no_infant_care():
    answers = answers_of("liwei", infants=[{"months": 12, "share": "100"}])
    old = Period.parse("2021")
    [problem] = check(REVISION, answers, calculate(REVISION, answers, old), old)
    assert (problem.code, problem.field) == ("no-law-for-date", "infants[0]")


def test_a_figure_is_explained_down_to_the_record_it_came_from():
    explanation = explain(REVISION, answers_of("chenjing"), YEAR, "settle.balance")
    assert explanation.value == Fen(-128400)
    used = {one.name: one for step in explanation.steps for one in step.inputs}
    assert used["salary"].sources == (SOURCE,)
    with pytest.raises(Refused) as refusal:
        explain(REVISION, answers_of("chenjing"), YEAR, "settle.balanse")
    assert refusal.value.status == 404
    with pytest.raises(Refused) as refusal:
        explain(REVISION, answers_of("chenjing"), YEAR, "apart.balance")
    assert refusal.value.status == 409


def test_the_document_says_what_came_of_it():
    about = {
        "taxpayer_name": "陈静",
        "taxpayer_number": "380***",
        "issued_on": "2026年3月16日",
        "verification_code": "7A",
    }
    answers = answers_of("chenjing")
    document = result_document(REVISION, answers, calculate(REVISION, answers, YEAR), YEAR, about)
    lines = {line.label: line.value for line in document.lines}
    assert lines["应退税额"] == "1,284.00"
    assert lines["纳税人"] == "陈静"
    assert "应补税额" not in lines
    assert document.verification_code == "7A"


def test_the_window_is_the_laws_and_late_is_still_open():
    assert window(REVISION, YEAR).due == date(2026, 6, 30)
    assert [str(period) for period in open_periods(REVISION, date(2026, 3, 16))][:2] == ["2025", "2024"]
    assert str(open_periods(REVISION, date(2026, 2, 28))[0]) == "2024"
    assert str(open_periods(REVISION, date(2026, 7, 1))[-1]) == "2019"


def test_an_unchanged_return_of_a_wage_earner_asks_for_nothing():
    # Everything visible has a source, or something to be said yes to.
    for person in PEOPLE:
        answers = answers_of(person)
        results = calculate(REVISION, answers, YEAR)
        assert all(name in answers for name in visible(REVISION, answers, results))
