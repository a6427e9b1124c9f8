"""What does a visitor see when the disk is full or broken? A sentence and 503, and never a yes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faults import history
from faults.breaking import calls, run_breaking
from faults.installation import Installation, fresh


PEOPLE = 40
BROKEN = [("fdatasync", "EIO"), ("pwrite64", "ENOSPC")]


def doorway(installation: Installation, how_far: str) -> list[str]:
    return ["-m", "faults.doorway", str(installation.log_file), how_far]


def broken(folder: Path, call: str, error: str) -> Installation:
    """Break the disk for good once the visitors have come in."""
    before = calls(counted := fresh(folder / "count", PEOPLE), doorway(counted, "come-in"), call)
    installation = fresh(folder / "broken", PEOPLE)
    command = doorway(installation, "submit")
    _, failed = run_breaking(installation, command, call=call, error=error, when=f"{before + 1}+")
    assert failed > 0
    return installation


def seen(installation: Installation, door: str, did: str) -> dict[str, Any]:
    return next(line for line in reversed(installation.log) if (line.get("door"), line.get("did")) == (door, did))


@pytest.mark.parametrize(("call", "error"), BROKEN)
def test_both_doors_say_so_and_say_no_more_than_is_true(tmp_path: Path, call: str, error: str) -> None:
    installation = broken(tmp_path, call, error)
    api, web = seen(installation, "api", "submit"), seen(installation, "web", "submit")
    assert (api["status"], api["type"]) == (503, "application/problem+json")
    assert any("一" <= letter <= "鿿" for letter in json.loads(api["text"])["title"] + api["text"])
    assert (web["status"], web["type"]) == (503, "text/html")
    for answer in (api, web):
        assert "Traceback" not in answer["text"]
        assert "OperationalError" not in answer["text"]
    kept = history.keys(installation.database)
    assert len(kept) <= (call == "fdatasync")
    for answer in (api, web):
        # After a failed sync the filing may still come back with a restart: "not written" would be a lie.
        assert "没有写入" not in answer["text"] or f"door-{answer['door']}" not in kept


@pytest.mark.parametrize(("call", "error"), BROKEN)
def test_reading_goes_on_and_a_retry_succeeds(tmp_path: Path, call: str, error: str) -> None:
    installation = broken(tmp_path, call, error)
    assert {seen(installation, door, "read")["status"] for door in ("api", "web")} == {200}
    installation.run(*doorway(installation, "submit"))
    assert seen(installation, "api", "submit")["status"] == 201
    assert seen(installation, "web", "submit")["status"] == 303
    assert history.keys(installation.database) == {"door-api", "door-web"}
    assert history.check(installation.database, installation.log) == []
