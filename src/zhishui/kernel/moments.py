"""Which day is it in China? Law counts days there, whatever the server's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone


CHINA = timezone(timedelta(hours=8), "CST")  # no summer time since 1991


def local_day(at: datetime) -> date:
    """Give the day in China on which something happens."""
    return at.astimezone(CHINA).date()
