"""The console entry: bind what the doors need, then let the command line speak."""

from __future__ import annotations

import os
import sys
import threading


def main() -> None:
    """Run `zs …` and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhishui.config.settings")
    from zhishui.doors.cli import root

    sys.exit(root.run(sys.argv[1:], work=_work))


def _work(*, once: bool = False) -> None:
    """Turn the worker once, or in the foreground until a signal; nothing is lost either way."""
    from zhishui.config import worker

    if once:
        worker.turn()
    else:
        worker.run(threading.Event())
