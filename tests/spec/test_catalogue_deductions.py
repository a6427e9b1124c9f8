"""Does the deduction report reckon months as the law does, and leave what the settlement then finds?"""

from __future__ import annotations

import pytest

from zhishui.catalogue import calculate, check, consequences, effects, headline, load, visible
from zhishui.kernel import Assumed, Fen, Known, Period, Refused, Unknown


MATTER = load().matters["XX09"]
REVISION = MATTER.revisions[0]
YEAR = Period.parse("2025")

PEOPLE = {
    "wangfang": {
        "children": [
            {"name": "刘子墨", "born_on": "2023-05-06", "studying": "by_age", "share": "100"},
            {"name": "刘子涵", "born_on": "2025-09-14", "studying": "by_age", "share": "100"},
        ]
    },
    "sunlei": {"parents": [{"parent": "孙志明", "birthday": "1955-01-15"}], "only_child": True},
    "liwei": {"rents": [{"contract": "ZL", "tier": "pop_over_1m", "start": "2024-07", "end": "2026-06"}]},
}


def answers_of(**told):
    assumed = {
        question.id: Assumed(question.prefill.otherwise.value, "")
        for question in REVISION.questions
        if question.prefill and question.prefill.otherwise
    }
    return assumed | {name: Known(value, ()) for name, value in told.items()}


def amounts(**told):
    answers = answers_of(**told)
    results = calculate(REVISION, answers, YEAR)
    return answers, results, {key: one.figures["additional_deduction"].value for key, one in results.items()}


def claims(**told):
    answers, results, _ = amounts(**told)
    [written] = effects(REVISION, answers, results, YEAR)
    return list(written.values)


@pytest.mark.parametrize("script", MATTER.acceptance, ids=[script.persona for script in MATTER.acceptance])
def test_the_figures_are_those_worked_out_by_hand(script):
    answers, results, _ = amounts(**{**PEOPLE[script.persona], **script.answers})
    got = {path: results[path.split(".")[0]].figures[path.split(".")[1]].value.yuan() for path in script.expect}
    assert got == dict(script.expect)
    assert check(REVISION, answers, results, YEAR) == ()


def test_what_is_reported_is_what_the_settlement_finds():
    [written] = effects(*_case(PEOPLE["wangfang"]))
    assert (written.fact, written.period, written.replaces) == ("deduction.claim", "2025", True)
    settlement = load().matters["SB09"].revisions[0]
    infants = settlement.question("infants")
    rows = [
        {column: claim.get(field) for column, field in infants.prefill.columns.items()}
        for claim in written.values
        if claim["item"] in infants.prefill.where["item"]
    ]
    told = {
        "salary": "150000.00",
        "special": "33750.00",
        "withheld": "3105.00",
        "infants": rows,
        "withholding_done": True,
    }
    answers = {
        question.id: Known(question.prefill.otherwise.value, ())
        for question in settlement.questions
        if question.prefill and question.prefill.otherwise
    } | {name: Known(value, ()) for name, value in told.items()}
    balance = calculate(settlement, answers, YEAR)["settle"].figures["balance"].value
    # (150000 − 60000 − 33750 − 16 × 2000) × 3% − 3105 = 727.50 − 3105
    assert balance == Fen(-237750)


def _case(told):
    answers, results, _ = amounts(**told)
    return REVISION, answers, results, YEAR


@pytest.mark.parametrize(
    ("born_on", "studying", "claimed"),
    [
        ("2022-03-01", "by_age", [("infant_care", 2), ("child_education", 10)]),  # three in March 2025
        ("2007-12-31", "by_age", [("child_education", 12)]),  # seventeen when 2025 begins
        ("2006-12-31", "by_age", []),  # of age when 2025 begins, and nobody said that she studies
        ("2006-12-31", "still", [("child_education", 12)]),
        ("2016-05-20", "stopped", []),
        ("2026-01-01", "by_age", []),  # not yet born in the year
    ],
)
def test_months_follow_from_birthdays(born_on, studying, claimed):
    child = {"name": "周一诺", "born_on": born_on, "studying": studying, "share": "50"}
    assert [(claim["item"], claim["months"]) for claim in claims(children=[child])] == claimed


def test_what_the_other_parent_claims_is_not_claimed():
    child = {"name": "周一诺", "born_on": "2016-05-20", "studying": "by_age", "share": "0"}
    assert claims(children=[child]) == []


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [("2025-04", None, 9), ("2020-01", "2025-02", 2), ("2005-08", None, 7), ("2005-01", None, 0), ("2026-01", None, 0)],
)
def test_a_loan_counts_240_months_and_those_of_the_year(start, end, months):
    loan = {"contract": "c", "city": "和城", "start": start, "end": end, "share": "100"}
    assert [claim["months"] for claim in claims(loans=[loan])] == ([months] if months else [])


@pytest.mark.parametrize(
    ("start", "end", "months"), [("2021-09", None, 8), ("2025-09", None, 4), ("2022-09", "2025-06", 6)]
)
def test_one_degree_counts_48_months(start, end, months):
    degree = {"school": "和城大学", "level": "硕士", "start": start, "end": end}
    assert [claim["months"] for claim in claims(degrees=[degree])] == [months]


HOME = {
    "loans": [{"contract": "c", "city": "和城", "start": "2019-08", "share": "100"}],
    "rents": [{"contract": "r", "tier": "tier1", "start": "2025-01"}],
}


def test_loan_or_rent_is_asked_only_when_there_are_both_and_says_what_follows():
    assert "home" not in visible(REVISION, answers_of(loans=HOME["loans"]))
    answers, results, _ = amounts(**HOME)
    assert "home" in visible(REVISION, answers, results)
    assert [problem.field for problem in check(REVISION, answers, results, YEAR)] == ["home"]
    said = consequences(REVISION, REVISION.question("home"), answers, results, YEAR)
    assert "12,000.00" in said["loan"]
    assert "18,000.00" in said["rent"]


@pytest.mark.parametrize(("home", "item"), [("loan", "mortgage_interest"), ("rent", "rent_tier1")])
def test_only_the_one_chosen_is_claimed(home, item):
    assert [claim["item"] for claim in claims(**HOME, home=home)] == [item]


def test_both_in_the_same_months_are_refused_by_the_law():
    answers, results, _ = amounts(**HOME, home="both")
    assert [problem.code for problem in check(REVISION, answers, results, YEAR)] == ["home-claimed-twice"]


def test_an_only_child_deducts_all_and_is_not_asked_for_a_share():
    parents = [{"parent": "甲", "birthday": "1965-07-15"}, {"parent": "乙", "birthday": "1970-01-01"}]
    answers, results, _ = amounts(parents=parents, only_child=True)
    assert "agreed" not in visible(REVISION, answers, results)
    # Sixty in July: six months, by the elder of the two.
    assert claims(parents=parents, only_child=True) == [{"item": "elder_only_child", "months": 6}]
    shared = claims(parents=parents, only_child=False, agreed="1500.00")
    assert shared == [{"item": "elder_shared", "months": 6, "agreed_monthly": "1500.00"}]


def test_parents_under_sixty_raise_no_question():
    answers, results, _ = amounts(parents=[{"parent": "甲", "birthday": "1970-07-15"}])
    asked = visible(REVISION, answers, results)
    assert "only_child" not in asked
    assert "agreed" not in asked
    assert headline(REVISION, answers, results, YEAR).words == "没有可以扣的"


def test_nothing_is_written_while_something_is_unknown():
    answers, results, _ = amounts(parents=[{"parent": "甲", "birthday": "1950-07-15"}])
    answers["only_child"] = Unknown("only_child")
    with pytest.raises(Refused) as refusal:
        effects(REVISION, answers, results, YEAR)
    assert refusal.value.status == 409
