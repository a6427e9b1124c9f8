"""How much comprehensive income 综合所得 is taxable, after what may be deducted?"""
# ruff: noqa: D103  the title and words of a rule are its docstring, and are shown to citizens

from __future__ import annotations

from datetime import date

from zhishui.law.engine.formula import exception_to, law, refuse_if
from zhishui.law.engine.operators import choose, half_up, larger, smaller
from zhishui.law.engine.units import Choice, Flag, Money, Percent


SINCE = date(2019, 1, 1)
IIT = "个人所得税法"
RULES = "个人所得税法实施条例"
BONUS = "全年一次性奖金公告"


@law(IIT, art="6.2", since=SINCE, title="劳务报酬收入额", words="劳务报酬收入减除20%的费用")
def labour_income(labour: Money, expense_pct: Percent) -> Money:
    return half_up(labour * (100 - expense_pct), 100)


@law(IIT, art="6.2", since=SINCE, title="减除费用后的稿酬", words="稿酬收入减除20%的费用")
def royalty_after_expense(royalty: Money, expense_pct: Percent) -> Money:
    return half_up(royalty * (100 - expense_pct), 100)


@law(IIT, art="6.2", since=SINCE, title="稿酬收入额", words="减除费用后的稿酬，减按70%计算")
def royalty_income(royalty_after_expense: Money, royalty_pct: Percent) -> Money:
    return half_up(royalty_after_expense * royalty_pct, 100)


@law(IIT, art="6.2", since=SINCE, title="特许权使用费收入额", words="特许权使用费收入减除20%的费用")
def licence_income(licence: Money, expense_pct: Percent) -> Money:
    return half_up(licence * (100 - expense_pct), 100)


@law(BONUS, art="单独计税", since=SINCE, title="选择奖金单独计税", words="有全年一次性奖金，并且选择单独计税")
def bonus_apart(bonus: Money, bonus_method: Choice) -> Flag:
    return (bonus > 0) & (bonus_method == "separate")


@law(RULES, art="6..1", since=SINCE, title="并入综合所得的奖金", words="奖金属于工资薪金，并入综合所得")
def bonus_merged(bonus: Money) -> Money:
    return bonus


@exception_to(
    "bonus_merged",
    BONUS,
    art="单独计税",
    when="bonus_apart",
    since=SINCE,
    until=date(2027, 12, 31),
    title="单独计税的奖金不并入综合所得",
    words="选择单独计税的奖金，不并入当年综合所得",
)
def bonus_left_out() -> Money:
    return 0


@law(
    IIT,
    art="2.2",
    since=SINCE,
    title="综合所得收入额",
    words="工资薪金、劳务报酬、稿酬、特许权使用费的收入额合并",
    also=((IIT, "6.2"),),
)
def comprehensive_income(
    salary: Money, bonus_merged: Money, labour_income: Money, royalty_income: Money, licence_income: Money
) -> Money:
    return salary + bonus_merged + labour_income + royalty_income + licence_income


@law(RULES, art="28.1", since=SINCE, title="专项附加扣除合计", words="按报送的项目计算，或者按填写的合计")
def additional_total(additional: Money, additional_deduction: Money) -> Money:
    return additional + additional_deduction


@refuse_if(
    "additional-given-twice",
    RULES,
    art="28.1",
    since=SINCE,
    about="additional",
    words="专项附加扣除请填写合计或者逐项填写，不要两处都填。",
)
def additional_given_twice(additional: Money, additional_deduction: Money) -> Flag:
    return (additional > 0) & (additional_deduction > 0)


@law("个人养老金公告", art="缴费环节", since=SINCE, title="个人养老金扣除额", words="实际缴费，不超过每年限额")
def pension_deducted(pension_paid: Money, pension_cap: Money) -> Money:
    return choose(pension_paid > 0, smaller(pension_paid, pension_cap), 0)


@law(
    IIT,
    art="6.1.1",
    since=SINCE,
    title="扣除捐赠前的应纳税所得额",
    words="收入额减除费用、专项扣除、专项附加扣除和其他扣除，不足零按零",
    also=((IIT, "6.4"), (RULES, "13.2")),
)
def taxable_before_donation(
    comprehensive_income: Money,
    basic_deduction: Money,
    special: Money,
    additional_total: Money,
    pension_deducted: Money,
) -> Money:
    return larger(0, comprehensive_income - basic_deduction - special - additional_total - pension_deducted)


@law(IIT, art="6.3", since=SINCE, title="捐赠扣除限额", words="扣除捐赠前的应纳税所得额的30%", also=((RULES, "19"),))
def donation_limit(taxable_before_donation: Money, donation_pct: Percent) -> Money:
    return half_up(taxable_before_donation * donation_pct, 100)


@law(IIT, art="6.3", since=SINCE, title="可以扣除的捐赠", words="有限额的捐赠，不超过限额，加全额扣除的捐赠")
def donation_allowed(donation: Money, donation_limit: Money, donation_full: Money) -> Money:
    return choose(donation > 0, smaller(donation, donation_limit), 0) + donation_full


@law(
    IIT,
    art="6.3",
    since=SINCE,
    title="捐赠扣除额",
    words="可以扣除的捐赠，不超过应纳税所得额",
    also=(("公益慈善事业捐赠公告", "扣除"),),
)
def donation_deducted(donation_allowed: Money, taxable_before_donation: Money) -> Money:
    return choose(donation_allowed > 0, smaller(donation_allowed, taxable_before_donation), 0)


@law(IIT, art="6.1.1", since=SINCE, title="应纳税所得额", words="扣除捐赠前的应纳税所得额减捐赠扣除额")
def taxable_income(taxable_before_donation: Money, donation_deducted: Money) -> Money:
    return taxable_before_donation - donation_deducted
