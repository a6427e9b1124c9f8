"""Tables of the ledger. Private to this app; never updated, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhishui.filing.ledger.types import Account


class Entry(models.Model):
    """One booking about one case."""

    id = models.CharField(primary_key=True, max_length=36)
    taxpayer = models.CharField(max_length=36)
    shard = models.SmallIntegerField()
    case = models.CharField(max_length=36)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    booked_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["case"], name="ledger_entry_case"),
            models.Index(fields=["taxpayer", "booked_at"], name="ledger_entry_taxpayer"),
        )


class Line(models.Model):
    """One side of a booking, in fen."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Account])
    debit_fen = models.BigIntegerField()
    credit_fen = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(debit_fen__gt=0, credit_fen=0) | Q(debit_fen=0, credit_fen__gt=0), name="ledger_one_side"
            ),
        )
