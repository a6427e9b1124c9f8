"""Has everyone who must know been told? At least once, and nobody holds up the rest."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from zhishui.journal.db import in_transaction, transaction
from zhishui.journal.listeners import Listener, listeners
from zhishui.journal.models import Delivery, Event, Heard
from zhishui.journal.queries import latest_checkpoint
from zhishui.journal.rows import view_event


logger = logging.getLogger(__name__)

MAX_TRIES = 12
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
INTERRUPTED = "interrupted"
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any retry, and before any clock that was set back."""


def deliver(*, at: datetime, limit: int = 100) -> int:
    """Tell listeners of signed events; give how many deliveries were completed.

    A delivery is leased, run outside any transaction, then marked. A process
    that dies in between leaves a lease that runs out, and the listener hears the
    event again. After `MAX_TRIES` a delivery is dead and keeps its last error.
    """
    if in_transaction():
        raise RuntimeError("deliver runs listeners, which open their own transactions")
    if limit < 1:
        raise ValueError(limit)
    names = {listener_name for _, listener_name in listeners()}
    _plan(limit)
    due = Delivery.objects.filter(done_at=None, next_at__lte=at, listener__in=names).order_by("next_at", "id")
    return sum(_attempt(row, at) for row in due.select_related("event")[:limit])


def revive(*, listener: str) -> int:
    """Give a listener's dead deliveries another life, once its fault is mended."""
    dead = Delivery.objects.filter(listener=listener, done_at=None, next_at=None)
    return dead.update(next_at=AT_ONCE, attempts=0)


def _plan(limit: int) -> None:
    """Make delivery rows for what a listener has not heard, up to the last checkpoint.

    A cursor per listener rather than rows made on append: events written by a
    process without the wiring, or before a listener existed, are not lost.
    """
    checkpoint = latest_checkpoint()
    if checkpoint is None:
        return
    cursors = {(row.name, row.listener): row for row in Heard.objects.all()}
    for name, listener in listeners():
        heard = cursors.get((name, listener)) or Heard.objects.get_or_create(listener=listener, name=name)[0]
        if heard.upto < checkpoint.size:
            _plan_one(heard, checkpoint.size, limit)


def _plan_one(heard: Heard, size: int, limit: int) -> None:
    fresh = Event.objects.filter(name=heard.name, leaf__index__gte=heard.upto, leaf__index__lt=size)
    found = list(fresh.order_by("leaf__index").values_list("pk", "leaf__index")[:limit])
    upto = found[-1][1] + 1 if len(found) == limit else size
    with transaction():
        Delivery.objects.bulk_create(
            (Delivery(event_id=pk, listener=heard.listener, next_at=AT_ONCE) for pk, _ in found),
            ignore_conflicts=True,
        )
        Heard.objects.filter(pk=heard.pk, upto=heard.upto).update(upto=upto)


def _attempt(row: Delivery, at: datetime) -> bool:
    listener = listeners().get((row.event.name, row.listener))
    if listener is None or not _lease(row, at):
        return False
    error = _call(listener, row, at)
    if error is None:
        Delivery.objects.filter(pk=row.pk).update(done_at=at, next_at=None, error="")
    else:
        Delivery.objects.filter(pk=row.pk).update(next_at=_next_try(row.attempts + 1, at), error=error)
    return error is None


def _lease(row: Delivery, at: datetime) -> bool:
    """Count the try before it starts, so that what kills the process is counted too."""
    mine = Delivery.objects.filter(pk=row.pk, attempts=row.attempts, next_at=row.next_at, done_at=None)
    if row.attempts >= MAX_TRIES:
        mine.update(next_at=None, error=row.error or INTERRUPTED)
        return False
    return mine.update(attempts=row.attempts + 1, next_at=at + LEASE) == 1


def _call(listener: Listener, row: Delivery, at: datetime) -> str | None:
    try:
        listener(view_event(row.event), at=at)
    except Exception as error:  # noqa: BLE001  whatever a listener does wrong, the others must still hear
        logger.warning("listener %s failed on event %s: %s", row.listener, row.event.id, type(error).__name__)
        return f"{type(error).__name__}: {error}"[:500]
    return None


def _next_try(attempts: int, at: datetime) -> datetime | None:
    if attempts >= MAX_TRIES:
        return None
    return at + min(FIRST_WAIT * (1 << attempts - 1), LONGEST_WAIT)
