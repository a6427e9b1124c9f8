"""What tests about the journal share: a log key, a person, a short way to make events happen.

`committed` is for tests that need real commits: it lifts the append-only
guards while Django empties the tables afterwards, and puts them back.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from conftest import NOON
from zhishui.journal import append_only, listeners, transaction
from zhishui.journal.note import VerifierKey
from zhishui.journal.types import EventView, LogKey
from zhishui.kernel import Acting, Ref


PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VERIFIER = VerifierKey("log.example/test", PRIVATE.public_key().public_bytes_raw())
KEY = LogKey(VERIFIER, PRIVATE.sign)
PERSON = Ref("person", "taxpayer", "p1")
BY = Acting(Ref("person", "account", "a1"), PERSON, "self")


def happen(count: int = 1, *, name: str = "filing.case.submitted", start: int = 0) -> list[EventView]:
    """Let `count` things happen, each in a transaction of its own."""
    from zhishui.journal.services import append

    events = []
    for number in range(start, start + count):
        with transaction():
            subject = Ref("filing", "case", f"c{number}")
            events.append(append(name, by=BY, at=NOON, subject=subject, data={"number": number, "事项": "汇算清缴"}))
    return events


@pytest.fixture
def no_listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with nobody listening, whatever the wiring says."""
    monkeypatch.setattr(listeners, "_listeners", {})


@pytest.fixture
def guarded_again(django_db_setup, django_db_blocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        append_only.guard(connection)


@pytest.fixture
def committed(guarded_again, transactional_db) -> Iterator[None]:
    append_only.guard(connection)
    yield
    append_only.lift(connection)
