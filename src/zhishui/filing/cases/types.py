"""What doors may see of a draft and of a submitted case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from zhishui import law
from zhishui.catalogue import Revision, Said
from zhishui.kernel import Fen, Json, Knowledge, Period, Problem, Ref, Source


class Standing(StrEnum):
    """How sure we are of an answer; the edge of its source chip shows it."""

    KNOWN = "known"  # from a department, with sources
    ASSUMED = "assumed"  # worked out by us, with a reason
    DECLARED = "declared"  # said by the taxpayer
    CONTESTED = "contested"  # from a department, and the taxpayer says it is wrong
    MISSING = "missing"  # nobody has said yet


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer of a draft. `value` is canonical JSON data; money is a yuan string."""

    question: str
    value: Json
    standing: Standing
    sources: tuple[Source, ...] = ()  # of `known_value`, whatever the person says
    reason: str = ""  # why assumed, or why contested
    confirmed_at: datetime | None = None  # the person has seen it and said yes
    known_value: Json = None  # what the department said, where the person says otherwise

    @property
    def backing(self) -> tuple[Source, ...]:
        """Give the records that say this very value; none for one's own word."""
        return self.sources if self.standing in (Standing.KNOWN, Standing.CONTESTED) else ()


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of the law for this draft; `value` is None while facts are missing."""

    calculation: str
    name: str
    title: str
    value: Fen | int | str | date | None
    assumed: bool
    missing: tuple[str, ...] = ()
    advice: bool = False  # only says what another choice would come to


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as it stands: what is asked, answered, computed and wrong."""

    id: str
    revision: Revision
    matter: str
    name: str
    taxpayer: Ref
    taxpayer_name: str
    period: Period
    occurrence: str
    answers: Mapping[str, AnswerView]
    visible: tuple[str, ...]  # ids of the questions to be asked now, in order
    figures: Mapping[str, FigureView]  # "calculation.figure"
    problems: tuple[Problem, ...]  # what must be mended before submission
    headline: Said  # the answer first: 可退 and how much
    warnings: tuple[Problem, ...] = ()  # worth a look, but no obstacle
    amends: str = ""  # case id of the return this one corrects
    mark: str = ""  # of what it says; changes when any answer does
    closed: bool = False  # already submitted
    known: Mapping[str, Knowledge[Json]] = field(default_factory=dict, repr=False)  # answers, as the law takes them
    results: Mapping[str, law.Result] = field(default_factory=dict, repr=False)  # by calculation, "child[0]" per row

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Give the visible questions the person has not yet said yes to."""
        return tuple(q for q in self.visible if self.answers[q].confirmed_at is None)


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing that happened to a case, or will: the timeline of a receipt."""

    name: str  # submitted, logged, archived
    at: datetime | None  # None = not yet
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A submitted case; everything but `steps` and `documents` is frozen for ever."""

    id: str
    number: str
    matter: str
    name: str
    taxpayer: Ref
    taxpayer_name: str
    period: Period
    version: int
    submitted_at: datetime
    snapshot: Mapping[str, Json]
    snapshot_sha256: str
    steps: tuple[StepView, ...]
    documents: tuple[str, ...]  # names in the archive; empty while the receipt is being made
    allowed: tuple[str, ...]  # what may be done now: amend, …
    amends: str = ""
    amended_by: str = ""
