"""Where does one change of the world begin and end?

One verb is one transaction: its rows, its ledger lines and its journal events
become durable together or not at all. Nesting is an error, for an inner block
could not keep its promise when the outer one rolls back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError
from django.db import transaction as django_transaction

from zhishui.kernel import Refused, refuse


log = logging.getLogger(__name__)
BROKEN = (
    "存储出了错，这次有没有收下还不能确定，系统已停止受理。管理员检查磁盘、重启服务后，请用同一个编号再试，不会重复。"
)
_broken: list[str] = []
_open: ContextVar[bool] = ContextVar("zhishui_journal_transaction", default=False)


@contextmanager
def transaction() -> Iterator[None]:
    """Open the one transaction of a verb; RuntimeError inside another.

    Refused 503 when it cannot be made durable; only after a failed sync is it open whether it was.
    Django's own check lets the wrapper of a test case pass, and only that one.
    """
    if _open.get():
        raise RuntimeError("a transaction cannot be nested within another")
    if _broken:
        raise refuse("storage-failed", BROKEN, status=503)
    try:
        with _opened():
            yield
    except OperationalError as error:
        raise _unavailable(error) from error


@contextmanager
def _opened() -> Iterator[None]:
    with django_transaction.atomic(durable=True):
        token = _open.set(True)
        try:
            yield
        finally:
            _open.reset(token)


def _unavailable(error: OperationalError) -> Refused:
    """Say what kept it from being durable.

    After a failed sync the kernel may call dirty pages clean, so the next sync
    can succeed without them: this process writes no more until it is restarted.
    """
    log.critical("transaction not durable: %s", error)
    words = str(error).lower()
    if "disk i/o error" in words:
        _broken.append(words)
        return refuse("storage-failed", BROKEN, status=503)
    if "disk is full" in words or "no space" in words:
        return refuse("storage-full", "磁盘满了，这次没有写入。请联系管理员腾出空间，再用同一个编号重试。", status=503)
    return refuse("storage-unavailable", "现在存不下去，这次没有写入。请稍后用同一个编号重试。", status=503)


def storage_works() -> bool:
    """Tell whether this process may still write."""
    return not _broken


def in_transaction() -> bool:
    """Tell whether a `transaction()` is open here."""
    return _open.get()


def transaction_required() -> None:
    """Refuse to go on outside `transaction()`: what is written would stand alone."""
    if not _open.get():
        raise RuntimeError("this must run inside journal.transaction()")
