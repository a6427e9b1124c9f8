"""What follows from the answers? Figures, words, facts, a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhishui.catalogue.types.asking import Formula, Value
from zhishui.kernel import PeriodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsOf:
    """Rows made for a law input or for facts: one, or one for `each` row of a question.

    `when` leaves a row out; it and `fields` may use the row's own columns and
    the figures of a calculation made for each of these rows.
    """

    fields: Mapping[str, Value]
    each: str = ""
    when: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """The revision's named lists one after another, `without` some of their fields."""

    lists: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """One act of law to compute, once or for `each` row of a question; `figures` are those of the act.

    It is left out while `when` does not hold. One made for `advice` only says
    what another choice would come to, so what the law refuses there blocks nothing.
    """

    id: str
    act: str
    title: str
    figures: tuple[str, ...]
    inputs: Mapping[str, Value | ListOf]
    each: str = ""
    when: Formula | None = None
    advice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a page says in one case: the first whose `when` holds is said.

    `figure` ("settle.balance") is the amount, shown without its sign: the words
    say the direction. `duty` is "must", "may" or "none" in an obligation.
    """

    words: str
    when: Formula | None = None
    sentence: str = ""
    figure: str = ""
    button: str = ""
    duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A paper the law asks for, and the facts that make handing it in unnecessary."""

    name: str
    unnecessary_by: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Facts a decided case writes. `replaces`: earlier ones of the same period give way."""

    fact: str
    lists: ListOf
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Money a decided case leaves due (figure positive) or owed back (negative), booked in the ledger."""

    label: str
    figure: str
    when: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One line of the result document; `value` may be words or an amount, `answer` marks what it all comes to."""

    label: str
    value: Formula
    when: Formula | None = None
    answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentColumn:
    """One column of a table: a column of the rows it is made of."""

    label: str
    column: str
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTable:
    """The rows of one question as a table; `only` keeps some."""

    title: str
    rows: str
    columns: tuple[DocumentColumn, ...]
    only: Formula | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTemplate:
    """The document a case ends in."""

    title: str
    lines: tuple[DocumentLine, ...]
    tables: tuple[DocumentTable, ...] = ()
    notes: tuple[str, ...] = ()
    verification_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule:
    """Which periods may be filed: `offsets` from the one a day lies in, and `late` ones since `first`."""

    kind: PeriodKind
    offsets: tuple[int, ...]
    first: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether a filed case may be amended or withdrawn, and the words for it."""

    allowed: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """How it is decided: "instant" 即办, or the reason it is not."""

    mode: str
    limit_working_days: int
    limit_basis: str
