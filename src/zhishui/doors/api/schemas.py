"""What may be sent, and what comes back."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Strict(Schema):
    """A body in which an unknown name is an error: a typo must not be dropped in silence."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DraftIn(Strict):
    """Open a draft, or get the open one."""

    matter: str = Field(max_length=20, examples=["SB09"])
    period: str = Field(max_length=10, examples=["2025"])


class AnswerIn(Strict):
    """One answer. Money and percent are text ("1284.00"); rows are a list of objects."""

    value: Any


class ContestIn(Strict):
    """Why a department's value is wrong."""

    reason: str = Field(max_length=2000)


class MatterOut(Schema):
    """A matter, short."""

    code: str
    name: str
    plain: str
    category: str


class SourceOut(Schema):
    """Where a value came from."""

    department: str
    record: str
    retrieved_at: str


class AnswerOut(Schema):
    """An answer and how sure we are of it."""

    question: str
    title: str
    label: str
    value: Any
    standing: str
    reason: str
    confirmed: bool
    sources: list[SourceOut]


class FigureOut(Schema):
    """A figure; `value` is plain yuan for money, null while `missing` names what would decide it."""

    name: str
    title: str
    value: Any
    assumed: bool
    missing: list[str]


class ProblemOut(Schema):
    """One thing to mend."""

    code: str
    message: str
    field: str


class DraftOut(Schema):
    """A draft as it stands."""

    id: str
    matter: str
    name: str
    period: str
    headline: str
    answers: list[AnswerOut]
    figures: list[FigureOut]
    problems: list[ProblemOut]
    warnings: list[ProblemOut]
    unconfirmed: list[str]
    mark: str
    closed: bool


class StepOut(Schema):
    """One step of a case."""

    name: str
    at: str | None
    detail: str


class CaseOut(Schema):
    """A submitted case."""

    id: str
    number: str
    matter: str
    name: str
    period: str
    version: int
    submitted_at: str
    headline: str
    snapshot_sha256: str
    steps: list[StepOut]
    documents: list[str]
    allowed: list[str]
    amends: str
    amended_by: str


class AcknowledgedOut(Schema):
    """What is byte-same for the same Idempotency-Key."""

    case: str
    number: str
    matter: str
    period: str
    version: int
    headline: str
    snapshot_sha256: str
    submitted_at: str
    state: str


class ObligationOut(Schema):
    """What must or may be done, and by when."""

    matter: str
    name: str
    period: str
    due_on: str
    days_left: int
    state: str
    must: bool
    words: str
    amount: str | None
    why: str
    cites: list[str]


class ProblemDocument(Schema):
    """RFC 9457 problem+json."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    message: str
    field: str = ""
    allowed: list[str] = Field(default_factory=list)
    problems: list[dict[str, Any]]
