"""Random people for the income tax: every kind of income and deduction, from nothing to 10^12 yuan."""

from __future__ import annotations

import os
import random


SEED = int(os.environ.get("ZS_SEED", "20260316"))
FEN_IN_YUAN = 100
RICHEST = 10**12 * FEN_IN_YUAN


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def amount(rng: random.Random, top: int) -> str:
    return yuan(rng.randrange(top * FEN_IN_YUAN))


def income(rng: random.Random) -> str:
    """From nothing to 10^12 yuan: each order of magnitude as likely as the next."""
    return yuan(min(int(10 ** rng.uniform(0, 14.01)), RICHEST))


def items(rng: random.Random, year: int) -> list[dict]:
    share = rng.choice(["50", "100"])
    possible = [
        {"item": "child_education", "months": rng.randrange(13), "count": rng.randrange(1, 5), "share_pct": share},
        {"item": "continuing_degree", "months": rng.randrange(13)},
        {"item": "certificate"},
        {"item": "serious_illness", "own_cost": amount(rng, 120_000)},
        {
            "item": rng.choice(["mortgage_interest", "rent_tier1", "rent_pop_over_1m", "rent_pop_up_to_1m"]),
            "months": rng.randrange(13),
        },
        rng.choice(
            [
                {"item": "elder_only_child", "months": rng.randrange(13)},
                {
                    "item": "elder_shared",
                    "months": rng.randrange(13),
                    "agreed_monthly": amount(rng, 1500 if year >= 2023 else 1000),
                },
            ]
        ),
    ]
    if year >= 2022:
        possible.append({"item": "infant_care", "months": rng.randrange(13), "share_pct": share})
    return rng.sample(possible, rng.randrange(len(possible) + 1))


def person(rng: random.Random, year: int) -> dict:
    found = {
        "salary": rng.choice([income(rng), amount(rng, 300_000)]),
        "special": amount(rng, 60_000),
        "withheld": rng.choice([amount(rng, 60_000), "0"]),
        "check_exemption": rng.random() < 0.8,
        "withholding_done": rng.random() < 0.8,
    }
    optional = {
        "labour": lambda: amount(rng, 100_000),
        "royalty": lambda: amount(rng, 100_000),
        "licence": lambda: amount(rng, 100_000),
        "donation": lambda: amount(rng, 90_000),
        "donation_full": lambda: amount(rng, 50_000),
        "items": lambda: items(rng, year),
    }
    if year >= 2024:
        optional["pension_paid"] = lambda: amount(rng, 15_000)
    found |= {name: make() for name, make in optional.items() if rng.random() < 0.4}
    if rng.random() < 0.5:
        found |= {
            "bonus": rng.choice([income(rng), amount(rng, 1_000_000)]),
            "bonus_method": rng.choice(["merged", "separate"]),
        }
    return found
