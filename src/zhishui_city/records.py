"""What stands in the departments' files about these people?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from zhishui_city.places import BANKS, CHARITIES, CITY, SCHOOLS
from zhishui_city.types import MONTHS, YEAR, City, Claim, Fee, Firm, Job, Person, Relative
from zhishui_city.withholding import bonus_apart, fee, salary_months


LOWEST_BASE = 420_000
HIGHEST_BASE = 2_400_000
FIRST_E_CERTIFICATE = 2019
SEPTEMBER = 9
STAGES = (("preschool", 3, 6), ("primary", 6, 12), ("junior", 12, 15), ("senior", 15, 18), ("college", 18, 22))


def yuan(fen: int) -> str:
    """Write fen as departments write money."""
    return f"{fen // 100}.{fen % 100:02d}"


def write_rows(city: City) -> None:
    """Fill `city.rows` with every department's records."""
    book = Book(city)
    for person in city.people:
        _family(book, person)
        _papers(book, person)
        _claims(book, person)
        for job in person.jobs:
            _job(book, person, job)
        for paid in person.fees:
            _fee(book, person, paid)
    for firm in city.firms:
        _firm(book, firm)


class Book:
    """Numbers the records of each department, by whom they are about: so two cities fit beside each other."""

    def __init__(self, city: City) -> None:
        self._rows = city.rows
        self._count: Counter[tuple[str, str, str]] = Counter()

    def add(self, department: str, record: str, who: tuple[str, str], /, **fields: object) -> None:
        """Write one record about (number, name)."""
        place = (department, record, who[0])
        self._count[place] += 1
        head = {
            "record_id": f"{YEAR}-{_alias(who[0])}-{self._count[place]}",
            "taxpayer_number": who[0],
            "taxpayer_name": who[1],
        }
        self._rows.setdefault((department, record), []).append(head | fields)


@lru_cache(maxsize=64)
def _alias(number: str) -> str:
    """Stand in for a number that has no place in a record's id."""
    return hashlib.sha256(number.encode()).hexdigest()[:12]


def contributions(job: Job) -> dict[str, int]:
    """Give what is kept back each month, by kind."""
    base = min(max(job.salary, LOWEST_BASE), HIGHEST_BASE)
    kept = {}
    if job.insured:
        kept = {"pension": base * 8 // 100, "medical": base * 2 // 100, "unemployment": base * 5 // 1000}
    if job.fund_pct:
        kept["housing_fund"] = base * job.fund_pct // 100
    return kept


def claimed_in(person: Person, month: int) -> int:
    """Give the sum of what the person's employer may deduct in a month."""
    told = person.entitled if person.claimed else ()
    return sum(claim.monthly for claim in told if claim.first <= month < claim.first + claim.months)


HOLDERS = {
    "pension": "human_resources",
    "unemployment": "human_resources",
    "medical": "medical_insurance",
    "housing_fund": "housing_fund",
}


def _job(book: Book, person: Person, job: Job) -> None:
    kept = contributions(job)
    months = [month for month in MONTHS if job.first <= month <= job.last]
    paid = [(job.salary, sum(kept.values()), claimed_in(person, month) * job.knows_claims) for month in months]
    for month, (income, special, additional), tax in zip(months, paid, salary_months(paid), strict=True):
        _payment(book, person, job.firm, "salary", month, (income, special, additional, tax))
        for kind, amount in kept.items():
            book.add(
                HOLDERS[kind],
                "contribution",
                _who(person),
                kind=kind,
                month=f"{YEAR}-{month:02d}",
                personal=yuan(amount),
            )
    if job.bonus:
        _payment(book, person, job.firm, "bonus", job.bonus_month, (job.bonus, 0, 0, bonus_apart(job.bonus)))


def _fee(book: Book, person: Person, paid: Fee) -> None:
    amounts = (paid.income, 0, 0, fee(paid.kind, paid.income))
    _payment(book, person, paid.firm, paid.kind, paid.month, amounts)


def _payment(book: Book, person: Person, firm: Firm, kind: str, month: int, amounts: tuple[int, int, int, int]) -> None:
    income, special, additional, tax = map(yuan, amounts)
    book.add(
        "natural_person_tax",
        "withholding",
        _who(person),
        payer_name=firm.name,
        payer_uscc=firm.number,
        kind=kind,
        month=f"{YEAR}-{month:02d}",
        income=income,
        special=special,
        additional=additional,
        tax=tax,
    )


def _family(book: Book, person: Person) -> None:
    who = _who(person)
    book.add("public_security", "identity", who, born_on=person.born_on.isoformat())
    for child in person.children:
        born_on = child.born_on.isoformat()
        book.add("public_security", "household_child", who, name=child.name, born_on=born_on)
        if child.born_on.year >= FIRST_E_CERTIFICATE:
            book.add("health", "birth", who, child_name=child.name, born_on=born_on)
        for stage, school, start in _school(child):
            book.add(
                "education", "enrolment", who, child_name=child.name, school=school, stage=stage, **{"from": start}
            )
    for parent in person.parents:
        book.add("public_security", "household_parent", who, name=parent.name, born_on=parent.born_on.isoformat())
    if person.parents:
        book.add("public_security", "household_only_child", who, only_child=person.only_child)


def _school(child: Relative) -> Iterator[tuple[str, str, str]]:
    """Give where a child goes to school at the end of the year: it starts in a September."""
    late = child.born_on.month >= SEPTEMBER
    age = YEAR - child.born_on.year - late
    for stage, youngest, oldest in STAGES:
        if youngest <= age < oldest:
            schools = SCHOOLS[stage]
            school = schools[child.born_on.toordinal() % len(schools)]
            yield stage, school, f"{child.born_on.year + youngest + late}-09"


def _papers(book: Book, person: Person) -> None:
    who = _who(person)
    if person.loan is not None:
        terms = {"contract": person.loan.contract, "first_home": person.loan.first_home, "city": CITY}
        book.add("housing_fund", "loan", who, **terms, **{"from": person.loan.from_})
    if person.lease is not None:
        terms = {"contract": person.lease.contract, "city_tier": "pop_over_1m"}
        book.add("housing", "rent", who, **terms, **{"from": person.lease.from_}, until=person.lease.until)
    if person.certificate is not None:
        paper = person.certificate
        approved_on = paper.approved_on.isoformat()
        book.add("human_resources", "certificate", who, name=paper.name, number=paper.number, approved_on=approved_on)
    if person.degree_from:
        book.add("education", "degree", who, school="和城大学", level="硕士", **{"from": person.degree_from})
    _money(book, person)


def _money(book: Book, person: Person) -> None:
    who = _who(person)
    if person.own_cost:
        book.add("medical_insurance", "own_cost", who, year=YEAR, patient=person.name, own_cost=yuan(person.own_cost))
    if person.pension_paid:
        book.add("human_resources", "personal_pension", who, year=YEAR, paid=yuan(person.pension_paid))
    if person.donation:
        number = f"HCJZ-{person.number[-8:]}"
        receipt = {"number": number, "organisation": CHARITIES[0], "amount": yuan(person.donation)}
        book.add("civil_affairs", "donation", who, **receipt, full=False, on=f"{YEAR}-09-05")
    if person.bank_number:
        book.add("natural_person_tax", "bank_account", who, bank=BANKS[0], number=person.bank_number)


def _claims(book: Book, person: Person) -> None:
    for claim in person.entitled if person.claimed else ():
        details = {name: value for name, value in _details(claim) if value}
        book.add("natural_person_tax", "deduction_claim", _who(person), year=YEAR, item=claim.item, **details)


def _details(claim: Claim) -> Iterator[tuple[str, object]]:
    yield "months", claim.months
    yield "count", claim.count
    yield "share_pct", str(claim.share_pct) if claim.share_pct else ""
    yield "agreed_monthly", yuan(claim.agreed_monthly) if claim.agreed_monthly else ""
    yield "who", claim.who


def _firm(book: Book, firm: Firm) -> None:
    if not firm.kind:
        return
    book.add(
        "market_regulation",
        "firm",
        (firm.number, firm.name),
        kind=firm.kind,
        legal_representative_id=firm.head_number,
        legal_representative_name=firm.head_name,
        address=firm.address,
        established_on=firm.established_on.isoformat(),
        status="存续",
    )


def _who(person: Person) -> tuple[str, str]:
    return person.number, person.name
