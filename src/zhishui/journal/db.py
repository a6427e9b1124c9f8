"""Where does one change of the world begin and end?

One verb is one transaction: its rows, its ledger lines and its journal events
become durable together or not at all. Nesting is an error, for an inner block
could not keep its promise when the outer one rolls back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction as django_transaction


_open: ContextVar[bool] = ContextVar("zhishui_journal_transaction", default=False)


@contextmanager
def transaction() -> Iterator[None]:
    """Open the one transaction of a verb; RuntimeError inside another.

    Django's own check lets the wrapper of a test case pass, and only that one.
    """
    if _open.get():
        raise RuntimeError("a transaction cannot be nested within another")
    with django_transaction.atomic(durable=True):
        token = _open.set(True)
        try:
            yield
        finally:
            _open.reset(token)


def in_transaction() -> bool:
    """Tell whether a `transaction()` is open here."""
    return _open.get()


def transaction_required() -> None:
    """Refuse to go on outside `transaction()`: what is written would stand alone."""
    if not _open.get():
        raise RuntimeError("this must run inside journal.transaction()")
