"""Submit one return through each door, and write down what the visitor got to see.

    python -m faults.doorway LOG (come-in | api | web)

The last word says how far to go, so that a test can count the disk's calls up to
there and break every later one.
"""

from __future__ import annotations

import os
import sys
from itertools import islice
from typing import Any

from faults import desk


DOORS = ("api", "web")


def main(path: str, how_far: str) -> None:
    desk.start()
    _plain_files()
    log = desk.Log(path)
    visitors = [
        (door, draft, _visitor(draft["login"])) for door, draft in zip(DOORS, islice(desk.drafts(), 2), strict=True)
    ]
    for door, draft, visitor in visitors if how_far != "come-in" else ():
        key = f"door-{door}"
        log.write({"op": "invoke", "key": key, "draft": draft["draft"]})
        log.write(_seen(door, "submit", _submit(door, visitor, draft["draft"], key)))
        if door == how_far:
            break
    for door, draft, visitor in visitors if how_far == "web" else ():
        page = "/api/v1/cases" if door == "api" else f"/drafts/{draft['draft']}/check/"
        log.write(_seen(door, "read", visitor.get(page)))
    if how_far != "web":
        os._exit(0)  # without closing the database, whose syncs would be counted too


def _plain_files() -> None:
    """Style sheets need not be collected for this."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    override_settings(STORAGES={**settings.STORAGES, **plain}).enable()


def _visitor(login: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    visitor = Client(raise_request_exception=False, SERVER_NAME="localhost")
    visitor.force_login(
        get_user_model().objects.get(username=login), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return visitor


def _submit(door: str, visitor: Any, draft: str, key: str) -> Any:
    if door == "api":
        return visitor.post(f"/api/v1/drafts/{draft}/submit", headers={"Idempotency-Key": key})
    return visitor.post(f"/drafts/{draft}/check/", {"key": key})


def _seen(door: str, did: str, answer: Any) -> desk.Line:
    return {
        "op": "seen",
        "door": door,
        "did": did,
        "status": answer.status_code,
        "type": answer.headers["Content-Type"].partition(";")[0],
        "text": answer.content.decode(),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
