"""Tables of facts. Private to this app. A fact is never changed: triggers refuse it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Fact(models.Model):
    """One version of one record. Versions count from 1; `digest` tells whether one says anything new."""

    id = models.CharField(primary_key=True, max_length=36)
    taxpayer = models.CharField(max_length=36)
    shard = models.SmallIntegerField()
    name = models.CharField(max_length=40)
    value = models.TextField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=32)
    period = models.CharField(max_length=10, blank=True)
    department = models.CharField(max_length=40)
    record_id = models.CharField(max_length=64)
    version = models.SmallIntegerField()
    retrieved_at = models.DateTimeField()
    purpose = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    void = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "department", "record_id", "version"], name="facts_version_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="facts_valid_interval",
            ),
            models.CheckConstraint(condition=Q(shard__gte=0, shard__lt=1024), name="facts_shard"),
        )
        indexes = (
            models.Index(fields=["taxpayer", "name"], name="facts_of_taxpayer"),
            models.Index(fields=["key"], name="facts_by_key"),
        )


class Dispute(models.Model):
    """An objection 有误 by whom the fact is about. The answer is written once."""

    id = models.CharField(primary_key=True, max_length=36)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="disputes")
    reason = models.CharField(max_length=500)
    raised_by = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["fact"], condition=Q(answered_at=None), name="facts_open_dispute_once"),
        )
