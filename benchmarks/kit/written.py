"""Which bytes does a filing leave behind? Read from the database and the archive after a round."""

from __future__ import annotations

from django.conf import settings
from django.db import connection


MOST = 200
# What one acknowledged filing holds: the snapshot, its signature, the answer, the event.
FILED = """
    SELECT submission.snapshot, submission.signature, idempotency.answer, event.data
    FROM cases_submission submission
    JOIN cases_idempotencykey idempotency ON idempotency.submission_id = submission.id
    JOIN journal_event event ON event.id = submission.event
    ORDER BY submission.submitted_at DESC LIMIT %s
"""


def filings() -> list[bytes]:
    """Give each of the newest filings as one piece."""
    with connection.cursor() as cursor:
        cursor.execute(FILED, [MOST])
        return [b"".join(_bytes(part) for part in row) for row in cursor.fetchall()]


def _bytes(part: bytes | memoryview | str) -> bytes:
    return part.encode() if isinstance(part, str) else bytes(part)


def receipts() -> list[bytes]:
    """Give the documents of cases in the archive, each case as one piece."""
    found = sorted(settings.ZHISHUI_ARCHIVE.rglob("receipt.pdf"))[-MOST:]
    return [path.read_bytes() + path.with_name("snapshot.json").read_bytes() for path in found]
