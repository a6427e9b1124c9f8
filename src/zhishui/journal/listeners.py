"""Who wants to hear of which event? Filled by config/wiring.py, read by `deliver`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from zhishui.journal.types import EVENT_NAME, EventView


class Listener(Protocol):
    """A verb of another room, run at least once for each event it listens to.

    It runs outside any transaction and opens its own. It must be idempotent:
    after a crash it hears the same event again.
    """

    def __call__(self, event: EventView, /, *, at: datetime) -> None:
        """Do what the event asks for; raise to be called again later."""


_listeners: dict[tuple[str, str], Listener] = {}


def listen(event_name: str, listener_name: str, function: Listener) -> None:
    """Have `function` hear every event of that name, from the log's first leaf on.

    `listener_name` is stored with each delivery, so it must stay the same for
    ever; a new name hears all of history anew.
    """
    if not EVENT_NAME.fullmatch(event_name):
        raise ValueError(event_name)
    known = _listeners.setdefault((event_name, listener_name), function)
    if known is not function:
        raise ValueError(f"{listener_name} already listens to {event_name}")


def listeners() -> dict[tuple[str, str], Listener]:
    """Give all listeners by (event name, listener name)."""
    return dict(_listeners)
