"""Is everything a formula may not say caught when the law is loaded?"""
# ruff: noqa: FURB136, TID251, DTZ011, PLC3002, C416, F841  what is forbidden is written here on purpose

from __future__ import annotations

import math
from datetime import date

import pytest

from zhishui.law.engine.formula import MARK, LawError, law
from zhishui.law.engine.lint import lint
from zhishui.law.engine.operators import choose, half_up, larger
from zhishui.law.engine.units import Count, Flag, Money


rule = law("个人所得税法", art="6", title="试", words="试", since=date(2019, 1, 1))


def caught(function, complaint):
    with pytest.raises(LawError, match=complaint):
        lint(getattr(function, MARK))


def test_what_is_allowed_passes():
    @rule
    def fine(x: Money, n: Count) -> Money:
        """A docstring and a local name are allowed."""
        twice = half_up(x * 2, n)
        return choose((twice > 0) & (n == 1), larger(0, twice - x), 0)

    lint(getattr(fine, MARK))


def test_division():
    @rule
    def bad(x: Money) -> Money:
        return x / 2

    caught(bad, "Div is not allowed")


def test_floor_division():
    @rule
    def bad(x: Money) -> Money:
        return x // 2

    caught(bad, "FloorDiv is not allowed")


def test_power_and_remainder():
    @rule
    def bad(x: Money) -> Money:
        return x**2

    caught(bad, "Pow is not allowed")

    @rule
    def worse(x: Money) -> Money:
        return x % 2

    caught(worse, "Mod is not allowed")


def test_a_float():
    @rule
    def bad(x: Money) -> Money:
        return x * 0.2

    caught(bad, "literal 0.2 is not allowed")


def test_none():
    @rule
    def bad(x: Money) -> Money:
        return choose(x > 0, x, None)

    caught(bad, "literal None is not allowed")


def test_an_if_on_values():
    @rule
    def bad(x: Money) -> Money:
        return x if x > 0 else 0

    caught(bad, "IfExp is not allowed")

    @rule
    def worse(x: Money) -> Money:
        if x > 0:
            return x
        return 0

    caught(worse, "If is not allowed")


def test_and_or_not():
    @rule
    def bad(x: Money) -> Flag:
        return x > 0 and x < 9

    caught(bad, "BoolOp is not allowed")

    @rule
    def worse(x: Flag) -> Flag:
        return not x

    caught(worse, "a minus stands before a number only")


def test_a_chained_comparison():
    @rule
    def bad(x: Money) -> Flag:
        return 0 < x < 9

    caught(bad, "chained comparison")


def test_membership():
    @rule
    def bad(x: Count) -> Flag:
        return x in (1, 2)

    caught(bad, "is not allowed")


def test_the_clock():
    @rule
    def bad(x: Count) -> Count:
        return x + date.today().year

    caught(bad, "is not allowed|not one of the law's operators")


def test_a_foreign_function():
    @rule
    def bad(x: Money) -> Money:
        return math.floor(x)

    caught(bad, r"math.floor is not one of the law's operators|Attribute|math")

    @rule
    def worse(x: Money) -> Money:
        return abs(x)

    caught(worse, "abs is not one of")


def test_a_global_name():
    @rule
    def bad(x: Money) -> Money:
        return x + SECRET

    caught(bad, "SECRET is not one of its parameters")


SECRET = 7


def test_a_lambda_and_a_comprehension():
    @rule
    def bad(x: Money) -> Money:
        return larger(x, (lambda: 0)())

    caught(bad, "is not")

    @rule
    def worse(x: Money) -> Money:
        return larger(x, [y for y in (1,)])

    caught(worse, "ListComp is not allowed|y is not|Tuple|List")


def test_a_loop_and_a_bare_expression():
    @rule
    def bad(x: Money) -> Money:
        for _ in (1,):
            pass
        return x

    caught(bad, "For is not allowed")


def test_no_return():
    @rule
    def bad(x: Money) -> Money:
        y = x

    caught(bad, "the last line must return")


def test_a_default_and_a_star():
    @rule
    def bad(x: Money = 0) -> Money:
        return x

    caught(bad, "only plain parameters")

    @rule
    def worse(*x: Money) -> Money:
        return x

    caught(worse, "only plain parameters|parameters")


def test_an_unused_parameter():
    @rule
    def bad(x: Money, y: Money) -> Money:
        return x

    caught(bad, "never uses y")


def test_keywords_and_a_choose_without_an_end():
    @rule
    def bad(x: Money) -> Money:
        return half_up(x, denominator=2)

    caught(bad, "no keywords")

    @rule
    def worse(x: Money) -> Money:
        return choose(x > 0, x)

    caught(worse, "choose needs a last value")


def test_a_minus_before_a_name():
    @rule
    def bad(x: Money) -> Money:
        return -x

    caught(bad, "a minus stands before a number only")
