"""Is the log consistent wherever the process dies?

The process "dies" before the n-th statement it sends to the database, for every
n until a run completes; what was committed by then stays, as after a kill.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from conftest import NOON
from journal_kit import KEY, VERIFIER, committed, guarded_again, happen, no_listeners  # noqa: F401  fixtures
from zhishui.journal import delivery, listen, queries, services
from zhishui.journal.models import Delivery, Event, Leaf
from zhishui.journal.proof import check_proof


class Killed(BaseException):
    """The process is gone; no `except Exception` of ours runs."""


@contextmanager
def dying_before(statement: int) -> Iterator[None]:
    left = [statement]

    def count(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def kill_at_every_statement(run: Callable[[], object], after_each: Callable[[], None]) -> int:
    """Run until it completes once, killed one statement later each time; give the number of kills."""
    for statement in range(1, 500):
        try:
            with dying_before(statement):
                run()
        except Killed:
            after_each()
        else:
            return statement - 1
    raise AssertionError("never completed")


def test_a_sequencer_killed_anywhere_leaves_a_log_that_goes_on(committed):  # noqa: F811
    witnessed: list[str] = []

    def still_good() -> None:
        assert queries.verify_log([VERIFIER], witnessed).bad is None
        newest = queries.latest_checkpoint()
        if newest is not None:
            witnessed.append(newest.note)

    def run() -> None:
        happen(3, start=Event.objects.count())
        services.sequence(at=NOON, key=KEY)

    kills = kill_at_every_statement(run, still_good)
    assert kills > 12
    assert services.sequence(at=NOON, key=KEY) is None
    assert Leaf.objects.count() == Event.objects.count() == queries.latest_checkpoint().size
    ids = Event.objects.values_list("id", flat=True)
    assert all(check_proof(queries.get_proof(id_), VERIFIER) for id_ in ids)
    still_good()


def test_leaves_without_a_checkpoint_are_signed_on_restart(committed):  # noqa: F811
    def die(_: bytes) -> bytes:
        raise Killed

    happen(2)
    with pytest.raises(Killed):
        services.sequence(at=NOON, key=type(KEY)(VERIFIER, die))
    assert (Leaf.objects.count(), queries.latest_checkpoint()) == (2, None)
    assert services.sequence(at=NOON, key=KEY).size == 2


def test_a_courier_killed_anywhere_still_tells_everyone(committed, no_listeners):  # noqa: F811
    heard: list[str] = []
    listen("filing.case.submitted", "ear", lambda event, *, at: heard.append(event.id))
    ids = {event.id for event in happen(3)}
    services.sequence(at=NOON, key=KEY)
    turn = [0]

    def run() -> None:
        turn[0] += 1  # a restart is later than the lease of the one before
        services.deliver(at=NOON + delivery.LEASE * turn[0])

    kills = kill_at_every_statement(run, lambda: None)
    assert kills > 5
    assert set(heard) == ids
    assert Delivery.objects.filter(done_at=None).count() == 0
