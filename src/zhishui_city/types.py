"""What is a demo city made of? People, their families, homes and work, in one year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


YEAR = 2025
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Relative:
    """A child or parent: known by name and birth date."""

    name: str
    born_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """Somebody who pays. `kind` "" means a public institution, absent from the business registry."""

    number: str
    name: str
    kind: str
    head_number: str = ""
    head_name: str = ""
    address: str = ""
    established_on: date = date(2010, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Months first..last at one employer. `fund_pct` 0 and `insured` False: no contributions."""

    firm: Firm
    salary: int
    first: int = 1
    last: int = 12
    insured: bool = True
    fund_pct: int = 12
    knows_claims: bool = True
    bonus: int = 0
    bonus_month: int = 12


@dataclass(frozen=True, slots=True)
class Fee:
    """One labour, royalty or licence payment."""

    firm: Firm
    kind: str
    month: int
    income: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A special additional deduction in `months` months from `first` on; `monthly` fen in each."""

    item: str
    monthly: int
    first: int = 1
    months: int = 12
    count: int = 0
    share_pct: int = 0
    agreed_monthly: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A loan or a lease; months as "2019-08"."""

    contract: str
    from_: str
    until: str = ""
    first_home: bool = True


@dataclass(frozen=True, slots=True)
class Certificate:
    """A professional qualification."""

    name: str
    number: str
    approved_on: date


@dataclass(slots=True, kw_only=True)
class Person:
    """A grown-up with all that departments know of him in the year."""

    number: str
    name: str
    born_on: date
    children: tuple[Relative, ...] = ()
    parents: tuple[Relative, ...] = ()
    only_child: bool = False
    jobs: tuple[Job, ...] = ()
    fees: tuple[Fee, ...] = ()
    loan: Home | None = None
    lease: Home | None = None
    certificate: Certificate | None = None
    degree_from: str = ""
    own_cost: int = 0
    pension_paid: int = 0
    donation: int = 0
    bank_number: str = ""
    entitled: tuple[Claim, ...] = ()  # what the law would let him claim
    claimed: bool = True  # and whether he told the tax office


@dataclass(slots=True)
class City:
    """A whole city. `rows` are the departments' records by (department, record)."""

    seed: int
    people: list[Person]
    population: int
    firms: list[Firm]
    rows: dict[tuple[str, str], list[dict[str, object]]] = field(default_factory=dict)
