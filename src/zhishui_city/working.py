"""Who works where, for how much, and what else is paid? Mistakes that make a settlement interesting included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhishui_city.dice import Dice
from zhishui_city.numbers import firm_number
from zhishui_city.places import DISTRICTS, FIRM_WORDS, INSTITUTIONS, ROADS, TRADES
from zhishui_city.types import YEAR, Fee, Firm, Job, Person


KINDS = (("有限责任公司", "有限公司", "91"), ("有限责任公司", "有限公司", "91"), ("个体工商户", "商行", "92"))
# Salaries a month in yuan: (from, to, how often in a hundred).
BANDS = ((3_200, 5_000, 22), (5_000, 8_000, 34), (8_000, 13_000, 24), (13_000, 22_000, 14), (22_000, 60_000, 6))
FUND_PCT = (0, 5, 5, 8, 10, 12, 12)
SERIALS = range(1_000, 1_000_000)
RETIRED = 60
LAST_WORKING_BIRTH = 1953
STORIES = {"changed jobs": 10, "started": 6, "two employers": 4, "steady": 80}


def draw_firms(rng: Dice, heads: list[Person], count: int) -> list[Firm]:
    """Draw firms, each with a legal representative who lives here, and the public institutions."""
    firms = [_firm(rng, rng.choice(heads), serial) for serial in rng.sample(SERIALS, count)]
    return firms + [_institution(place, name) for place, name in enumerate(INSTITUTIONS, start=1)]


def employ(rng: Dice, person: Person, firms: list[Firm]) -> None:
    """Give a person jobs and fees for the year, or none."""
    age = YEAR - person.born_on.year
    if age >= RETIRED:
        _retired(rng, person, firms)
    elif rng.happens(84):
        person.jobs = tuple(_jobs(rng, firms))
        person.fees = tuple(_fees(rng, firms, chance=9))


def _retired(rng: Dice, person: Person, firms: list[Firm]) -> None:
    if person.born_on.year > LAST_WORKING_BIRTH and rng.happens(14):
        salary = rng.randrange(2_400, 5_200, 100) * 100
        person.jobs = (Job(firm=rng.choice(firms), salary=salary, insured=False, fund_pct=0),)
    person.fees = tuple(_fees(rng, firms, chance=3))


def _jobs(rng: Dice, firms: list[Firm]) -> Iterator[Job]:
    first, second = rng.sample(firms, 2)
    story = rng.one_of(STORIES)
    if story == "changed jobs":  # each employer starts its own cumulation, so tax is left to pay
        change = rng.randrange(3, 11)
        yield _job(rng, first, until=change - 1)
        yield _job(rng, second, since=change)
    elif story == "started":  # in the year, as graduates do: 60,000 a year was deducted in few months only
        yield _job(rng, first, since=rng.randrange(5, 10))
    else:
        yield _job(rng, first)
    if story == "two employers":  # at once: both deduct 5,000 a month
        salary = rng.randrange(2_000, 9_000, 100) * 100
        since = rng.randrange(1, 8)
        yield Job(firm=second, salary=salary, first=since, insured=False, fund_pct=0, knows_claims=False)


def _job(rng: Dice, firm: Firm, *, since: int = 1, until: int = 12) -> Job:
    low, high, _ = rng.choices(BANDS, weights=[often for *_, often in BANDS])[0]
    salary = rng.randrange(low, high, 50) * 100
    bonus = rng.randrange(1, 5) * salary if rng.happens(18) else 0
    return Job(
        firm=firm,
        salary=salary,
        first=since,
        last=until,
        fund_pct=rng.choice(FUND_PCT),
        knows_claims=rng.happens(85),
        bonus=bonus,
        bonus_month=until,
    )


def _fees(rng: Dice, firms: list[Firm], *, chance: int) -> Iterator[Fee]:
    if not rng.happens(chance):
        return
    kind = rng.choice(("labour", "labour", "labour", "royalty", "licence"))
    firm = rng.choice(firms)
    for month in sorted(rng.sample(range(1, 13), rng.randrange(1, 4))):
        yield Fee(firm, kind, month, rng.randrange(500, 26_000, 50) * 100)


def _firm(rng: Dice, head: Person, serial: int) -> Firm:
    kind, ending, prefix = rng.choice(KINDS)
    division = rng.choice(list(DISTRICTS))
    trade = rng.choice(TRADES)
    name = f"和城{''.join(rng.sample(FIRM_WORDS, 2))}{trade}{ending}"
    return Firm(
        number=firm_number(prefix, division, serial),
        name=name,
        kind=kind,
        head_number=head.number,
        head_name=head.name,
        address=f"和城市{DISTRICTS[division]}{rng.choice(ROADS)}{rng.randrange(1, 200)}号",
        established_on=date(rng.randrange(2003, 2025), rng.randrange(1, 13), rng.randrange(1, 29)),
    )


def _institution(place: int, name: str) -> Firm:
    return Firm(number=firm_number("12", "380102", place), name=name, kind="")
