"""What we know, what we assume, and what we have yet to ask.

Prefill must never pass a guess off as a fact, so a value travels with its
standing: `Known` has a source a person can be shown, `Assumed` has a reason
the person must confirm, `Unknown` names the question that would settle it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from: one record of one department or document.

    `retrieved_at` is UTC; `purpose` and `request_id` are those of the exchange
    that brought it, empty for what the taxpayer declared.
    """

    department: str
    record: str
    retrieved_at: datetime
    purpose: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value with the records that prove it."""

    value: T
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Assumed(Generic[T]):
    """A value we worked out; the person must confirm it."""

    value: T
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value, and the question that would give one."""

    question: str


Knowledge: TypeAlias = Known[T] | Assumed[T] | Unknown
