"""What a person must or may do, by when, and why we say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhishui.kernel import Fen, Period


class State(StrEnum):
    """How far the person has come with it."""

    TO_DO = "to-do"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One row of 我的待办: days, what, how much, one button.

    `amount` is None when it cannot be known yet; positive = to pay, negative =
    to get back. `days_left` counts from the given day to `due_on` inclusive end.
    """

    matter: str
    name: str
    period: Period
    opens_on: date
    due_on: date
    days_left: int
    state: State
    must: bool
    amount: Fen | None
    words: str  # 可退 / 应补 / …, from the matter file
    note: str  # one plain sentence
    verb: str  # the button
    cites: tuple[str, ...]
    draft: str = ""
    case: str = ""
