"""Who does what need not be waited for: leaves, checkpoints, seals, archive.

On SQLite a thread of the one server process; it holds no transaction while it
renders, signs or calls out. On PostgreSQL `zs worker` is a process of its own.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections

from zhishui.filing.signing import keys
from zhishui.journal import services as journal
from zhishui.kernel import ports


log = logging.getLogger(__name__)
PAUSE = 0.2  # seconds; a checkpoint is signed at latest 1 s after its oldest leaf


def turn() -> int:
    """Do what waits: append leaves, sign a checkpoint, deliver events. Give how much was done."""
    at = ports.clock().now()
    checkpoint = journal.sequence(at=at, key=keys.bound().log)
    return journal.deliver(at=at) + (checkpoint is not None)


def run(stop: threading.Event) -> None:
    """Turn until told to stop; a turn that fails is logged and tried again."""
    while not stop.is_set():
        try:
            busy = turn() > 0
        except Exception:  # the worker outlives any one failure, and says so
            log.exception("worker turn failed")
            busy = False
            time.sleep(1)
        close_old_connections()
        if not busy:
            stop.wait(PAUSE)


def start_thread() -> threading.Event:
    """Run in a daemon thread; a kill loses nothing, since delivery is at least once."""
    stop = threading.Event()
    threading.Thread(target=run, args=(stop,), name="zhishui-worker", daemon=True).start()
    return stop
