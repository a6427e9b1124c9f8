"""Is an answer read as the person wrote it, and refused with a way out when it cannot be?"""

from __future__ import annotations

import pytest

from zhishui.catalogue import Choice, Field, Question, QuestionType, TextFormat, read_answer
from zhishui.kernel import Problem, Refused


def question(kind: QuestionType, **more: object) -> Question:
    return Question(**{"id": "q", "type": kind, "title": "收入", "label": "？", "why": "。"} | more)


def problems(asked: Question, raw: object) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refusal:
        read_answer(asked, raw)
    return refusal.value.problems


MONEY = question(QuestionType.MONEY)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1284", "1284.00"),
        ("1284.5", "1284.50"),
        (" 0.01 ", "0.01"),
        ("007", "7.00"),
        ("1000000000000000.00", "1000000000000000.00"),
    ],
)
def test_money_is_kept_in_one_form(written, kept):
    assert read_answer(MONEY, written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "１２８４", "1,284.00", "12.345", "1e5", "1E309", "NaN", "Infinity", "-0", "-1", "+1", "0x10", "1_000", ".5", "1.",
        "1000000000000000.01", "9223372036854775808", "一百", "12 84", "1284元", "\u202e4821", "", " ", None, 1284, 1284.5,
        True, [], {}, "1\n", "9" * 10_000,
    ],
)  # fmt: skip
def test_money_that_could_be_misread_is_refused(written):
    [problem] = problems(MONEY, written)
    assert problem.field == "q"
    assert problem.message


def test_the_refusal_says_how_to_write_it():
    assert "逗号" in problems(MONEY, "1,284.00")[0].message
    assert "两位小数" in problems(MONEY, "12.345")[0].message
    assert "半角" in problems(MONEY, "１２８４")[0].message
    assert "负数" in problems(MONEY, "-5")[0].message


def test_money_may_be_negative_only_where_the_question_allows_it():
    signed = question(QuestionType.MONEY, least="-100", most="100")
    assert read_answer(signed, "-0") == "0.00"
    assert read_answer(signed, "-99.5") == "-99.50"
    assert problems(signed, "-100.01")


@pytest.mark.parametrize("written", ["1.0", "1.5", 1.0, True, "１", "1e2", "-1", "13", 13, "", 2**70])
def test_a_whole_number_is_whole_and_within_limits(written):
    months = question(QuestionType.WHOLE, least="0", most="12")
    assert read_answer(months, "12") == read_answer(months, 12) == 12
    assert problems(months, written)[0].field == "q"


@pytest.mark.parametrize(("written", "kept"), [("50", "50"), ("12.50", "12.5"), ("100.00", "100"), ("0", "0")])
def test_a_percent_is_kept_without_idle_zeros(written, kept):
    assert read_answer(question(QuestionType.PERCENT), written) == kept


@pytest.mark.parametrize("written", ["100.01", "101", "50%", "1.234", 50, "-1"])
def test_a_percent_out_of_range_or_shape_is_refused(written):
    assert problems(question(QuestionType.PERCENT), written)


@pytest.mark.parametrize(
    "written",
    ["2025-02-29", "2025-13-01", "2025-1-1", "20250101", "2025/01/01", "0000-01-01", "1899-12-31", "2025-03", 20250101],
)
def test_a_day_must_exist(written):
    assert read_answer(question(QuestionType.DATE), "2024-02-29") == "2024-02-29"
    assert problems(question(QuestionType.DATE), written)


@pytest.mark.parametrize("written", ["2025-13", "2025-00", "2025", "2025-01-01", "2018-12"])
def test_a_month_must_exist_and_lie_within_limits(written):
    month = question(QuestionType.MONTH, least="2019-01")
    assert read_answer(month, "2019-01") == "2019-01"
    assert problems(month, written)


@pytest.mark.parametrize(
    "written", ["a\x00b", "a\nb", "a\u202eb", "a\u200bb", "\ud800", "e" + "\u0301" * 9, "长" * 101]
)
def test_text_that_would_not_be_shown_as_it_is_stored_is_refused(written):
    assert problems(question(QuestionType.TEXT), written)


def test_text_is_composed_and_trimmed():
    assert read_answer(question(QuestionType.TEXT), "\u3000cafe\u0301 ") == "caf\u00e9"


@pytest.mark.parametrize("written", ["陈静1", "Сhen", "陈 静", "陈静Chen", "=cmd", "陈静；"])
def test_a_name_that_only_looks_like_one_is_refused(written):
    name = question(QuestionType.TEXT, format=TextFormat.NAME)
    assert problems(name, written)


def test_names_of_all_peoples_are_read():
    name = question(QuestionType.TEXT, format=TextFormat.NAME)
    assert read_answer(name, "买买提•吐尔逊") == "买买提·吐尔逊"
    assert read_answer(name, "𠮷野𮭤") == "𠮷野𮭤"
    assert read_answer(name, "Mary O'Neil-Smith") == "Mary O'Neil-Smith"


def test_numbers_that_have_a_check_digit_are_proved_and_normalised():
    resident = question(QuestionType.TEXT, format=TextFormat.RESIDENT_ID)
    assert read_answer(resident, "11010519491231002x") == "11010519491231002X"
    [problem] = problems(resident, "110105194912310021")
    assert "110105194912310021" not in problem.message
    firm = question(QuestionType.TEXT, format=TextFormat.USCC)
    assert read_answer(firm, "91350100m000100y43") == "91350100M000100Y43"
    assert problems(firm, "91350100M000100Y44")


def test_a_bank_card_is_read_as_printed_and_never_echoed():
    card = question(QuestionType.TEXT, format=TextFormat.BANK_CARD)
    assert read_answer(card, "6200 3801 0000 0627") == "6200380100000627"
    [problem] = problems(card, "6200380100000627x")
    assert "6200" not in problem.message


def test_a_choice_is_one_of_those_offered():
    which = question(QuestionType.CHOICE, choices=(Choice(value="a", label="甲"), Choice(value="b", label="乙")))
    assert read_answer(which, "b") == "b"
    assert "甲、乙" in problems(which, "c")[0].message
    assert problems(which, ["a"])


def test_a_flag_is_yes_or_no():
    flag = question(QuestionType.FLAG)
    assert read_answer(flag, "true") is True
    assert read_answer(flag, False) is False
    for written in ("yes", 1, "True", "1"):
        assert problems(flag, written)


def test_what_may_stay_blank_is_kept_as_nothing():
    assert read_answer(question(QuestionType.MONEY, required=False), " ") is None
    assert "填写收入" in problems(MONEY, "")[0].message


PARTS = (
    Field(id="name", type=QuestionType.TEXT, title="姓名", format=TextFormat.NAME),
    Field(id="paid", type=QuestionType.MONEY, title="金额", required=False),
)


def test_every_slip_of_a_table_is_told_at_once_with_its_place():
    rows = question(QuestionType.ROWS, fields=PARTS, most="3")
    said = problems(rows, [{"name": "陈静", "paid": "1,0"}, {"name": "", "extra": 1}, None])
    assert [problem.field for problem in said] == ["q[0].paid", "q[1].extra", "q[1].name", "q[2]"]
    assert problems(rows, [{}] * 4)[0].code == "answer-too-many-rows"
    assert problems(rows, {"name": "陈静"})[0].field == "q"
    assert read_answer(rows, [{"name": "陈静"}]) == [{"name": "陈静", "paid": None}]


def test_a_path_never_carries_what_came_in():
    record = question(QuestionType.RECORD, fields=PARTS)
    said = problems(record, {"name": "陈静", "\u202e<script>" + "x" * 999: 1})
    assert len(said[0].field) < 50
    assert "<" not in said[0].field


def test_a_record_that_may_be_left_out_is_nothing_when_all_of_it_is_blank():
    record = question(QuestionType.RECORD, fields=PARTS, required=False)
    assert read_answer(record, {"name": "", "paid": ""}) is None
    assert read_answer(record, {"name": "陈静", "paid": "5"}) == {"name": "陈静", "paid": "5.00"}
