"""Do many writers and several sequencers at once make one log? (PostgreSQL; SQLite has one writer.)"""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from conftest import NOON
from journal_kit import KEY, VERIFIER, committed, guarded_again, happen, no_listeners  # noqa: F401  fixtures
from zhishui.journal import listen, queries, services
from zhishui.journal.models import Delivery, Event, Leaf


pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="set DATABASE_URL to a PostgreSQL")


def at_once(*jobs: Callable[[], object]) -> list[BaseException]:
    failures: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001  a thread's failure belongs to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_writers_and_sequencers_at_once(committed):  # noqa: F811
    stop = threading.Event()

    def write(number: int) -> None:
        happen(40, start=number * 1000)

    def sign() -> None:
        while not stop.is_set():
            services.sequence(at=NOON, key=KEY, limit=7)

    signers = [threading.Thread(target=lambda: failures.extend(at_once(sign))) for _ in range(2)]
    failures: list[BaseException] = []
    for signer in signers:
        signer.start()
    failures += at_once(*(lambda n=n: write(n) for n in range(4)))
    stop.set()
    for signer in signers:
        signer.join()
    while services.sequence(at=NOON, key=KEY):
        pass
    assert failures == []
    assert Leaf.objects.count() == Event.objects.count() == 160
    assert queries.verify_log([VERIFIER]).bad is None


def test_couriers_at_once_run_each_delivery_once(committed, no_listeners):  # noqa: F811
    heard: list[str] = []
    listen("filing.case.submitted", "ear", lambda event, *, at: heard.append(event.id))
    happen(60)
    services.sequence(at=NOON, key=KEY)
    assert at_once(*[lambda: services.deliver(at=NOON, limit=100)] * 4) == []
    assert len(heard) == len(set(heard)) == 60
    assert Delivery.objects.filter(done_at=None).count() == 0
