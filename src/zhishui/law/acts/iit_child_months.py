"""In which months of a year is a child an infant, and in which is it of education age?"""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

import sys
from datetime import date

from zhishui.law.engine.act import Act
from zhishui.law.engine.formula import law, rules_of
from zhishui.law.engine.inputs import Input
from zhishui.law.engine.operators import choose, larger, months_between, smaller
from zhishui.law.engine.units import DAY, Day, Money, MoneyAMonth, Months


SINCE = date(2019, 1, 1)
RULES = "专项附加扣除暂行办法"
INFANT = "3岁以下婴幼儿照护扣除的通知"


@law(INFANT, art="3岁以下婴幼儿照护", since=SINCE, title="年初到出生的月数", words="出生的月份，从年初数起")
def birth_after(year_start: Day, child_birth: Day) -> Months:
    return months_between(year_start, child_birth)


@law(INFANT, art="3岁以下婴幼儿照护", since=SINCE, title="年初到满3岁的月数", words="满3岁的月份，从年初数起")
def third_birthday_after(birth_after: Months, infant_care_months: Months) -> Months:
    return birth_after + infant_care_months


@law(
    INFANT,
    art="3岁以下婴幼儿照护",
    since=SINCE,
    title="婴幼儿照护月数",
    words="从出生当月到满3岁的前一个月，落在这一年里的月数；还没有这项扣除的年度为0",
)
def infant_months(birth_after: Months, third_birthday_after: Months, infant_care_monthly: MoneyAMonth) -> Months:
    in_year = larger(0, smaller(12, third_birthday_after) - larger(0, birth_after))
    return choose(infant_care_monthly > 0, in_year, 0)


@law(
    RULES,
    art="子女教育",
    since=SINCE,
    title="子女教育月数",
    words="从满3岁当月起，落在这一年里的月数；入学以后还要在读",
)
def education_months(third_birthday_after: Months) -> Months:
    return larger(0, 12 - larger(0, third_birthday_after))


@law(
    "个人所得税法",
    art="6.4",
    since=SINCE,
    title="专项附加扣除",
    words="婴幼儿照护月数和子女教育月数，各乘每月标准，相加",
)
def additional_deduction(
    infant_months: Months,
    education_months: Months,
    infant_care_monthly: MoneyAMonth,
    child_education_monthly: MoneyAMonth,
) -> Money:
    return infant_care_monthly * infant_months + child_education_monthly * education_months


ACT = Act(
    code="iit_child_months",
    title="婴幼儿照护和子女教育月份划分",
    since=SINCE,
    inputs=(Input("child_birth", "子女出生日期", DAY),),
    figures=("infant_months", "education_months", "additional_deduction"),
    rules=rules_of(sys.modules[__name__]),
)
