"""Do the personas come out as their one-line descriptions say? Reckoned here apart, in Decimal, from the rate table."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from zhishui_city import City, generate, personas


# 个人所得税法 table 1, as brackets (no quick deductions, so that it is not the generator's own table).
BRACKETS = [
    (36_000, "0.03"),
    (144_000, "0.10"),
    (300_000, "0.20"),
    (420_000, "0.25"),
    (660_000, "0.30"),
    (960_000, "0.35"),
    (None, "0.45"),
]
NUMBERS = {persona.login: persona.number for persona in personas() if persona.number}


@pytest.fixture(scope="module")
def city() -> City:
    return generate(20, seed=1)


def tax(base: Decimal) -> Decimal:
    total, low = Decimal(0), Decimal(0)
    for top, rate in BRACKETS:
        high = base if top is None else min(base, Decimal(top))
        total += max(Decimal(0), high - low) * Decimal(rate)
        low = Decimal(top or 0)
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


def rows(city: City, place: tuple[str, str], login: str) -> list[dict]:
    return [row for row in city.rows[place] if row["taxpayer_number"] == NUMBERS[login]]


def total(found: list[dict], field: str, *kinds: str) -> Decimal:
    return sum((Decimal(row[field]) for row in found if not kinds or row["kind"] in kinds), Decimal(0))


def balance(city: City, login: str, *, additional: int = 0, bonus_merged: bool = False) -> Decimal:
    """Reckon the settlement from what was paid and withheld: + to pay, − back. Bonus apart unless merged."""
    paid = rows(city, ("natural_person_tax", "withholding"), login)
    kinds = ("salary", "bonus") if bonus_merged else ("salary",)
    income = total(paid, "income", *kinds) + total(paid, "income", "labour") * Decimal("0.8")
    taxable = income - 60_000 - total(paid, "special") - additional
    withheld = total(paid, "tax", "salary", "labour", *(("bonus",) if bonus_merged else ()))
    return tax(max(Decimal(0), taxable)) - withheld


def test_eight_logins_and_who_they_are():
    assert [persona.login for persona in personas()] == [
        "chenjing", "liwei", "zhaomin", "wangfang", "zhouguoping", "sunlei", "clerk", "auditor",
    ]  # fmt: skip
    assert [persona.login for persona in personas() if persona.elder] == ["zhouguoping"]
    assert {persona.role for persona in personas() if not persona.number} == {"clerk", "auditor"}
    assert all(persona.note and str(persona.on) == "2026-03-16" for persona in personas())


def test_chenjing_gets_back_1284_yuan(city: City):
    paid = rows(city, ("natural_person_tax", "withholding"), "chenjing")
    assert total(paid, "income", "salary") == Decimal("204000.00")
    assert total(paid, "special") == Decimal("45900.00")
    assert total(paid, "tax", "salary") == Decimal("1890.00")
    assert total(paid, "tax", "labour") == Decimal("1848.00")
    claimed = 24_000 + 12_000 + 18_000
    assert total(paid, "additional") == claimed
    assert balance(city, "chenjing", additional=claimed + 3_600) == Decimal("-1284.00")
    assert balance(city, "chenjing", additional=claimed) == Decimal("-924.00")
    kept = [
        row
        for place in ("human_resources", "medical_insurance", "housing_fund")
        for row in rows(city, (place, "contribution"), "chenjing")
    ]
    assert total(kept, "personal") == Decimal("45900.00")
    assert len(rows(city, ("human_resources", "certificate"), "chenjing")) == 1


def test_liwei_must_pay(city: City):
    assert balance(city, "liwei", additional=12 * 1_100) == Decimal("9680.00")
    payers = {row["payer_uscc"] for row in rows(city, ("natural_person_tax", "withholding"), "liwei")}
    assert len(payers) == 2


def test_zhaomin_owes_more_than_400_and_earns_at_most_120000(city: City):
    paid = rows(city, ("natural_person_tax", "withholding"), "zhaomin")
    assert total(paid, "income") == Decimal("119400.00")
    assert balance(city, "zhaomin") == Decimal("760.41")


def test_wangfang_has_nothing_claimed_and_much_to_claim(city: City):
    assert rows(city, ("natural_person_tax", "deduction_claim"), "wangfang") == []
    assert len(rows(city, ("public_security", "household_child"), "wangfang")) == 2
    assert len(rows(city, ("health", "birth"), "wangfang")) == 2
    assert balance(city, "wangfang") == Decimal("0.00")
    assert balance(city, "wangfang", additional=2_000 * (12 + 4)) == Decimal("-2377.50")


def test_zhouguoping_gets_back_what_was_kept_from_one_fee(city: City):
    assert balance(city, "zhouguoping") == Decimal("-440.00")


def test_sunlei_heads_a_firm_and_is_even_with_his_bonus_apart(city: City):
    firms = [
        row for row in city.rows["market_regulation", "firm"] if row["legal_representative_id"] == NUMBERS["sunlei"]
    ]
    assert [row["taxpayer_name"] for row in firms] == ["和城云帆商贸有限公司"]
    claimed = 12 * (1_000 + 1_000 + 3_000)
    assert balance(city, "sunlei", additional=claimed) == Decimal("0.00")
    assert balance(city, "sunlei", additional=claimed, bonus_merged=True) == Decimal("210.00")
    # 60,000 / 12 = 5,000 a month: 10 % of all, less 210.
    assert total(rows(city, ("natural_person_tax", "withholding"), "sunlei"), "tax", "bonus") == Decimal("5790.00")
