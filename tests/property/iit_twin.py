"""The year's income tax a second time, naively, from the words of the law, in Decimal yuan.

Written without looking at the formulas and importing nothing of the product:
brackets are searched from the top, the tax is added up slice by slice instead
of by quick deduction (but for the bonus, whose rule is written that way).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


FEN = Decimal("0.01")
ZERO = Decimal(0)

# 税率表一: the income above each limit is taxed at the rate beside it.
SLICES = [(0, 3), (36_000, 10), (144_000, 20), (300_000, 25), (420_000, 30), (660_000, 35), (960_000, 45)]
# 按月换算: limit of the month, rate, quick deduction.
MONTHLY = [
    (3_000, 3, 0),
    (12_000, 10, 210),
    (25_000, 20, 1_410),
    (35_000, 25, 2_660),
    (55_000, 30, 4_410),
    (80_000, 35, 7_160),
    (None, 45, 15_160),
]


def fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def money(person: dict, name: str) -> Decimal:
    return Decimal(person.get(name, "0"))


def yearly_tax(taxable: Decimal) -> Decimal:
    tax, above = ZERO, taxable
    for limit, rate in reversed(SLICES):
        if above > limit:
            tax += (above - limit) * rate / 100
            above = Decimal(limit)
    return fen(tax)


def bonus_tax(bonus: Decimal) -> Decimal:
    for limit, rate, quick in MONTHLY:
        if limit is None or bonus <= limit * 12:
            return fen(bonus * rate / 100) - quick
    raise AssertionError


def monthly_standards(year: int) -> dict[str, int]:
    raised = year >= 2023
    return {
        "child_education": 2000 if raised else 1000,
        "infant_care": 2000 if raised else 1000,
        "continuing_degree": 400,
        "mortgage_interest": 1000,
        "rent_tier1": 1500,
        "rent_pop_over_1m": 1100,
        "rent_pop_up_to_1m": 800,
        "elder_only_child": 3000 if raised else 2000,
    }


def item_amount(item: dict, year: int) -> Decimal:
    kind = item["item"]
    if kind == "serious_illness":
        own = Decimal(item["own_cost"])
        return min(max(own - 15_000, ZERO), Decimal(80_000))
    if kind == "elder_shared":
        return Decimal(item["agreed_monthly"]) * item["months"]
    amount = Decimal(monthly_standards(year)[kind]) * item["months"]
    if kind in ("child_education", "infant_care"):
        amount *= item.get("count", 1)
    return fen(amount * Decimal(item.get("share_pct", "100")) / 100)


def additional(person: dict, year: int) -> Decimal:
    items = person.get("items", [])
    once_a_year = Decimal(3600) if any(item["item"] == "certificate" for item in items) else ZERO
    return once_a_year + sum((item_amount(item, year) for item in items if item["item"] != "certificate"), ZERO)


def settle(person: dict, year: int) -> dict[str, str]:
    """Give every public figure of the settlement as text."""
    apart = money(person, "bonus") > 0 and person.get("bonus_method") == "separate"
    wages = money(person, "salary") + (ZERO if apart else money(person, "bonus"))
    labour = money(person, "labour") - fen(money(person, "labour") * Decimal("0.2"))
    licence = money(person, "licence") - fen(money(person, "licence") * Decimal("0.2"))
    royalty = fen((money(person, "royalty") - fen(money(person, "royalty") * Decimal("0.2"))) * Decimal("0.7"))
    income = wages + labour + royalty + licence
    pension = min(money(person, "pension_paid"), Decimal(12_000))
    before = (
        income - 60_000 - money(person, "special") - money(person, "additional") - additional(person, year) - pension
    )
    before = max(before, ZERO)
    limited = min(money(person, "donation"), fen(before * Decimal("0.3")))
    donated = min(limited + money(person, "donation_full"), before)
    taxable = before - donated
    tax, on_bonus = yearly_tax(taxable), bonus_tax(money(person, "bonus")) if apart else ZERO
    balance = tax + on_bonus - money(person, "withheld")
    gross = wages + money(person, "labour") + money(person, "royalty") + money(person, "licence")
    figures = {
        "comprehensive_income": income,
        "taxable_income": taxable,
        "tax_comprehensive": tax,
        "tax_total": tax + on_bonus,
        "balance": balance,
        "donation_deducted": donated,
        "tax_bonus": on_bonus,
    }
    return {name: f"{value:.2f}" for name, value in figures.items()} | {
        "settlement": _conclusion(person, balance, gross)
    }


def _conclusion(person: dict, balance: Decimal, gross: Decimal) -> str:
    if balance == 0:
        return "nothing_due"
    if balance < 0:
        return "refund_optional"
    spared = person["check_exemption"] and person["withholding_done"] and (gross <= 120_000 or balance <= 400)
    return "exempt" if spared else "must_pay"
