"""Can a number of the demo city be a real person's or firm's? Never: its division was never assigned."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from zhishui.kernel.identifiers import PersonNumber, Uscc, read_person_number, read_uscc
from zhishui_city import generate, personas
from zhishui_city.numbers import organisation_check
from zhishui_city.places import CITY_DIVISION, DISTRICTS


PROVINCES = Path(__file__).parents[1] / "data/city/gbt2260_provinces.csv"


def assigned() -> set[str]:
    lines = [line for line in PROVINCES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {line.split(",")[0] for line in lines[1:]}


def test_the_list_of_provinces_is_whole():
    assert len(assigned()) == 34


def test_the_citys_division_was_never_assigned():
    for division in (CITY_DIVISION, *DISTRICTS):
        assert division[:2] == "38"
        assert division[:2] not in assigned()


def test_no_county_ever_retired_lay_there():
    pytest.importorskip("stdnum")
    lines = (files("stdnum") / "cn/loc.dat").read_text("utf-8").splitlines()
    provinces = [line[:2] for line in lines if line[:2].isdecimal()]
    retired = [line for line in lines if "-19" in line or "-20" in line]
    assert len(lines) > 6000
    assert len(retired) > 1000  # the list does hold abolished counties, each below its province
    assert set(provinces) == assigned()


def test_every_number_in_the_city_is_valid_and_fictional():
    city = generate(300, seed=5)
    people = {person.number for person in city.people} | {firm.head_number for firm in city.firms if firm.head_number}
    people |= {persona.number for persona in personas() if persona.number}
    for number in people:
        assert isinstance(read_person_number(number), PersonNumber)
        assert number[:6] in DISTRICTS
    for firm in city.firms:
        reading = read_uscc(firm.number)
        assert isinstance(reading, Uscc)
        assert reading.division in DISTRICTS


def test_an_organisation_code_has_its_own_check_character():
    # GB 11714-1997 prints D2143569-X as its worked example.
    assert organisation_check("D2143569") == "X"
