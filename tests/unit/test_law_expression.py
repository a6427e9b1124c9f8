"""Do conditions of matter files hold, fail with a reason, and stay open when they should?"""

from __future__ import annotations

from datetime import date

import pytest

from zhishui.kernel import Assumed, Fen, Known, Refused, Unknown
from zhishui.law import Expression
from zhishui.law.engine.formula import LawError


NAMES = ("bonus", "method", "done", "months", "born_on", "rows")


def value(text, **values):
    return Expression.parse(text, NAMES).evaluate(values)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("bonus > 0", {"bonus": Fen(1)}, True),
        ("bonus > 1000", {"bonus": Fen(100_000)}, False),
        ("bonus >= 1000", {"bonus": Fen(100_000)}, True),
        ('method == "separate"', {"method": "separate"}, True),
        ('method != "separate"', {"method": "separate"}, False),
        ('method in ("separate", "merged")', {"method": "merged"}, True),
        ('bonus > 0 and method == "separate"', {"bonus": Fen(1), "method": "merged"}, False),
        ("done or months > 6", {"done": False, "months": 7}, True),
        ("not done", {"done": False}, True),
        ("not (done and months > 6)", {"done": True, "months": 7}, False),
        ("months_between(born_on, born_on) == 0", {"born_on": date(2020, 2, 29)}, True),
        ("count(rows) > 0", {"rows": [True, False]}, True),
        ("bonus", {"bonus": Known(Fen(5), ())}, Fen(5)),
        ("bonus + bonus", {"bonus": Assumed(Fen(5), "猜")}, Fen(10)),
        ("larger(months, 6)", {"months": 4}, 6),
        ("choose(done, 1, 2)", {"done": False}, 2),
        ("smaller(bonus, 1000)", {"bonus": Fen(200_000)}, Fen(100_000)),
        ("half_up(months, 8)", {"months": 4}, 1),
    ],
)
def test_values(text, values, expected):
    assert value(text, **values) == expected


def test_the_unknown_stays_unknown_unless_the_rest_decides():
    assert value("bonus > 0 and done", bonus=Fen(1)) == Unknown("done")
    assert value("bonus > 0 and done", bonus=Fen(0)) is False
    assert value("bonus > 0 or done", bonus=Fen(1)) is True
    assert value("bonus > 0 and done", done=Unknown("问")) == Unknown("bonus、done")
    assert value("not done") == Unknown("done")
    assert value("choose(done, 1, 1)") == Unknown("done")


def test_why_not_says_what_failed_and_by_how_much():
    condition = Expression.parse('bonus <= 400 and method == "separate"', NAMES)
    labels = {"bonus": "奖金", "method": "计税方式"}
    assert condition.why_not({"bonus": Fen(41_230), "method": "separate"}, labels) == (
        "奖金412.30元超过400.00元，多12.30元",
    )
    assert condition.why_not({"bonus": Fen(1), "method": "merged"}, labels) == ("计税方式是“merged”，不是“separate”",)
    assert condition.why_not({"bonus": Fen(1), "method": "separate"}, labels) == ()
    assert condition.why_not({"bonus": Fen(1)}, labels) == ()


def test_names_are_those_it_reads():
    assert Expression.parse("larger(months, 6) > 6", NAMES).names == {"months"}


@pytest.mark.parametrize(
    "text",
    [
        "bonus / 2 > 1",
        "bonus > 0.5",
        "nobody > 1",
        "bonus.value > 1",
        "open('x')",
        "__import__('os')",
        "(lambda: 1)()",
        "[x for x in rows]",
        "1 < months < 3",
        "months if done else 0",
        "bonus >",
        "bonus; done",
        "a := 1",
        "done and" * 200,
        "(" * 400,
        "months ** 9",
        "'a' 'b'.join(rows)",
        'f"{bonus}"',
        "rows[0]",
        "method in rows",
        "half_up(months, denominator=2)",
        "\0",
    ],
)
def test_what_is_not_a_condition(text):
    with pytest.raises(LawError):
        Expression.parse(text, NAMES)


def test_values_that_do_not_compare():
    with pytest.raises(Refused) as caught:
        value("bonus > 0", bonus="12")
    assert caught.value.problems[0].code == "values-do-not-compare"
    with pytest.raises(Refused):
        value("bonus > 0", bonus=1.5)
