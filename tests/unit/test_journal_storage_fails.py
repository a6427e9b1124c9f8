"""What happens when the disk will not take it?"""

from __future__ import annotations

import pytest
from django.db import OperationalError

from zhishui.journal import db, storage_works, transaction
from zhishui.kernel import Refused


@pytest.fixture(autouse=True)
def mended():
    yield
    db._broken.clear()


def failing(words: str) -> str:
    with pytest.raises(Refused) as refused, transaction():
        raise OperationalError(words)
    assert refused.value.status == 503
    return refused.value.problems[0].code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database or disk is full", "storage-full"),
        ("database is locked", "storage-unavailable"),
        ("server closed the connection unexpectedly", "storage-unavailable"),
    ],
)
def test_a_refusal_says_nothing_was_written_and_the_next_try_may_succeed(words, code):
    assert failing(words) == code
    assert storage_works()
    with transaction():
        pass


@pytest.mark.django_db
def test_after_a_failed_sync_this_process_writes_no_more(client):
    assert failing("disk I/O error") == "storage-failed"
    assert not storage_works()
    with pytest.raises(Refused), transaction():
        raise AssertionError("must not be reached")
    assert client.get("/healthz").status_code == 503
