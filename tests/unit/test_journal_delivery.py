"""Does everyone hear everything, and does nobody hold up the rest?"""

from datetime import timedelta

import pytest

from conftest import NOON
from journal_kit import KEY, happen, no_listeners  # noqa: F401  fixture
from zhishui.journal import delivery, in_transaction, listen, services
from zhishui.journal.models import Delivery, Heard


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_listeners")]
SUBMITTED = "filing.case.submitted"


class Ear:
    """A listener that remembers, and fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[str] = []
        self.failures = failures

    def __call__(self, event, *, at) -> None:
        assert not in_transaction()
        self.heard.append(event.id)
        if self.failures:
            self.failures -= 1
            raise OSError("printer on fire")


def sequenced(count: int = 1, **parts) -> list[str]:
    events = happen(count, **parts)
    services.sequence(at=NOON, key=KEY)
    return [event.id for event in events]


def deliver(after: timedelta = timedelta(0), limit: int = 100) -> int:
    return services.deliver(at=NOON + after, limit=limit)


def test_each_listener_hears_each_event_of_its_name_once():
    one, two, other = Ear(), Ear(), Ear()
    listen(SUBMITTED, "one", one)
    listen(SUBMITTED, "two", two)
    listen("filing.case.paid", "other", other)
    ids = sequenced(3)
    assert deliver() == 6
    assert deliver() == 0
    assert one.heard == two.heard == ids
    assert other.heard == []


def test_nothing_is_told_before_it_is_signed():
    ear = Ear()
    listen(SUBMITTED, "ear", ear)
    happen(1)
    assert deliver() == 0
    services.sequence(at=NOON, key=KEY)
    assert deliver() == 1


def test_a_failing_listener_blocks_neither_others_nor_other_events():
    broken, fine = Ear(failures=10**6), Ear()
    listen(SUBMITTED, "broken", broken)
    listen(SUBMITTED, "fine", fine)
    ids = sequenced(3)
    assert deliver() == 3
    assert fine.heard == ids
    assert sorted(broken.heard) == sorted(ids)
    assert set(Delivery.objects.filter(done_at=None).values_list("error", flat=True)) == {"OSError: printer on fire"}


def test_poison_in_front_of_the_queue_is_overtaken():
    """With one place per turn, a poisoned event must not take it every time."""
    poisoned: list[str] = []

    def taster(event, *, at) -> None:
        poisoned.append(event.id)
        if event.id == ids[0]:
            raise ValueError("poison")

    listen(SUBMITTED, "taster", taster)
    ids = sequenced(3)
    done = [deliver(timedelta(milliseconds=turn), limit=1) for turn in range(4)]
    assert sum(done) == 2
    assert poisoned == ids


def test_a_failure_is_tried_again_later_and_later():
    ear = Ear(failures=3)
    listen(SUBMITTED, "ear", ear)
    sequenced(1)
    waits, moment = [], timedelta(0)
    while not deliver(moment):
        due = Delivery.objects.get().next_at
        waits.append((due - NOON - moment).total_seconds())
        assert deliver(moment) == 0  # not before it is due
        moment = due - NOON
    assert waits == [5, 10, 20]
    assert len(ear.heard) == 4
    assert Delivery.objects.get().error == ""


def test_after_the_last_try_it_is_dead_with_its_error_and_can_be_revived():
    ear = Ear(failures=delivery.MAX_TRIES)
    listen(SUBMITTED, "ear", ear)
    sequenced(1)
    for day in range(delivery.MAX_TRIES):
        assert deliver(timedelta(days=day)) == 0
    row = Delivery.objects.get()
    assert (row.attempts, row.next_at, row.done_at) == (delivery.MAX_TRIES, None, None)
    assert "printer on fire" in row.error
    assert deliver(timedelta(days=99)) == 0
    assert len(ear.heard) == delivery.MAX_TRIES
    assert services.revive(listener="nobody") == 0
    assert services.revive(listener="ear") == 1
    assert deliver(timedelta(days=99)) == 1


def test_a_process_that_dies_in_a_listener_lets_it_hear_again():
    deaths = [SystemExit(), KeyboardInterrupt()]
    heard = []

    def fatal(event, *, at) -> None:
        heard.append(event.id)
        if deaths:
            raise deaths.pop()

    listen(SUBMITTED, "fatal", fatal)
    sequenced(1)
    with pytest.raises(KeyboardInterrupt):
        deliver()
    assert deliver(delivery.LEASE / 2) == 0  # another worker leaves it alone while the lease runs
    with pytest.raises(SystemExit):
        deliver(delivery.LEASE)
    assert deliver(delivery.LEASE * 2) == 1
    assert len(heard) == 3


def test_what_always_kills_the_process_dies_too():
    def fatal(event, *, at) -> None:
        raise KeyboardInterrupt

    listen(SUBMITTED, "fatal", fatal)
    sequenced(1)
    for turn in range(delivery.MAX_TRIES):
        with pytest.raises(KeyboardInterrupt):
            deliver(delivery.LEASE * turn)
    assert deliver(delivery.LEASE * delivery.MAX_TRIES) == 0
    row = Delivery.objects.get()
    assert (row.next_at, row.error) == (None, "interrupted")


def test_two_workers_that_picked_the_same_row_run_it_once():
    ear = Ear()
    listen(SUBMITTED, "ear", ear)
    sequenced(1)
    delivery._plan(10)
    row = Delivery.objects.select_related("event").get()
    twin = Delivery.objects.select_related("event").get()
    assert [delivery._attempt(row, NOON), delivery._attempt(twin, NOON)] == [True, False]
    assert len(ear.heard) == 1


def test_a_new_listener_hears_the_past_in_portions():
    ids = sequenced(7)
    ear = Ear()
    listen(SUBMITTED, "late", ear)
    assert [deliver(limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert ear.heard == ids
    assert Heard.objects.get().upto == 7


def test_events_signed_by_a_process_without_the_wiring_are_not_lost():
    first = sequenced(1)
    assert deliver() == 0
    ear = Ear()
    listen(SUBMITTED, "ear", ear)
    second = sequenced(1, start=1)
    deliver()
    assert ear.heard == first + second


def test_a_listener_that_is_gone_keeps_its_rows_and_blocks_nobody(monkeypatch):
    from zhishui.journal import listeners

    listen(SUBMITTED, "gone", Ear(failures=1))
    sequenced(1)
    deliver()
    monkeypatch.setattr(listeners, "_listeners", {})
    ear = Ear()
    listen(SUBMITTED, "ear", ear)
    listen("filing.case.paid", "gone", ear)
    assert deliver(timedelta(days=1), limit=2) == 1
    assert Delivery.objects.filter(listener="gone", done_at=None).count() == 1


def test_deliveries_are_not_made_inside_a_transaction():
    from zhishui.journal import transaction

    with transaction(), pytest.raises(RuntimeError, match="open their own"):
        deliver()


def test_a_turn_of_no_deliveries_is_a_mistake():
    with pytest.raises(ValueError, match="0"):
        deliver(limit=0)


def test_a_listener_is_named_once():
    ear = Ear()
    listen(SUBMITTED, "ear", ear)
    listen(SUBMITTED, "ear", ear)
    with pytest.raises(ValueError, match="already"):
        listen(SUBMITTED, "ear", Ear())
    with pytest.raises(ValueError, match="submitted"):
        listen("submitted", "ear", ear)
