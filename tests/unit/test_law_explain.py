"""Can a citizen read why? Each figure with sentence, articles, inputs, and only what decided it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest

from zhishui.kernel import Assumed, Fen, Known, Period, Refused, Source, Unknown
from zhishui.law import acts, compute, deadline, explain
from zhishui.law.book import every_book


YEAR = Period.of_year(2025)
PERSON = {
    "salary": "204000.00",
    "labour": "11550.00",
    "special": "45900.00",
    "additional": "57600.00",
    "withheld": "3738.00",
    "check_exemption": True,
}


def steps(figure, inputs=PERSON, act="iit_annual", year=YEAR):
    return {step.name: step for step in explain(act, year, inputs, figure).steps}


def test_the_tax_reads_as_on_paper():
    tax = steps("tax_comprehensive")["tax_comprehensive"]
    assert tax.value_text == "2,454.00"
    assert tax.words == "49,740.00 × 10% − 2,520.00，四舍五入到分"
    assert tax.rounding == "四舍五入到分"
    assert [(cite.law, cite.article) for cite in tax.cites] == [("个人所得税法", "第三条第（一）项")]
    assert [row.rate_text for row in tax.table if row.hit] == ["10%"]
    assert (tax.table[1].from_text, tax.table[1].up_to_text, len(tax.table)) == ("36,000.00", "144,000.00", 7)


def test_rates_and_amounts_stand_in_the_sentence():
    found = steps("taxable_income")
    assert found["labour_income"].words == "11,550.00 × （100% − 20%），四舍五入到分"
    assert found["comprehensive_income"].words == "204,000.00 + 9,240.00"
    assert found["taxable_before_donation"].words == "213,240.00 − 60,000.00 − 45,900.00 − 57,600.00"


def test_facts_come_before_what_rests_on_them():
    account = explain("iit_annual", YEAR, PERSON, "balance").steps
    seen = set()
    for step in account:
        assert {one.name for one in step.inputs if one.kind == "figure"} <= seen
        seen.add(step.name)
    assert account[-1].name == "balance"
    assert account[-1].value_text == "−1,284.00"


def test_only_the_branch_that_decided_is_told():
    paid = {**PERSON, "pension_paid": "8000"}
    assert {one.name for one in steps("taxable_income", paid)["pension_deducted"].inputs} == {"pension_paid"}
    over = {**PERSON, "pension_paid": "15000"}
    assert {one.name for one in steps("taxable_income", over)["pension_deducted"].inputs} == {
        "pension_paid",
        "pension_cap",
    }
    child = {"items": [{"item": "child_education", "months": 12}]}
    standard = steps("additional_deduction", child, "iit_additional")["monthly_standard[0]"]
    assert {one.name for one in standard.inputs} == {"items[0].item", "child_education_monthly"}
    assert standard.cites[-1].source == "国发〔2023〕13号"


def test_an_exception_tells_its_own_articles():
    inputs = {"salary": "100000", "bonus": "36000", "bonus_method": "separate"}
    found = steps("tax_bonus", inputs)["tax_bonus"]
    assert found.words == "36,000.00 × 3%，四舍五入到分"
    assert "全年一次性奖金公告" in {cite.law for cite in found.cites}
    assert found.because == ("全年一次性奖金36,000.00元大于0", "奖金计税方式是“单独计税”")


def test_why_not_names_what_failed_and_by_how_much():
    (reason,) = explain("iit_annual", YEAR, {**PERSON, "withheld": "1738"}, "settlement").why_not
    assert reason.title == "免于汇算"
    assert reason.reasons == (
        "综合所得年收入215,550.00元超过免于汇算的年收入上限120,000.00元，多95,550.00元",
        "应补（退）税额716.00元超过免于汇算的补税上限400.00元，多316.00元",
    )


def test_every_figure_of_every_act_explains_itself_with_articles():
    told = {
        "iit_annual": {**PERSON, "withholding_done": True},
        "iit_additional": {"items": [{"item": "certificate"}]},
        "iit_child_months": {"child_birth": "2022-05-10"},
        "iit_elder_months": {"parent_birth": "1960-05-10"},
    }
    for act in acts():
        for figure in act.figures:
            found = explain(act.code, YEAR, told[act.code], figure.name)
            assert found.steps[-1].name == figure.name
            assert all(step.cites and step.formula_text and step.words and step.title for step in found.steps)


def test_every_rule_has_words_and_articles():
    for book in every_book():
        for rule in book.act.rules:
            assert rule.words
            assert rule.articles
            assert rule.code or rule.title


def test_it_is_plain_data():
    document = json.loads(json.dumps(explain("iit_annual", YEAR, PERSON, "balance").as_dict()))
    assert document["value"] == "-1284.00"
    assert document["steps"][-1]["inputs"][1]["name"] == "withheld"
    assert re.fullmatch("[0-9a-f]{64}", document["parameters_hash"])


def test_sources_and_standing_travel():
    record = Source("税务局", "r1", datetime(2026, 3, 16, tzinfo=UTC))
    inputs = {**PERSON, "salary": Known("204000", (record,)), "special": Assumed("45900", "按去年")}
    found = {one.name: one for step in steps("taxable_income", inputs).values() for one in step.inputs}
    assert found["salary"].sources == (record,)
    assert (found["special"].standing, found["special"].reason) == ("assumed", "按去年")
    assert (found["royalty"].standing, found["royalty"].reason) == ("default", "没有取得这项所得")
    assert found["labour"].standing == "given"


def test_a_figure_that_rests_on_an_assumption_is_assumed():
    figures = compute("iit_annual", YEAR, {**PERSON, "special": Assumed("45900", "按去年")}).figures
    assert {name for name, one in figures.items() if one.assumed} == {
        "taxable_income", "tax_comprehensive", "tax_total", "balance", "settlement",
    }  # fmt: skip


def test_a_presumed_withholding_makes_the_exemption_assumed_only_where_it_matters():
    owing = {"salary": "100000", "withheld": "0", "check_exemption": True}
    assert compute("iit_annual", YEAR, owing).figures["settlement"].assumed
    assert not compute("iit_annual", YEAR, {**owing, "withholding_done": True}).figures["settlement"].assumed
    assert not compute("iit_annual", YEAR, PERSON).figures["settlement"].assumed


def test_an_assumption_in_a_list():
    listed = {"items": [{"item": "child_education", "months": Assumed(12, "全年")}]}
    found = compute("iit_additional", YEAR, listed).figures["additional_deduction"]
    assert (found.value, found.assumed) == (Fen(2_400_000), True)
    whole = {"items": Assumed([{"item": "child_education", "months": 12}], "按去年")}
    assert compute("iit_additional", YEAR, whole).figures["additional_deduction"].assumed


def test_the_unknown_names_what_would_decide():
    figures = compute("iit_annual", YEAR, {**PERSON, "special": Unknown("交了多少？")}).figures
    assert figures["comprehensive_income"].value == Fen(21_324_000)
    assert figures["balance"].missing == ("special",)
    assert explain("iit_annual", YEAR, {"salary": "1"}, "balance").missing == ("withheld",)
    items = compute("iit_annual", YEAR, {**PERSON, "additional": "0", "items": Unknown("有吗？")}).figures
    assert items["taxable_income"].missing == ("items",)
    assert compute("iit_annual", YEAR, {}).figures["tax_total"].missing == ("salary",)


def test_intermediate_figures_explain_and_unknown_ones_refuse():
    assert explain("iit_annual", YEAR, PERSON, "labour_income").value == Fen(924_000)
    for name in ("nothing", "monthly_standard", "salary"):
        with pytest.raises(Refused) as caught:
            explain("iit_annual", YEAR, PERSON, name)
        assert caught.value.problems[0].code == "unknown-figure"


def test_no_law_refuses_an_explanation():
    with pytest.raises(Refused) as caught:
        explain("iit_annual", Period.of_year(2028), {**PERSON, "withheld": "0", "withholding_done": True}, "settlement")
    (problem,) = caught.value.problems
    assert problem.code == "no-law-for-date"
    assert "2027年12月31日" in problem.message


def test_the_window_of_the_settlement():
    window = deadline("iit_comprehensive", YEAR)
    assert (window.opens, window.due) == (date(2026, 3, 1), date(2026, 6, 30))
    assert [(cite.law, cite.article) for cite in window.cites] == [("个人所得税法", "第十一条第一款")]
    with pytest.raises(Refused, match="no-law-for-date"):
        deadline("iit_comprehensive", Period.of_year(2018))
    with pytest.raises(Refused, match="unknown-deadline"):
        deadline("nothing", YEAR)


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({"salary": "-1"}, "not-an-amount", "salary"),
        ({"salary": 200000}, "not-an-amount", "salary"),
        ({"salary": 1.5}, "not-an-amount", "salary"),
        ({"salary": "1,000"}, "not-an-amount", "salary"),
        ({"salary": "１"}, "not-an-amount", "salary"),
        ({"salary": "1e3"}, "not-an-amount", "salary"),
        ({"salary": "9" * 18}, "not-an-amount", "salary"),
        ({"salry": "1"}, "unknown-input", "salry"),
        ({"salary": "1", "year": "2024"}, "year-differs", "year"),
        ({"items": {}}, "not-a-list", "items"),
        ({"items": ["x"]}, "not-a-list", "items"),
        ({"items": [{}] * 51}, "not-a-list", "items"),
        ({"items": [{"item": "x"}]}, "not-a-choice", "items[0].item"),
        ({"items": [{"item": "certificate"}, {"months": "一"}]}, "not-a-whole-number", "items[1].months"),
        ({"items": [{"item": "certificate", "x": 1}]}, "unknown-input", "items[0].x"),
        ({"items": [{"item": "child_education", "months": 1, "count": 0}]}, "count-not-possible", "items[0].count"),
        ({"items": [{"item": "continuing_degree", "months": 7}] * 2}, "degree-claimed-twice", "items"),
        ({"bonus": "1", "bonus_method": "both"}, "not-a-choice", "bonus_method"),
        ({"check_exemption": "yes"}, "not-yes-or-no", "check_exemption"),
    ],
)
def test_bad_facts_are_refused_with_their_path(inputs, code, field):
    with pytest.raises(Refused) as caught:
        compute("iit_annual", YEAR, inputs)
    assert (caught.value.problems[0].code, caught.value.problems[0].field) == (code, field)


@pytest.mark.parametrize(
    ("period", "code"), [("2025-03", "wrong-period"), ("2025Q1", "wrong-period"), ("2018", "no-law-for-date")]
)
def test_periods_without_an_answer(period, code):
    with pytest.raises(Refused, match=code):
        compute("iit_annual", Period.parse(period), {"salary": "1"})


def test_an_act_that_is_not_there():
    with pytest.raises(Refused, match="unknown-act"):
        compute("nothing", YEAR, {})


def test_a_day_must_exist():
    with pytest.raises(Refused, match="not-a-date"):
        compute("iit_child_months", YEAR, {"child_birth": "20220510"[:4] + "-13-01"})
