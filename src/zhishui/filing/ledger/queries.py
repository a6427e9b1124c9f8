"""What is booked, and does the book balance?"""

from __future__ import annotations

from django.db.models import Sum

from zhishui.filing.ledger.models import Entry, Line
from zhishui.filing.ledger.types import Account, EntryView, LineView
from zhishui.kernel import Fen, Ref


def open_entries(case: Ref) -> tuple[EntryView, ...]:
    """Give the bookings of a case that are neither reversals nor reversed."""
    rows = Entry.objects.filter(case=case.id, reverses=None, reversed_by=None).prefetch_related("lines")
    return tuple(_view(row) for row in rows)


def entries_of(taxpayer: Ref) -> tuple[EntryView, ...]:
    """Give a taxpayer's whole book, oldest first."""
    rows = Entry.objects.filter(taxpayer=taxpayer.id).order_by("booked_at", "id").prefetch_related("lines")
    return tuple(_view(row) for row in rows)


def balances(taxpayer: Ref | None = None) -> dict[Account, Fen]:
    """Give debit minus credit per account, of one taxpayer or of all."""
    lines = Line.objects.all() if taxpayer is None else Line.objects.filter(entry__taxpayer=taxpayer.id)
    rows = lines.values("account").annotate(debit=Sum("debit_fen"), credit=Sum("credit_fen"))
    return {Account(row["account"]): Fen(row["debit"] - row["credit"]) for row in rows}


def _view(row: Entry) -> EntryView:
    lines = tuple(
        LineView(Account(line.account), Fen(line.debit_fen), Fen(line.credit_fen))
        for line in sorted(row.lines.all(), key=lambda line: line.pk)
    )
    return EntryView(row.id, Ref("filing", "case", row.case), row.reverses_id or "", row.booked_at, lines)
