"""How much may be deducted for children, study, illness, home and parents? The seven 专项附加扣除."""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

from datetime import date

from zhishui.law.engine.formula import law
from zhishui.law.engine.inputs import Input, Records
from zhishui.law.engine.operators import choose, count, half_up, larger, smaller, total
from zhishui.law.engine.units import (
    CHOICE,
    COUNT,
    MONEY,
    MONEY_A_MONTH,
    MONTHS,
    PERCENT,
    Choice,
    Count,
    Each,
    Flag,
    Money,
    MoneyAMonth,
    Months,
    Percent,
)


SINCE = date(2019, 1, 1)
RULES = "专项附加扣除暂行办法"

ITEMS = Records(
    "items",
    "扣除项目",
    (
        Input(
            "item",
            "扣除项目",
            CHOICE,
            choices={
                "infant_care": "3岁以下婴幼儿照护",
                "child_education": "子女教育",
                "continuing_degree": "学历继续教育",
                "certificate": "职业资格继续教育",
                "serious_illness": "大病医疗",
                "mortgage_interest": "住房贷款利息",
                "rent_tier1": "住房租金（直辖市、省会、计划单列市等）",
                "rent_pop_over_1m": "住房租金（户籍人口超过100万）",
                "rent_pop_up_to_1m": "住房租金（户籍人口不超过100万）",
                "elder_only_child": "赡养老人（独生子女）",
                "elder_shared": "赡养老人（分摊）",
            },
        ),
        Input("months", "月数", MONTHS),
        Input("count", "子女人数", COUNT, default=1, because="没有另外说明，按一个算"),
        Input("share_pct", "扣除比例", PERCENT, default=100, because="没有约定分摊，按全额算"),
        Input("agreed_monthly", "约定分摊的每月金额", MONEY_A_MONTH),
        Input("own_cost", "医保目录内个人负担", MONEY),
    ),
    because="没有报送专项附加扣除项目",
)


@law(RULES, art="各项标准", since=SINCE, each="items", title="每月标准", words="按项目和当年规定的每月标准")
def monthly_standard(  # noqa: PLR0913, PLR0917  one standard for each item of the law
    item: Choice,
    infant_care_monthly: MoneyAMonth,
    child_education_monthly: MoneyAMonth,
    degree_monthly: MoneyAMonth,
    mortgage_monthly: MoneyAMonth,
    rent_tier1_monthly: MoneyAMonth,
    rent_over_1m_monthly: MoneyAMonth,
    rent_up_to_1m_monthly: MoneyAMonth,
    elder_monthly: MoneyAMonth,
    agreed_monthly: MoneyAMonth,
) -> MoneyAMonth:
    return choose(
        item == "infant_care", infant_care_monthly,
        item == "child_education", child_education_monthly,
        item == "continuing_degree", degree_monthly,
        item == "mortgage_interest", mortgage_monthly,
        item == "rent_tier1", rent_tier1_monthly,
        item == "rent_pop_over_1m", rent_over_1m_monthly,
        item == "rent_pop_up_to_1m", rent_up_to_1m_monthly,
        item == "elder_only_child", elder_monthly,
        item == "elder_shared", agreed_monthly,
        0,
    )  # fmt: skip


@law(
    RULES,
    art="大病医疗",
    since=SINCE,
    each="items",
    title="大病医疗扣除额",
    words="个人负担超过起扣金额的部分，不超过限额",
)
def illness_deduction(own_cost: Money, illness_floor: Money, illness_cap: Money) -> Money:
    return smaller(larger(0, own_cost - illness_floor), illness_cap)


@law(
    RULES,
    art="各项标准",
    since=SINCE,
    each="items",
    title="本项扣除额",
    words="每月标准乘月数，子女再乘人数，分摊的再乘比例；大病医疗按个人负担",
)
def item_deduction(
    item: Choice,
    monthly_standard: MoneyAMonth,
    months: Months,
    count: Count,
    share_pct: Percent,
    illness_deduction: Money,
) -> Money:
    children = choose((item == "infant_care") | (item == "child_education"), count, 1)
    return choose(
        item == "certificate", 0,
        item == "serious_illness", illness_deduction,
        half_up(monthly_standard * months * children * share_pct, 100),
    )  # fmt: skip


@law(RULES, art="继续教育", since=SINCE, each="items", title="当年取得职业资格证书", words="本项是职业资格继续教育")
def is_certificate(item: Choice) -> Flag:
    return item == "certificate"


@law(
    RULES,
    art="继续教育",
    since=SINCE,
    title="职业资格继续教育扣除额",
    words="取得证书的当年定额扣除一次，不论几本",
)
def certificate_deduction(is_certificate: Each[Flag], certificate_yearly: Money) -> Money:
    return choose(count(is_certificate) > 0, certificate_yearly, 0)


@law(
    "个人所得税法",
    art="6.4",
    since=SINCE,
    title="专项附加扣除",
    words="各项扣除额相加",
    also=(("个人所得税法实施条例", "28.1"),),
)
def additional_deduction(item_deduction: Each[Money], certificate_deduction: Money) -> Money:
    return total(item_deduction) + certificate_deduction
