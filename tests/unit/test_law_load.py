"""Does an act that contradicts itself refuse to load?"""

from __future__ import annotations

from datetime import date

import pytest

from zhishui.kernel import Period, Refused
from zhishui.law.book import library
from zhishui.law.engine.act import Act
from zhishui.law.engine.formula import MARK, LawError, exception_to, law, refuse_if
from zhishui.law.engine.inputs import Input, Records, read
from zhishui.law.engine.link import link
from zhishui.law.engine.operators import half_up, total
from zhishui.law.engine.parameters import parameter
from zhishui.law.engine.run import run
from zhishui.law.engine.units import COUNT, FLAG, MONEY, Count, Each, Flag, Money, Months, Percent


SINCE = date(2019, 1, 1)
IIT = "个人所得税法"
X = Input("x", "甲", MONEY)
N = Input("n", "乙", COUNT)
YES = Input("yes", "是", FLAG)


def rule(**more):
    return law(IIT, art="6", title="试", words="试", **{"since": SINCE, **more})


def other(when, name="a"):
    return exception_to(name, IIT, art="6", when=when, title="例外", words="例外", since=SINCE)


def made(*functions, inputs=(X,), figures=("a",), parameters=None):
    rules = tuple(getattr(function, MARK) for function in functions)
    return link(Act("t", "试", SINCE, inputs, figures, rules), parameters or {}, library())


def refused(complaint, *functions, **more):
    with pytest.raises(LawError, match=complaint):
        made(*functions, **more)


def answer(book, told, day=date(2025, 12, 31)):
    facts = read(book.act.inputs, told)
    return run(book.on(day), facts, Period.of_year(day.year))["a"]


def rate(**more):
    values = [{"from": SINCE, "value": "20", "source": "试", "checked_on": SINCE}]
    return {
        "rate": parameter(
            "rate", {"title": "率", "unit": "%", "law": IIT, "article": "6", "values": values, **more}, "t"
        )
    }


@rule()
def a(x: Money) -> Money:
    return x


def test_a_small_act_runs():
    assert answer(made(a), {"x": "3.50"}) == 350


def test_a_cycle():
    @rule()
    def b(c: Money) -> Money:
        return c

    @rule()
    def c(b: Money) -> Money:
        return b

    refused("depends on itself", b, c, inputs=(), figures=("b",))


def test_an_unknown_name():
    @rule()
    def b(nobody: Money) -> Money:
        return nobody

    refused("unknown name nobody", b, figures=("b",), inputs=())


def test_a_figure_that_is_not_there():
    refused("unknown name zz", a, figures=("a", "zz"))


def test_an_unused_input():
    refused("nothing uses n", a, inputs=(X, N))


def test_an_unused_formula():
    @rule()
    def b(x: Money) -> Money:
        return x

    refused("nothing uses b", a, b)


def test_one_name_for_two_things():
    refused("means two things", a, inputs=(X, Input("a", "丙", MONEY)))


def test_overlapping_versions():
    @rule(until=date(2025, 6, 30))
    def b__one(x: Money) -> Money:
        return x

    @rule(since=date(2025, 6, 30))
    def b__two(x: Money) -> Money:
        return x + x

    refused("two versions are in force on 2025-06-30", b__one, b__two, figures=("b",))


def test_the_date_picks_the_version():
    @rule(until=date(2024, 12, 31))
    def a__one(x: Money) -> Money:
        return x

    @rule(since=date(2025, 1, 1))
    def a__two(x: Money) -> Money:
        return x + x

    book = made(a__one, a__two)
    assert answer(book, {"x": "1"}, date(2024, 12, 31)) == 100
    assert answer(book, {"x": "1"}, date(2025, 12, 31)) == 200


def test_a_formula_after_its_last_day_is_missing_law():
    @rule(until=date(2024, 12, 31))
    def a__one(x: Money) -> Money:
        return x

    assert answer(made(a__one), {"x": "1"}).laws == {"a"}


def test_a_law_that_is_not_in_the_list():
    @law("没有这部法", art="6", title="试", words="试", since=SINCE)
    def b(x: Money) -> Money:
        return x

    refused("没有这部法 is not in laws.yaml", b, figures=("b",))


def test_an_exception_to_nothing():
    @other("yes", name="zz")
    def e() -> Money:
        return 0

    refused("overrides zz, which is no figure", a, e, inputs=(X, YES))


def test_two_exceptions_at_once():
    @other("yes")
    def e() -> Money:
        return 0

    @other("yes")
    def f(x: Money) -> Money:
        return x + x

    book = made(a, e, f, inputs=(X, YES))
    assert answer(book, {"x": "1", "yes": False}) == 100
    with pytest.raises(LawError, match="e and f hold at once"):
        answer(book, {"x": "1", "yes": True})


def test_an_exception_holds_or_does_not_or_is_open():
    @other("yes")
    def e() -> Money:
        return 0

    book = made(a, e, inputs=(X, YES))
    assert answer(book, {"x": "1", "yes": True}) == 0
    assert answer(book, {"x": "1", "yes": False}) == 100
    assert answer(book, {"x": "1"}).inputs == {"yes"}
    # Open, but it would make no difference.
    assert answer(book, {"x": "0"}) == 0


def test_an_exception_that_ended_is_missing_law_only_where_it_was_met():
    @exception_to("a", IIT, art="6", when="yes", title="例外", words="例外", since=SINCE, until=date(2024, 12, 31))
    def e() -> Money:
        return 0

    book = made(a, e, inputs=(X, YES))
    assert answer(book, {"x": "1", "yes": False}) == 100
    assert answer(book, {"x": "1", "yes": True}).laws == {"e"}


def test_a_percent_that_never_was_divided():
    @rule()
    def b(x: Money, rate: Percent) -> Money:
        return x * rate

    refused("where 元 belongs", b, figures=("b",), parameters=rate())


def test_a_percent_that_was():
    @rule()
    def a(x: Money, rate: Percent) -> Money:
        return half_up(x * rate, 100)

    assert answer(made(a, parameters=rate()), {"x": "0.03"}) == 1


def test_adding_money_to_a_count():
    @rule()
    def b(x: Money, n: Count) -> Money:
        return x + n

    refused("元 meets", b, inputs=(X, N), figures=("b",))


def test_an_amount_written_in_code():
    @rule()
    def b(x: Money) -> Money:
        return x - 6000000

    refused("元 meets 6000000", b, figures=("b",))


def test_a_unit_that_is_not_that_of_the_name():
    @rule()
    def b(x: Months) -> Months:
        return x

    refused("says x is 个月, but it is 元", b, figures=("b",))


def test_a_name_without_a_unit():
    @rule()
    def b(x: int) -> Money:
        return x

    refused("is not a unit", b, figures=("b",))


def test_a_column_needs_a_total():
    rows = Records("rows", "表", (X,), because="没有")

    @rule()
    def b(x: Money) -> Money:
        return x

    refused("says x is 元, but it is column of 元", b, inputs=(rows,), figures=("b",))

    @rule()
    def a(x: Each[Money]) -> Money:
        return total(x)

    assert answer(made(a, inputs=(rows,)), {"rows": [{"x": "1"}, {"x": "2"}]}) == 300
    assert answer(made(a, inputs=(rows,)), {"rows": [{"x": "1"}, {}]}).inputs == {"rows[1].x"}


def test_a_refusal_points_at_the_fact():
    rows = Records("rows", "表", (N,), because="没有")

    @rule(each="rows")
    def one(n: Count) -> Count:
        return n

    @rule()
    def a(one: Each[Count]) -> Count:
        return total(one)

    @refuse_if("too-many", IIT, art="6", since=SINCE, each="rows", about="n", words="请改小。")
    def too_many(n: Count) -> Flag:
        return n > 2

    book = made(one, a, too_many, inputs=(rows,))
    with pytest.raises(Refused) as caught:
        answer(book, {"rows": [{"n": 1}, {"n": 3}]})
    assert [(p.code, p.field) for p in caught.value.problems] == [("too-many", "rows[1].n")]
