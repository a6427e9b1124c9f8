"""What may a household deduct, and what else do departments know of it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhishui_city.dice import Dice
from zhishui_city.places import CERTIFICATES
from zhishui_city.types import YEAR, Certificate, Claim, Home, Person, Relative


FIRST_LOAN_BIRTH = 1964
LAST_STUDENT_BIRTH = 1985


def months_before_third_birthday(born_on: date) -> tuple[int, int]:
    """Give (first month, months) of infant care in the year: birth month to the month before the third birthday."""
    start = max(0, (born_on.year - YEAR) * 12 + born_on.month - 1)
    end = min(12, (born_on.year + 3 - YEAR) * 12 + born_on.month - 1)
    return start + 1, max(0, end - start)


def months_of_education(born_on: date) -> tuple[int, int]:
    """Give (first month, months) of child education in the year: from the month of the third birthday."""
    start = max(0, (born_on.year + 3 - YEAR) * 12 + born_on.month - 1)
    return start + 1, max(0, 12 - start)


def furnish(rng: Dice, household: list[Person]) -> None:
    """Give a household its home, papers and claims."""
    split = rng.happens(30)
    taker = rng.randrange(len(household))
    _home(rng, household[taker])
    for place, person in enumerate(household):
        share = 50 if split else (100 if place == taker else 0)
        _papers(rng, person)
        person.entitled = tuple(_claims(person, share if len(household) > 1 else 100))
        person.claimed = rng.happens(86)


def _home(rng: Dice, person: Person) -> None:
    if person.born_on.year < FIRST_LOAN_BIRTH:
        return
    story = rng.one_of({"owns with a loan": 34, "rents": 24, "neither": 42})
    if story == "owns with a loan":
        start = f"{rng.randrange(2012, 2025)}-{rng.randrange(1, 13):02d}"
        person.loan = Home(f"GJJ-{person.number[6:10]}-{rng.randrange(10**8):08d}", start)
    elif story == "rents":
        start = f"{rng.randrange(2022, 2025)}-{rng.randrange(1, 13):02d}"
        person.lease = Home(f"ZL-{person.number[6:10]}-{rng.randrange(10**8):08d}", start)


def _papers(rng: Dice, person: Person) -> None:
    person.bank_number = f"62003801{rng.randrange(10**8):08d}" if rng.happens(80) else ""
    if rng.happens(4):
        approved_on = date(YEAR, rng.randrange(1, 13), rng.randrange(1, 29))
        person.certificate = Certificate(rng.choice(CERTIFICATES), f"HC-{rng.randrange(10**8):08d}", approved_on)
    if rng.happens(3) and person.born_on.year > LAST_STUDENT_BIRTH:
        person.degree_from = f"{YEAR - 1}-09"
    if rng.happens(40):
        large = rng.happens(6)
        person.own_cost = rng.randrange(15_500, 90_000, 10) * 100 if large else rng.randrange(50, 9_000) * 100
    if rng.happens(7):
        person.pension_paid = rng.choice((3_000, 6_000, 12_000)) * 100
    if rng.happens(4):
        person.donation = rng.randrange(200, 6_000, 100) * 100


def _claims(person: Person, share: int) -> Iterator[Claim]:
    for child in person.children if share else ():
        yield from _child(child, share)
    elder = [parent for parent in person.parents if parent.born_on.year <= YEAR - 60]
    if elder:
        first = max(1, min(_sixtieth(parent.born_on) for parent in elder))
        yield _elder(person, elder[0].name, first)
    if person.loan is not None:
        yield Claim(item="mortgage_interest", monthly=100_000, share_pct=100)
    if person.lease is not None:
        yield Claim(item="rent_pop_over_1m", monthly=110_000)
    if person.degree_from:
        yield Claim(item="continuing_degree", monthly=40_000)


def _child(child: Relative, share: int) -> Iterator[Claim]:
    first, months = months_before_third_birthday(child.born_on)
    if months:
        yield _for_child("infant_care", child, share, first, months)
    first, months = months_of_education(child.born_on)
    if months and child.born_on.year > YEAR - 22:
        yield _for_child("child_education", child, share, first, months)


def _for_child(item: str, child: Relative, share: int, first: int, months: int) -> Claim:
    monthly = 200_000 * share // 100
    return Claim(item=item, monthly=monthly, first=first, months=months, count=1, share_pct=share, who=child.name)


def _elder(person: Person, who: str, first: int) -> Claim:
    months = 13 - first
    if person.only_child:
        return Claim(item="elder_only_child", monthly=300_000, first=first, months=months, who=who)
    return Claim(item="elder_shared", monthly=150_000, first=first, months=months, agreed_monthly=150_000, who=who)


def _sixtieth(born_on: date) -> int:
    """Give the month of the year from which a parent counts; before the year: 1 or less."""
    return born_on.month if born_on.year + 60 == YEAR else 1
