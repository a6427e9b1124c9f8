"""When must the yearly settlement be made?"""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

import sys
from datetime import date

from zhishui.law.engine.act import Act
from zhishui.law.engine.formula import law, rules_of
from zhishui.law.engine.operators import add_days, add_months
from zhishui.law.engine.units import Day, Months


SINCE = date(2019, 1, 1)
IIT = "个人所得税法"


@law(IIT, art="11.1", since=SINCE, title="汇算开始日", words="取得所得的次年三月一日")
def opens(year_start: Day, settlement_opens_after: Months) -> Day:
    return add_months(year_start, settlement_opens_after)


@law(IIT, art="11.1", since=SINCE, title="汇算截止日", words="取得所得的次年六月三十日")
def due(year_start: Day, settlement_ends_after: Months) -> Day:
    return add_days(add_months(year_start, settlement_ends_after), -1)


IIT_COMPREHENSIVE = Act(
    code="iit_comprehensive",
    title="综合所得汇算期限",
    since=SINCE,
    inputs=(),
    figures=("opens", "due"),
    rules=rules_of(sys.modules[__name__]),
)
