"""Which claims of special additional deductions cannot be? Refused with the item at fault and what to do."""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

from zhishui.law.acts.items import RULES, SINCE
from zhishui.law.engine.formula import law, refuse_if
from zhishui.law.engine.operators import choose, total
from zhishui.law.engine.units import Choice, Count, Each, Flag, MoneyAMonth, Months, Percent


@refuse_if(
    "months-over-year",
    RULES,
    art="各项标准",
    since=SINCE,
    each="items",
    about="months",
    words="一年只有12个月，请把月数改为不超过12。",
)
def too_many_months(months: Months) -> Flag:
    return months > 12


@refuse_if(
    "share-not-allowed",
    RULES,
    art="分摊",
    since=SINCE,
    each="items",
    about="share_pct",
    words="子女和婚前各自购房的房贷利息，由一方按100%或者双方各按50%扣除；其他项目不分比例，请改为100或者50。",
)
def share_not_allowed(item: Choice, share_pct: Percent, share_when_split: Percent) -> Flag:
    divisible = (item == "infant_care") | (item == "child_education") | (item == "mortgage_interest")
    return choose(divisible, (share_pct != 100) & (share_pct != share_when_split), share_pct != 100)


@refuse_if(
    "count-not-possible",
    RULES,
    art="子女教育",
    since=SINCE,
    each="items",
    about="count",
    words="请填写1到20之间的人数。",
)
def count_not_possible(count: Count) -> Flag:
    return (count < 1) | (count > 20)


@refuse_if(
    "share-over-limit",
    RULES,
    art="赡养老人",
    since=SINCE,
    each="items",
    about="agreed_monthly",
    words="非独生子女每人分摊的额度不能超过规定的每月上限，请按分摊协议改小。",
)
def elder_share_over_limit(item: Choice, agreed_monthly: MoneyAMonth, elder_share_cap: MoneyAMonth) -> Flag:
    return (item == "elder_shared") & (agreed_monthly > elder_share_cap)


@refuse_if(
    "no-law-for-date",
    "3岁以下婴幼儿照护扣除的通知",
    art="3岁以下婴幼儿照护",
    since=SINCE,
    each="items",
    about="item",
    words="3岁以下婴幼儿照护扣除从2022年起才有，这一年不能扣，请删去这一项。",
)
def infant_care_not_yet(item: Choice, infant_care_monthly: MoneyAMonth) -> Flag:
    return (item == "infant_care") & (infant_care_monthly == 0)


@law(RULES, art="住房租金", since=SINCE, each="items", title="住房项目的月数", words="房贷利息和住房租金的月数")
def home_months(item: Choice, months: Months) -> Months:
    rent = (item == "rent_tier1") | (item == "rent_pop_over_1m") | (item == "rent_pop_up_to_1m")
    return choose((item == "mortgage_interest") | rent, months, 0)


@refuse_if(
    "home-claimed-twice",
    RULES,
    art="住房租金",
    since=SINCE,
    about="items",
    words="住房贷款利息和住房租金不能在同一个月同时扣，租金每月也只扣一处，请只留一种或者改对月数。",
)
def home_claimed_twice(home_months: Each[Months]) -> Flag:
    return total(home_months) > 12


@law(RULES, art="赡养老人", since=SINCE, each="items", title="赡养老人的月数", words="赡养老人项目的月数")
def elder_item_months(item: Choice, months: Months) -> Months:
    return choose((item == "elder_only_child") | (item == "elder_shared"), months, 0)


@refuse_if(
    "elder-claimed-twice",
    RULES,
    art="赡养老人",
    since=SINCE,
    about="items",
    words="赡养老人不论赡养几位，每月只按一份标准扣，请只留一条或者改对月数。",
)
def elder_claimed_twice(elder_item_months: Each[Months]) -> Flag:
    return total(elder_item_months) > 12


@law(RULES, art="继续教育", since=SINCE, each="items", title="学历继续教育的月数", words="学历继续教育项目的月数")
def degree_months(item: Choice, months: Months) -> Months:
    return choose(item == "continuing_degree", months, 0)


@refuse_if(
    "degree-claimed-twice",
    RULES,
    art="继续教育",
    since=SINCE,
    about="items",
    words="同一个月的学历继续教育只扣一份，请只留一条或者改对月数。",
)
def degree_claimed_twice(degree_months: Each[Months]) -> Flag:
    return total(degree_months) > 12
