"""Does the city's own little reckoning withhold what the rules of 2018 say? Figures from the official examples."""

from __future__ import annotations

import pytest

from zhishui_city.withholding import bonus_apart, fee, salary_months


def test_a_salary_of_30000_a_month_is_withheld_cumulatively():
    # STA's published example of the cumulative method: 30,000 a month, 4,500 insurances, 2,000 deductions.
    months = list(salary_months([(3_000_000, 450_000, 200_000)] * 3))
    assert months == [55_500, 62_500, 185_000]


def test_what_was_withheld_too_much_waits_for_the_settlement():
    assert list(salary_months([(5_000_000, 0, 0), (0, 0, 0), (0, 0, 0)])) == [198_000, 0, 0]


@pytest.mark.parametrize(
    ("kind", "income", "withheld"),
    [
        # STA's published examples: labour 2,000 → 240; royalty 40,000 → 4,480.
        ("labour", 200_000, 24_000),
        ("royalty", 4_000_000, 448_000),
        ("labour", 1_155_000, 184_800),
        ("labour", 300_000, 44_000),
        ("labour", 50_000, 0),
        ("labour", 3_000_000, 520_000),
        ("licence", 1_000_000, 160_000),
    ],
)
def test_fees_are_withheld_payment_by_payment(kind: str, income: int, withheld: int):
    assert fee(kind, income) == withheld


@pytest.mark.parametrize(
    ("bonus", "tax"),
    [(3_600_000, 108_000), (3_600_001, 339_000), (14_400_001, 2_739_000), (96_000_001, 41_684_000)],
)
def test_a_bonus_jumps_at_its_cliffs(bonus: int, tax: int):
    assert bonus_apart(bonus) == tax
