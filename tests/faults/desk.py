"""One counter of the product, driven by a fault test in a process of its own.

Nothing here is a test. What a client would do is done through the product's own
verbs, and every answer becomes a line of the client's log (see `history`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django


Line = dict[str, Any]

UNAVAILABLE = 503


def start() -> None:
    """Load Django once; the installation is the one that ZHISHUI_DATA names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhishui.config.settings")
    django.setup()
    from django.conf import settings

    from zhishui.filing.signing import keys

    keys.bind(keys.load_or_create(settings.ZHISHUI_KEYS))


def warm_up() -> None:
    """Read the matters and the law before the first fork, or every server would read them again."""
    from django.db import connections

    from zhishui.filing.counter import queries as counter

    request = next(drafts())
    counter.get_draft(request["draft"], by=acting(request))
    connections.close_all()


def submit(request: Line) -> Line:
    """File one draft, and give the line a client would write down about the answer."""
    from zhishui.filing.counter import services as counter
    from zhishui.kernel import Refused, ports

    try:
        done = counter.submit(draft=request["draft"], key=request["key"], by=acting(request), at=ports.clock().now())
    except Refused as refusal:
        # A 503 is no decision about this filing: after a failed sync nobody can know what the disk kept.
        op = "info" if refusal.status == UNAVAILABLE else "fail"
        return {"op": op, "key": request["key"], "code": refusal.problems[0].code}
    except Exception as error:  # noqa: BLE001  whatever broke, the client knows only that no answer came
        return {"op": "info", "key": request["key"], "why": f"{type(error).__name__}: {error}"}
    return {
        "op": "ok",
        "key": request["key"],
        "case": done.case,
        "snapshot": json.loads(done.body)["snapshot_sha256"],
        "answer": hashlib.sha256(done.body).hexdigest(),
    }


def amend(request: Line) -> Line:
    """Open the draft that corrects a filed return."""
    from zhishui.filing.counter import services as counter
    from zhishui.kernel import ports

    view = counter.amend(case=request["case"], by=acting(request), at=ports.clock().now())
    return {"op": "draft", "draft": view.id}


def turn() -> Line:
    """Have the waiting events logged and the head signed; give what a witness keeps."""
    from zhishui.filing.signing import keys
    from zhishui.journal import services as journal
    from zhishui.kernel import ports

    head = journal.sequence(at=ports.clock().now(), key=keys.bound().log)
    return {"op": "quiet"} if head is None else {"op": "checkpoint", "size": head.size, "root": head.root.hex()}


def acting(request: Line) -> Any:
    """Give the standing of a person who acts for himself."""
    from zhishui.kernel import Acting, Ref

    return Acting(Ref.parse(request["actor"]), Ref.parse(request["taxpayer"]), "self")


def drafts() -> Iterator[Line]:
    """Give the drafts that were prepared, ready to be filed."""
    yield from json.loads((Path(os.environ["ZHISHUI_DATA"]) / "drafts.json").read_text())


class Log:
    """The client's log, one line a write: what is in it was known to the client at that moment."""

    def __init__(self, path: str) -> None:
        self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, line: Line) -> None:
        os.write(self.fd, json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
