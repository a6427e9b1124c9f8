"""Book the result of a return, and undo a booking by its reversal."""

from __future__ import annotations

from datetime import datetime

from zhishui.filing.ledger import queries
from zhishui.filing.ledger.models import Entry, Line
from zhishui.filing.ledger.rules import lines_for, reversed_lines
from zhishui.filing.ledger.types import LineView
from zhishui.journal import transaction_required
from zhishui.kernel import Fen, Ref, ports


def book(*, case: Ref, taxpayer: Ref, shard: int, balance: Fen, at: datetime) -> None:
    """Book what a case leaves due (positive) or owed back (negative).

    Part of the caller's transaction, whose journal event speaks for it.
    """
    transaction_required()
    _post(case, taxpayer, shard, lines_for(balance), None, at)


def reverse(*, case: Ref, taxpayer: Ref, shard: int, at: datetime) -> None:
    """Undo every booking of a case that has not been undone, as an amendment does."""
    transaction_required()
    for entry in queries.open_entries(case):
        _post(case, taxpayer, shard, reversed_lines(entry.lines), entry.id, at)


def _post(
    case: Ref, taxpayer: Ref, shard: int, lines: tuple[LineView, ...], reverses: str | None, at: datetime
) -> None:
    if not lines:
        return
    entry = Entry(
        id=ports.chance().new_id(at),
        taxpayer=taxpayer.id,
        shard=shard,
        case=case.id,
        reverses_id=reverses,
        booked_at=at,
    )
    entry.save(force_insert=True)
    Line.objects.bulk_create(
        Line(entry=entry, account=line.account, debit_fen=line.debit.value, credit_fen=line.credit.value)
        for line in lines
    )
