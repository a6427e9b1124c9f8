"""How does a seed become a city?"""

from __future__ import annotations

from zhishui_city.claims import furnish
from zhishui_city.dice import Dice
from zhishui_city.households import Households
from zhishui_city.numbers import Numberer
from zhishui_city.personas import persona_people
from zhishui_city.records import write_rows
from zhishui_city.types import City, Firm, Person
from zhishui_city.working import draw_firms, employ


PEOPLE_PER_FIRM = 14
HEADS_BORN = range(1961, 2000)
SEED = 20260316


def generate(people: int = 2000, seed: int = SEED) -> City:
    """Make a city of `people` residents, children included; the fixed personas are always among them.

    So a number below theirs gives them alone. One seed gives one city, byte for byte.
    """
    rng = Dice(seed)
    residents = persona_people()
    firms = {job.firm.number: job.firm for person in residents for job in person.jobs}
    firms |= {paid.firm.number: paid.firm for person in residents for paid in person.fees}
    settled = len(residents) + sum(len(person.children) for person in residents)
    drawn = _residents(rng, people - settled, {person.number for person in residents})
    grown = [person for household in drawn for person in household]
    firms |= _employ(rng, grown, people)
    residents += grown
    population = settled + sum(len(household) + len(household[0].children) for household in drawn)
    city = City(seed=seed, people=residents, population=population, firms=list(firms.values()))
    write_rows(city)
    return city


def _residents(rng: Dice, people: int, taken: set[str]) -> list[list[Person]]:
    households = Households(rng, Numberer(rng, taken))
    drawn: list[list[Person]] = []
    while people > 0:
        household = households.draw(people)
        furnish(rng, household)
        drawn.append(household)
        people -= len(household) + len(household[0].children)
    return drawn


def _employ(rng: Dice, grown: list[Person], people: int) -> dict[str, Firm]:
    heads = [person for person in grown if person.born_on.year in HEADS_BORN]
    if not heads:
        return {}
    firms = draw_firms(rng, heads, max(3, people // PEOPLE_PER_FIRM))
    for person in grown:
        employ(rng, person, firms)
    return {firm.number: firm for firm in firms}
