"""What do others see of a fact?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from zhishui.kernel import Json, Ref, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """One record of one department about one taxpayer, to be kept.

    `record_id` is the department's own number. `key` tells what it is about
    among a person's records of that name (None: the record number does), so
    that one payment is not counted twice under two numbers. `edition` sets apart a
    statement made again on purpose (a submission's id): without it, equal
    content under one number is the same statement, heard twice. `void` says
    the record no longer holds.
    """

    taxpayer: Ref
    shard: int
    name: str
    value: Mapping[str, Json]
    department: str
    record_id: str
    retrieved_at: datetime
    key: tuple[str, ...] | None = None
    period: str = ""
    purpose: str = ""
    request_id: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    edition: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A taxpayer's own statement of all records of one name and period, made at `at`.

    It replaces the one before it. `edition` is the submission's id, so that
    going back to an earlier answer is heard as a new statement.
    """

    taxpayer: Ref
    shard: int
    name: str
    department: str
    period: str
    edition: str
    at: datetime


class Verdict(StrEnum):
    """What a statement is, beside what is already kept."""

    NEW = "new"
    KNOWN = "known"
    OUTDATED = "outdated"
    CONFLICTING = "conflicting"
    OTHER_TAXPAYER = "other-taxpayer"
    OTHER_NUMBER = "other-number"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is already kept under one record number, oldest version first."""

    taxpayer: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, ready to be kept as `version` if its verdict allows."""

    fact: NewFact
    value: str
    digest: str
    key: str
    version: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class DisputeView:
    """An objection 有误, and its answer once there is one."""

    ref: Ref
    fact: Ref
    reason: str
    raised_by: Ref
    raised_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A fact as it stands: the latest version of one record.

    `others` are earlier versions under the same record number that say
    something else: shown beside it, never added up with it.
    """

    ref: Ref
    taxpayer: Ref
    name: str
    value: Mapping[str, Json]
    period: str
    source: Source
    valid_from: date | None
    valid_until: date | None
    recorded_at: datetime
    disputes: tuple[DisputeView, ...] = ()
    others: tuple[FactView, ...] = ()

    @property
    def disputed(self) -> bool:
        """Tell whether an objection waits for its answer."""
        return any(dispute.answered_at is None for dispute in self.disputes)

    @property
    def conflicting(self) -> bool:
        """Tell whether the department has said something else before."""
        return bool(self.others)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of facts offered: new, contradicting an earlier version, heard before, or older than the latest."""

    new: int
    conflicting: int
    known: int
    outdated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What one file brought. All of it is kept, or none."""

    department: str
    department_title: str
    record: str
    fact: str
    sha256: str
    rows: int
    recorded: Recorded
    new_taxpayers: int
    notices: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Give plain data for JSON."""
        return asdict(self)
