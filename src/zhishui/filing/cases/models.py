"""Tables of cases. Private to this app; submissions are never updated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhishui.filing.cases.types import Standing


class Draft(models.Model):
    """A return being written; at most one open per taxpayer, matter, period, occurrence."""

    id = models.CharField(primary_key=True, max_length=36)
    taxpayer = models.CharField(max_length=36)
    shard = models.SmallIntegerField()
    matter = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    occurrence = models.CharField(max_length=64, blank=True)
    revision = models.CharField(max_length=64)  # content hash of the matter's revision
    amends = models.CharField(max_length=36, blank=True)  # case id
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["taxpayer", "matter", "period", "occurrence"],
                condition=Q(closed_at=None),
                name="cases_one_open_draft",
            ),
        )


class Answer(models.Model):
    """One answer of a draft, saved the moment it is given."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.TextField()  # canonical JSON
    known_value = models.TextField(default="null")  # what the department said
    standing = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Standing])
    sources = models.TextField(default="[]")  # canonical JSON
    reason = models.CharField(max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "question"], name="cases_one_answer"),)


class Submission(models.Model):
    """A submitted case: the canonical snapshot the taxpayer signed, byte for byte."""

    id = models.CharField(primary_key=True, max_length=36)
    number = models.CharField(max_length=40, unique=True)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="submission")
    taxpayer = models.CharField(max_length=36)
    shard = models.SmallIntegerField()
    matter = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    occurrence = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField()
    snapshot = models.BinaryField()
    snapshot_sha256 = models.CharField(max_length=64)
    signature = models.TextField()  # canonical JSON of the taxpayer's signature
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    submitted_at = models.DateTimeField()
    event = models.CharField(max_length=36)  # journal event id

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["taxpayer", "matter", "period", "occurrence", "version"], name="cases_one_per_version"
            ),
        )


class IdempotencyKey(models.Model):
    """What was answered to a key. Kept for ever: a return is not sent twice next year either."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    answer = models.BinaryField()
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="idempotency_key")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="cases_key_once"),)
