"""Is the demo city the same each time, plausible, and what its departments could really send?"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from zhishui.person.exchange.queries import find_contract, record_of_file
from zhishui.person.exchange.services import read_file
from zhishui_city import City, contents, generate, write
from zhishui_city.claims import months_before_third_birthday, months_of_education
from zhishui_city.files import ROWS_PER_FILE


@pytest.fixture(scope="module")
def city() -> City:
    return generate(600, seed=11)


def test_one_seed_gives_one_city_and_another_gives_another():
    first, again, other = (list(contents(generate(60, seed=seed))) for seed in (3, 3, 4))
    assert first == again
    assert first != other


@pytest.mark.parametrize("people", [20, 21, 22, 23, 100, 601])
def test_the_city_has_as_many_people_as_asked(people: int):
    city = generate(people, seed=people)
    own = {(child.name, child.born_on, person.name[0]) for person in city.people for child in person.children}
    assert city.population == people
    assert len(city.people) < people
    assert len({person.number for person in city.people}) == len(city.people)
    assert own


def test_the_smallest_city_is_the_personas_and_their_children():
    assert [person.name for person in generate(0).people] == ["陈静", "李伟", "赵敏", "王芳", "周国平", "孙磊"]
    assert generate(0).population == generate(8).population == 11


def test_every_file_passes_the_import_that_real_departments_face(city: City, tmp_path: Path):
    paths = write(city, tmp_path)
    rows = Counter()
    for path in paths:
        batch = read_file(department=path.parent.name, path=path)
        assert batch.notices == ()
        rows[path.parent.name, record_of_file(path.name)] += batch.rows
    assert rows == Counter({place: len(found) for place, found in city.rows.items()})
    assert paths[0].parent.name in {"public_security", "market_regulation"}


def test_every_contract_but_none_is_used(city: City):
    assert all(find_contract(department, record) for department, record in city.rows)
    assert len(city.rows) == 20


def test_large_lists_come_in_parts(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("zhishui_city.files.ROWS_PER_FILE", 1000)
    names = [name for department, name, _ in contents(city) if department == "natural_person_tax"]
    assert "withholding-1.csv" in names
    assert "withholding-2.csv" in names
    assert ROWS_PER_FILE * 200 < 10 * 1024 * 1024  # a row has about 140 bytes


def test_life_is_plausible(city: City):
    assert 0.3 < sum(bool(person.jobs) for person in city.people) / len(city.people) < 0.9
    for person in city.people:
        assert all(child.born_on.year - person.born_on.year >= 20 for child in person.children)
        assert all(person.born_on.year - parent.born_on.year >= 21 for parent in person.parents)
        assert not (person.loan and person.lease)
        homes = [claim for claim in person.entitled if claim.item.startswith(("rent", "mortgage"))]
        assert len(homes) <= 1
    firms = {row["taxpayer_number"]: row for row in city.rows["market_regulation", "firm"]}
    people = {person.number: person.name for person in city.people}
    heads = {row["legal_representative_id"]: row["legal_representative_name"] for row in firms.values()}
    assert all(people.get(number, name) == name for number, name in heads.items())


def test_a_childs_year_is_shared_between_care_and_school():
    # A child is in exactly one of the two in every month from its birth on; the law's own words on both edges.
    for born_on in (
        date(2020, 5, 6),
        date(2022, 1, 31),
        date(2022, 6, 1),
        date(2022, 12, 31),
        date(2024, 3, 3),
        date(2025, 9, 14),
    ):
        care, school = months_before_third_birthday(born_on), months_of_education(born_on)
        lived = min(12, 13 - born_on.month) if born_on.year == 2025 else 12
        assert care[1] + school[1] == lived
    assert months_before_third_birthday(date(2022, 6, 15)) == (1, 5)
    assert months_of_education(date(2022, 6, 15)) == (6, 7)
    assert months_before_third_birthday(date(2025, 9, 14)) == (9, 4)


def test_the_settlement_has_something_to_settle(city: City):
    """The city is worth showing only if its mistakes are in it."""
    jobs = [person.jobs for person in city.people]
    assert any(len({job.firm.number for job in own}) > 1 for own in jobs)
    assert any(person.entitled and not person.claimed for person in city.people)
    assert any(person.certificate for person in city.people)
    kinds = Counter(row["kind"] for row in city.rows["natural_person_tax", "withholding"])
    assert set(kinds) == {"salary", "labour", "royalty", "licence", "bonus"}
