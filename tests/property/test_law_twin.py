"""Do the product and a naive second implementation agree on random people, to the fen?

Gate size 500 people; `ZS_FULL=1` runs 10,000. The seed is printed with a
failure, and `ZS_SEED=…` repeats a run.
"""

from __future__ import annotations

import random

from property.iit_people import RICHEST, SEED, items, person, yuan
from property.iit_twin import additional, settle
from zhishui.kernel import Period
from zhishui.law import compute


LIMITS = (36_000, 144_000, 300_000, 420_000, 660_000, 960_000)
BONUS_LIMITS = tuple(limit * 12 for limit in (3_000, 12_000, 25_000, 35_000, 55_000, 80_000))


def figures(inputs: dict, year: int) -> dict[str, str]:
    result = compute("iit_annual", Period.of_year(year), inputs).as_dict()["figures"]
    return {name: figure["value"] for name, figure in result.items()}


def test_random_people_agree_to_the_fen(size):
    people = size(gate=500, full=10_000, seed=SEED)
    print(f"seed {SEED}, {people} people")
    rng = random.Random(SEED)
    for _ in range(people):
        year = rng.randrange(2019, 2028)
        one = person(rng, year)
        assert figures(one, year) == settle(one, year), (year, one)


def test_every_limit_agrees_one_fen_either_side():
    for limit in LIMITS:
        for fen in range(-2, 3):
            one = {
                "salary": yuan((limit + 60_000) * 100 + fen),
                "withheld": "0",
                "check_exemption": True,
                "withholding_done": True,
            }
            assert figures(one, 2025) == settle(one, 2025), one


def test_every_bonus_limit_agrees_one_fen_either_side():
    for limit in BONUS_LIMITS:
        for fen in range(-2, 3):
            one = {"salary": "0", "bonus": yuan(limit * 100 + fen), "bonus_method": "separate", "withheld": "0"}
            one |= {"check_exemption": True, "withholding_done": True}
            assert figures(one, 2025) == settle(one, 2025), one


def test_the_exemption_agrees_one_fen_either_side():
    for fen in range(-2, 3):
        for special in ("0", "30000.00", "46666.66"):
            one = {"salary": yuan(12_000_000 + fen), "special": special, "withheld": "0"}
            one |= {"check_exemption": True, "withholding_done": True}
            assert figures(one, 2025) == settle(one, 2025), one
        # 200,000 yuan of wages: 11,480 of tax; 400 less is the other limit.
        one = {"salary": "200000", "withheld": yuan(1_108_000 + fen), "check_exemption": True, "withholding_done": True}
        assert figures(one, 2025) == settle(one, 2025), one


def test_the_richest_person_is_exact():
    one = {
        "salary": yuan(RICHEST),
        "royalty": yuan(RICHEST - 1),
        "bonus": yuan(RICHEST - 7),
        "bonus_method": "separate",
    }
    one |= {"withheld": "0.01", "check_exemption": True, "withholding_done": True}
    assert figures(one, 2025) == settle(one, 2025)


def test_items_alone_agree(size):
    rng = random.Random(SEED)
    for _ in range(size(gate=100, full=2_000, seed=SEED)):
        year = rng.randrange(2019, 2028)
        listed = {"items": items(rng, year)}
        result = compute("iit_additional", Period.of_year(year), listed).figures["additional_deduction"]
        assert result.value.yuan() == f"{additional(listed, year):.2f}", (year, listed)


def test_more_income_never_means_less_tax(size):
    rng = random.Random(SEED)
    for _ in range(size(gate=50, full=1_000, seed=SEED)):
        one = person(rng, 2025) | {"donation": "0", "donation_full": "0"}
        more = one | {"salary": yuan(int(one["salary"].replace(".", "")) + rng.randrange(1, 10**7))}
        less, greater = figures(one, 2025), figures(more, 2025)
        assert int(less["tax_total"].replace(".", "")) <= int(greater["tax_total"].replace(".", ""))


def test_tax_on_income_stays_below_the_income_taxed(size):
    rng = random.Random(SEED + 1)
    for _ in range(size(gate=50, full=1_000, seed=SEED)):
        found = figures(person(rng, 2025), 2025)
        assert 0 <= int(found["tax_comprehensive"].replace(".", "")) <= int(found["taxable_income"].replace(".", ""))
