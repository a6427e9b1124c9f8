"""File prepared returns one after another, as one server process would.

    python -m faults.runner LOG COUNT

After every fifth filing, and at the end, a checkpoint is signed. A filing that breaks is written down
as one without an answer; the next one is tried all the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice

from faults import desk


def main(path: str, count: int) -> None:
    desk.start()
    log = desk.Log(path)
    for number, request in enumerate(islice(_requests(), count), start=1):
        log.write({"op": "invoke", "key": request["key"], "draft": request["draft"]})
        log.write(desk.submit(request))
        if number % 5 == 0 or number == count:
            _turn(log)


def _requests() -> Iterator[desk.Line]:
    for number, draft in enumerate(desk.drafts()):
        yield {**draft, "key": f"run-{number}"}


def _turn(log: desk.Log) -> None:
    try:
        line = desk.turn()
    except Exception as error:  # noqa: BLE001  the worker says so and goes on
        line = {"op": "broken", "why": f"{type(error).__name__}: {error}"}
    log.write(line)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
