"""Table of the taxpayers' own keys. Private to this app."""

from __future__ import annotations

from django.db import models


class TaxpayerKey(models.Model):
    """One taxpayer's P-256 key; the private half is closed under the master key and bound to the taxpayer."""

    taxpayer = models.CharField(primary_key=True, max_length=128)
    shard = models.SmallIntegerField()
    public_x = models.CharField(max_length=43)
    public_y = models.CharField(max_length=43)
    wrapped = models.BinaryField(max_length=128)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key of {self.taxpayer}"
