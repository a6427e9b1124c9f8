"""What others may see of a taxpayer, an account, a right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zhishui.kernel import Ref


class Kind(StrEnum):
    """What a taxpayer 纳税人 is, in the words of matter files."""

    NATURAL_PERSON = "natural_person"
    ENTERPRISE = "enterprise"
    INDIVIDUAL_BUSINESS = "individual_business"


class Capacity(StrEnum):
    """By what right somebody acts for a taxpayer."""

    SELF = "self"
    LEGAL_REPRESENTATIVE = "legal-representative"


class Role(StrEnum):
    """What a member of staff is."""

    CLERK = "clerk"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class NewTaxpayer:
    """What is needed to know a taxpayer: `tax_number` is a resident ID or USCC, normalised."""

    kind: str
    name: str
    tax_number: str


@dataclass(frozen=True, slots=True)
class TaxpayerView:
    """A taxpayer as every room may know it."""

    ref: Ref
    kind: str
    name: str
    tax_number: str
    shard: int


@dataclass(frozen=True, slots=True)
class StaffView:
    """One staff role, held at one office."""

    role: Role
    office: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """A login: a natural person, a member of staff, or both."""

    ref: Ref
    login: str
    name: str
    person: TaxpayerView | None
    staff: tuple[StaffView, ...]
    elder: bool
    demo_note: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One name under which an account may act 以谁的名义."""

    taxpayer: TaxpayerView
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class DerivedRight:
    """A right a registry says somebody holds, until the registry says otherwise."""

    holder: Ref
    taxpayer: Ref
    capacity: Capacity
    from_on: date
    source: str


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One look at a person's data: who, from where, why. Shown to that person."""

    at: datetime
    who: str
    office: str
    purpose: str
    case: str
