"""Tables of identity. Private to this app."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from zhishui.person.identity.types import Capacity, Kind, Role


class Taxpayer(models.Model):
    """A natural person, firm or individual business that tax law knows."""

    id = models.CharField(primary_key=True, max_length=36)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    name = models.CharField(max_length=120)
    tax_number = models.CharField(max_length=20, unique=True)
    shard = models.SmallIntegerField()
    known_at = models.DateTimeField()


class Account(AbstractUser):
    """A login. The person behind it is a taxpayer; staff may have none."""

    person = models.OneToOneField(Taxpayer, on_delete=models.PROTECT, null=True, related_name="account")
    full_name = models.CharField(max_length=120)
    elder = models.BooleanField(default=False)  # prefers elder mode 长辈版
    demo_note = models.CharField(max_length=200, blank=True)  # who this test persona is


class StaffRole(models.Model):
    """A role of an account at an office."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    office = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "role", "office"], name="identity_role_once"),)


class Right(models.Model):
    """A right to act for a taxpayer, in force [from_on, until_on)."""

    id = models.CharField(primary_key=True, max_length=36)
    holder = models.ForeignKey(Taxpayer, on_delete=models.PROTECT, related_name="rights_held")
    taxpayer = models.ForeignKey(Taxpayer, on_delete=models.PROTECT, related_name="rights_given")
    capacity = models.CharField(max_length=40, choices=[(c.value, c.value) for c in Capacity])
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["holder", "taxpayer", "capacity"], condition=Q(until_on=None), name="identity_right_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="identity_right_ends_after_start"
            ),
        )
