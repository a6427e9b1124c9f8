"""What is the year's tax on comprehensive income, and is it to be paid or refunded? 综合所得年度汇算."""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

import sys
from datetime import date

from zhishui.law.acts import comprehensive, item_limits, items
from zhishui.law.acts.comprehensive import BONUS, IIT, RULES, SINCE
from zhishui.law.engine.act import Act
from zhishui.law.engine.formula import exception_to, law, rules_of
from zhishui.law.engine.inputs import Input
from zhishui.law.engine.operators import choose, progressive
from zhishui.law.engine.units import CHOICE, FLAG, MONEY, Choice, Flag, Money, Table


SETTLING = "综合所得汇算清缴公告"

SETTLEMENTS = {
    "must_pay": "应当汇算补税",
    "exempt": "免于汇算，不用补税",
    "nothing_due": "不退不补",
    "refund_optional": "可以申请退税",
}


@law(IIT, art="3..1", since=SINCE, title="综合所得应纳税额", words="应纳税所得额乘税率，减速算扣除数")
def tax_comprehensive(taxable_income: Money, comprehensive_table: Table) -> Money:
    return progressive(taxable_income, comprehensive_table)


@law(RULES, art="6..1", since=SINCE, title="奖金单独计算的税额", words="奖金并入综合所得，不单独计税")
def tax_bonus() -> Money:
    return 0


@exception_to(
    "tax_bonus",
    BONUS,
    art="单独计税",
    when="bonus_apart",
    since=SINCE,
    until=date(2027, 12, 31),
    title="奖金单独计算的税额",
    words="用奖金除以12的数额找税率，奖金乘税率减速算扣除数",
)
def tax_bonus_apart(bonus: Money, bonus_table: Table) -> Money:
    return progressive(bonus, bonus_table, 12)


@law(IIT, art="11.1", since=SINCE, title="全年应纳税额", words="综合所得应纳税额加奖金单独计算的税额")
def tax_total(tax_comprehensive: Money, tax_bonus: Money) -> Money:
    return tax_comprehensive + tax_bonus


@law(
    IIT,
    art="11.1",
    since=SINCE,
    title="应补（退）税额",
    words="全年应纳税额减已预缴税额，负数是应退",
    also=((IIT, "14.2"),),
)
def balance(tax_total: Money, withheld: Money) -> Money:
    return tax_total - withheld


@law(IIT, art="2.2", since=SINCE, title="综合所得年收入", words="四项综合所得没有减除费用的收入之和")
def gross_income(salary: Money, bonus_merged: Money, labour: Money, royalty: Money, licence: Money) -> Money:
    return salary + bonus_merged + labour + royalty + licence


@law(
    SETTLING,
    art="免于办理",
    since=SINCE,
    title="符合免于汇算的条件",
    words="需要补税，已依法预扣预缴，并且年收入不超过上限或者补税不超过上限",
)
def exempt_from_settling(
    check_exemption: Flag,
    withholding_done: Flag,
    balance: Money,
    gross_income: Money,
    exempt_income: Money,
    exempt_balance: Money,
) -> Flag:
    small = (gross_income <= exempt_income) | (balance <= exempt_balance)
    return (balance > 0) & check_exemption & withholding_done & small


@law(
    RULES,
    art="25.1.3",
    since=SINCE,
    title="汇算结论",
    words="预缴少于应纳的补税，预缴多于应纳的可以申请退税，相等的不退不补",
    choices=SETTLEMENTS,
    also=((RULES, "25.1.4"),),
)
def settlement(balance: Money) -> Choice:
    return choose(balance > 0, "must_pay", balance < 0, "refund_optional", "nothing_due")


@exception_to(
    "settlement",
    SETTLING,
    art="免于办理",
    when="exempt_from_settling",
    since=SINCE,
    until=date(2027, 12, 31),
    title="免于汇算",
    words="符合条件的，可以免于办理汇算，不用补税",
)
def settlement_exempt() -> Choice:
    return "exempt"


NO_SUCH_INCOME = "没有取得这项所得"
NOT_CLAIMED = "没有申报这项扣除"


def _income(name: str, label: str) -> Input:
    return Input(name, label, MONEY, default=0, because=NO_SUCH_INCOME)


def _deduction(name: str, label: str) -> Input:
    return Input(name, label, MONEY, default=0, because=NOT_CLAIMED)


ACT = Act(
    code="iit_annual",
    title="综合所得年度汇算",
    since=SINCE,
    inputs=(
        _income("salary", "工资薪金收入"),
        _income("labour", "劳务报酬收入"),
        _income("royalty", "稿酬收入"),
        _income("licence", "特许权使用费收入"),
        _deduction("special", "专项扣除（三险一金）"),
        _deduction("additional", "专项附加扣除合计"),
        Input("withheld", "已预缴税额", MONEY),
        items.ITEMS,
        _deduction("pension_paid", "个人养老金缴费"),
        _deduction("donation", "公益捐赠（限额30%）"),
        _deduction("donation_full", "公益捐赠（全额）"),
        Input("check_exemption", "判断免于汇算", FLAG),
        Input(
            "withholding_done",
            "扣缴义务人已依法预扣",
            FLAG,
            default=True,
            because="支付所得的单位依法应当预扣预缴（个人所得税法第九条、第十一条），请核对",
            presumed=True,
        ),
        Input("bonus", "全年一次性奖金", MONEY, default=0, because="没有取得全年一次性奖金"),
        Input("bonus_method", "奖金计税方式", CHOICE, choices={"merged": "并入综合所得", "separate": "单独计税"}),
    ),
    figures=(
        "comprehensive_income",
        "taxable_income",
        "tax_comprehensive",
        "tax_total",
        "balance",
        "donation_deducted",
        "settlement",
        "tax_bonus",
    ),
    rules=rules_of(items, item_limits, comprehensive, sys.modules[__name__]),
    any_of=("salary", "labour", "royalty", "licence", "bonus"),
)
