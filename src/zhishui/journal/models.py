"""Which tables hold the journal? Private to this app."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """What happened. Audit, outbox and log are three readings of these rows."""

    seq = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    at = models.DateTimeField()
    actor = models.CharField(max_length=128)
    taxpayer = models.CharField(max_length=128, blank=True)
    under = models.CharField(max_length=128)
    subject = models.CharField(max_length=128)
    data = models.TextField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        indexes = (
            models.Index(fields=["subject", "seq"], name="event_subject"),
            models.Index(fields=["taxpayer", "seq"], name="event_taxpayer"),
            models.Index(fields=["name", "seq"], name="event_name"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class Waiting(models.Model):
    """An event with no leaf yet.

    "Events above the last sequenced one" would miss an event whose number was
    drawn early and committed late, which PostgreSQL allows.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="waiting")

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class Leaf(models.Model):
    """An event's place in the log, from 0 without gaps."""

    index = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="leaf")
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Node(models.Model):
    """The hash of a complete subtree above the leaves."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["level", "index"], name="node_place"),)

    def __str__(self) -> str:
        return f"node {self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed state of the log; at most one for each size."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    note = models.TextField()

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class Heard(models.Model):
    """Up to which leaf a listener's deliveries have been planned."""

    id = models.BigAutoField(primary_key=True)
    listener = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    upto = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["listener", "name"], name="heard_once"),)

    def __str__(self) -> str:
        return f"{self.listener} {self.name} {self.upto}"


class Delivery(models.Model):
    """One event on its way to one listener.

    Done when `done_at` is set; dead when neither it nor `next_at` is.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    listener = models.CharField(max_length=100)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "listener"], name="delivery_once"),)
        indexes = (
            models.Index(fields=["next_at", "id"], name="delivery_due", condition=models.Q(done_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.event_id} → {self.listener}"
