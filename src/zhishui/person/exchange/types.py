"""What does a department promise to send, and what did it send?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhishui.kernel import Json


@dataclass(frozen=True, slots=True)
class ContractField:
    """One column of a contract; `fix` is what to tell whoever fills it wrongly."""

    name: str
    title: str
    type: str
    format: str
    required: bool
    private: bool
    fix: str
    schema: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One kind of record of one department, as its JSON Schema file says.

    `value_fields` become the fact's value, together with `carries` (value name
    → column). `key` names the value fields that tell two records of one person
    apart; the rest names the columns that date the fact.
    """

    department: str
    department_title: str
    record: str
    title: str
    fact: str
    subject: str
    purpose: str
    fields: Mapping[str, ContractField]
    value_fields: tuple[str, ...]
    carries: Mapping[str, str]
    key: tuple[str, ...]
    period: str = ""
    valid_from: str = ""
    valid_until: str = ""
    checks: tuple[str, ...] = ()
    kind_field: str = ""
    individual_businesses: tuple[str, ...] = ()
    also_number: str = ""
    also_name: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stood in the file. Row 1 of a CSV is its header."""

    number: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a file holds before anything is believed: `unit` is 行 or 条."""

    rows: tuple[RawRow, ...]
    unit: str
    typed: bool


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a record names: `kind` as identity knows kinds."""

    kind: str
    name: str
    tax_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One accepted record. Two are the same record when all but the row number agrees."""

    number: int = field(compare=False)
    record_id: str
    taxpayer: Party
    value: Mapping[str, Json]
    key: tuple[str, ...]
    period: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    also: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A whole accepted file; `notices` are sentences for whoever sent it."""

    contract: Contract
    sha256: str
    rows: int
    unit: str
    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()
