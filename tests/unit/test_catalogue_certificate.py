"""Does a certificate hold exactly the months asked for, and add up?"""

from __future__ import annotations

from datetime import date

from zhishui.catalogue import check, headline, load, open_periods, result_document, visible
from zhishui.kernel import Known, Period


REVISION = load().matters["ZM02"].revisions[0]
DAY = Period.parse("2026-03-16")
PAYMENTS = [
    {"payer": "和城远山科技有限公司", "kind": "salary", "month": month, "income": income, "tax": tax}
    for month, income, tax in (
        ("2024-12", "9000.00", "120.00"),
        ("2025-01", "10000.10", "150.05"),
        ("2025-12", "12345.00", "0.00"),
        ("2026-01", "9000.00", "120.00"),
    )
]


def answers(first="2025-01", last="2025-12", payments=PAYMENTS):
    return {"span": Known({"first": first, "last": last}, ()), "payments": Known(payments, ())}


def test_only_the_months_asked_for_stand_in_it_and_they_add_up():
    about = {
        "taxpayer_name": "陈静",
        "taxpayer_number": "3801***",
        "issued_on": "2026年3月16日",
        "verification_code": "K7",
    }
    document = result_document(REVISION, answers(), {}, DAY, about)
    [table] = document.tables
    assert [row[0] for row in table.rows] == ["2025年1月", "2025年12月"]
    assert table.rows[0] == ("2025年1月", "和城远山科技有限公司", "工资薪金", "10,000.10", "150.05")
    assert table.total == ("", "", "", "22,345.10", "150.05")
    assert table.numeric == (False, False, False, True, True)
    lines = {line.label: line.value for line in document.lines}
    assert (lines["开始月份"], lines["结束月份"], lines["验证码"]) == ("2025年1月", "2025年12月", "K7")


def test_a_certificate_of_nothing_says_so():
    [table] = result_document(REVISION, answers(payments=[]), {}, DAY, {}).tables
    assert table.rows == ()
    assert table.empty


def test_months_the_wrong_way_round_or_not_over_are_refused():
    codes = [(problem.code, problem.field) for problem in check(REVISION, answers("2025-12", "2025-01"), {}, DAY)]
    assert codes == [("span-backwards", "span.first")]
    codes = [(problem.code, problem.field) for problem in check(REVISION, answers(last="2026-04"), {}, DAY)]
    assert codes == [("span-not-over", "span.last")]


def test_only_the_months_are_asked_and_it_is_made_on_the_day():
    assert visible(REVISION, {}) == ("span", "payments")
    assert [question.id for question in REVISION.questions if question.prefill is None] == ["span"]
    assert open_periods(REVISION, date(2026, 3, 16)) == (DAY,)
    assert headline(REVISION, {}, {}, DAY).button
