"""How is one thing asked, prefilled and checked? Questions and their parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zhishui.kernel import Json


if TYPE_CHECKING:
    from zhishui.law import Expression


class QuestionType(StrEnum):
    """How an answer is written and stored."""

    MONEY = "money"  # stored as plain yuan: "1284.00"
    WHOLE = "whole"  # stored as int
    PERCENT = "percent"  # stored as text: "50" or "12.5"
    TEXT = "text"
    DATE = "date"  # stored as "2025-03-18"
    MONTH = "month"  # stored as "2025-03"
    CHOICE = "choice"  # stored as the choice's value
    FLAG = "flag"  # stored as true or false
    RECORD = "record"  # stored as {field: leaf}
    ROWS = "rows"  # stored as [{field: leaf}]


class TextFormat(StrEnum):
    """Texts with a shape of their own: read strictly, shown masked where private."""

    PLAIN = "plain"
    NAME = "name"
    BANK_CARD = "bank_card"
    RESIDENT_ID = "resident_id"
    USCC = "uscc"


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression in the law's operators, e.g. `bonus > 0 and not bank_known`."""

    text: str
    expression: Expression = dataclasses.field(compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names it depends on."""
        return tuple(sorted(self.expression.names))


@dataclass(frozen=True, slots=True)
class Constant:
    """A value the matter file itself fixes."""

    value: Json


Value = Formula | Constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose, and what follows from choosing it."""

    value: str
    label: str
    consequence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One leaf to fill in: a question of its own, or a part of a record or row.

    `least` and `most` are whole numbers, or plain yuan for money, or a date.
    `title` is the short noun for lists ("工资薪金").
    """

    id: str
    type: QuestionType
    title: str
    help: str = ""
    example: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    least: str = ""
    most: str = ""
    length: int = 100
    format: TextFormat = TextFormat.PLAIN


class Take(StrEnum):
    """What prefill makes of the facts it finds."""

    SUM = "sum"  # the sum of `field`, money
    ROWS = "rows"  # one row per fact, by `columns`
    ONE = "one"  # the newest fact: `field`, or a record by `columns`
    EXISTS = "exists"  # true when there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What to assume when no source holds anything, and why: shown, to be confirmed."""

    value: Json
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """Where an answer comes from, so that nothing is typed twice.

    `where` keeps facts whose field has one of the values; `during` is "period"
    (facts of the case's period) or "any". `columns` maps answer column to fact
    field. `fixed` gives columns of each row a value no fact holds, as assumed.
    Without a `fact` there is no source, and `otherwise` is what we assume.
    """

    fact: str
    take: Take
    where: Mapping[str, tuple[Json, ...]]
    during: str = "period"
    field: str = ""
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    fixed: Mapping[str, Json] = dataclasses.field(default_factory=dict)
    otherwise: Otherwise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What must hold (or, when `blocks` is false, is worth a warning) before submission.

    `message` and `remedy` may name figures and answers in braces.
    """

    code: str
    holds: Formula
    message: str
    remedy: str
    field: str = ""
    blocks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Field):
    """One page: one thing asked in plain words, with what we already know.

    `label` is the heading; `why` says why we ask. `locked` is a department's
    value: it can be contested 有误, and `corrected_by` says who puts it right.
    `figure` ("infant.additional_deduction") is the amount that follows from it.
    """

    label: str
    why: str
    fields: tuple[Field, ...] = ()
    visible_when: Formula | None = None
    prefill: Prefill | None = None
    checks: tuple[Check, ...] = ()
    locked: bool = False
    corrected_by: str = ""
    figure: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions that belong together: one step of the step list."""

    id: str
    title: str
    questions: tuple[Question, ...]
