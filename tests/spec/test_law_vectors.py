"""Do other people's published figures come out, and a repealed law's not?"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from zhishui.kernel import Period
from zhishui.law import compute


VECTORS = json.loads((Path(__file__).parents[1] / "data" / "law" / "iit_vectors.json").read_text(), parse_float=Decimal)
# Belong to acts that are not written yet: the monthly table by itself and withholding.
LATER = {
    "monthly_table_tax",
    "cumulative_withholding",
    "cumulative_withholding_year_total",
    "labour_withholding_resident",
    "royalty_withholding",
    "licence_withholding",
}
YEAR = Period.of_year(2025)


def of_kind(kind):
    return [vector for vector in VECTORS if vector["kind"] == kind]


def figures(inputs):
    return {name: figure.value for name, figure in compute("iit_annual", YEAR, inputs).figures.items()}


def yuan(amount):
    return f"{Decimal(amount):.2f}"


def separate(bonus):
    return figures({"bonus": yuan(bonus), "bonus_method": "separate"})["tax_bonus"].yuan()


@pytest.mark.parametrize(
    "vector", of_kind("annual_settlement[income,taxable,tax]"), ids=lambda vector: str(vector["input"])
)
def test_annual_settlement(vector):
    told = vector["input"]
    names = {"salary": "salary", "labor": "labour", "royal": "royalty", "lic": "licence", "si": "special"}
    inputs = {names[name]: yuan(value) for name, value in told.items() if name in names}
    # Special additional, other and illness deductions are one sum there.
    inputs["additional"] = yuan(sum(told.get(name, 0) for name in ("sp", "ad", "ill")))
    found = figures(inputs)
    expected = zip(("comprehensive_income", "taxable_income", "tax_comprehensive"), vector["expected"], strict=False)
    for name, value in expected:
        assert found[name].yuan() == yuan(value), name


@pytest.mark.parametrize("vector", of_kind("annual_table_tax"), ids=lambda vector: str(vector["input"]))
def test_annual_table(vector):
    found = figures({"salary": yuan(vector["input"]["taxable"] + 60_000)})
    assert found["tax_comprehensive"].yuan() == yuan(vector["expected"])


@pytest.mark.parametrize("vector", of_kind("bonus_separate"), ids=lambda vector: str(vector["input"]))
def test_bonus_separate(vector):
    assert separate(vector["input"]["bonus"]) == yuan(vector["expected"])


def test_the_repealed_law_does_not_come_out():
    (control,) = of_kind("negative_control_old_law")
    assert separate(control["input"]["bonus"]) == control["independent_check"] == "237840.00"
    assert "239495.00" in control["expected"]


def test_every_vector_is_covered_or_named_as_later():
    covered = {
        "annual_settlement[income,taxable,tax]",
        "annual_table_tax",
        "bonus_separate",
        "negative_control_old_law",
    }
    assert {vector["kind"] for vector in VECTORS} == covered | LATER


@pytest.mark.parametrize(
    ("bonus", "tax"),
    [
        ("36000", "1080.00"),
        ("36000.01", "3390.00"),
        ("144000.01", "27390.00"),
        ("300000.01", "72340.00"),
        ("420000.01", "121590.00"),
        ("660000.01", "223840.00"),
        ("960000.01", "416840.00"),
    ],
)
def test_the_cliffs_of_the_bonus(bonus, tax):
    """The row is chosen by the twelfth before rounding: a fen more costs thousands."""
    assert separate(bonus) == tax
