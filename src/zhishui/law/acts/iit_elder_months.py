"""From which month of a year may support of a parent be deducted?"""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

import sys
from datetime import date

from zhishui.law.engine.act import Act
from zhishui.law.engine.formula import law, rules_of
from zhishui.law.engine.inputs import Input
from zhishui.law.engine.operators import larger, months_between
from zhishui.law.engine.units import DAY, Day, Money, MoneyAMonth, Months


SINCE = date(2019, 1, 1)
RULES = "专项附加扣除暂行办法"


@law(RULES, art="赡养老人", since=SINCE, title="年初到满60岁的月数", words="父母满60岁的月份，从年初数起")
def sixtieth_birthday_after(year_start: Day, parent_birth: Day, elder_from_months: Months) -> Months:
    return months_between(year_start, parent_birth) + elder_from_months


@law(RULES, art="赡养老人", since=SINCE, title="赡养老人月数", words="从父母满60岁当月起，落在这一年里的月数")
def elder_months(sixtieth_birthday_after: Months) -> Months:
    return larger(0, 12 - larger(0, sixtieth_birthday_after))


@law(
    RULES,
    art="赡养老人",
    since=SINCE,
    title="专项附加扣除",
    words="赡养老人月数乘每月标准（独生子女；非独生子女按分摊，每人不超过上限）",
)
def additional_deduction(elder_months: Months, elder_monthly: MoneyAMonth) -> Money:
    return elder_monthly * elder_months


ACT = Act(
    code="iit_elder_months",
    title="赡养老人起始月份",
    since=SINCE,
    inputs=(Input("parent_birth", "父母出生日期", DAY),),
    figures=("elder_months", "additional_deduction"),
    rules=rules_of(sys.modules[__name__]),
)
