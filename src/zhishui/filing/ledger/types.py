"""The accounts money is booked on, and what others may see of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhishui.kernel import Fen, Ref


class Account(StrEnum):
    """Accounts of a taxpayer's book, named from the bureau's side."""

    DUE = "due"  # 应征税款: what the taxpayer still has to pay
    OWED = "owed"  # 应退税款: what the bureau still has to pay back
    ASSESSED = "assessed"  # 税款结算: the other side of both


@dataclass(frozen=True, slots=True)
class LineView:
    """One line: exactly one of debit and credit is not zero."""

    account: Account
    debit: Fen
    credit: Fen


@dataclass(frozen=True, slots=True)
class EntryView:
    """One booking, its lines in balance."""

    id: str
    case: Ref
    reverses: str
    booked_at: datetime
    lines: tuple[LineView, ...]
