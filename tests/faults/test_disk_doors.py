"""What does a visitor see when the disk is full or broken? A sentence and 503, and never more than is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faults import history
from faults.breaking import calls, run_breaking
from faults.installation import Installation, fresh


PEOPLE = 40
# From the first call of a submission on, or from the last: the one that ends its commit.
BROKEN = [
    (call, error, where)
    for call, error in (("fdatasync", "EIO"), ("pwrite64", "ENOSPC"))
    for where in ("first", "last")
]
DOORS = ("api", "web")


def doorway(installation: Installation, how_far: str) -> list[str]:
    return ["-m", "faults.doorway", str(installation.log_file), how_far]


def broken(folder: Path, call: str, error: str, where: str) -> Installation:
    """Break the disk for good while the first visitor submits."""
    how_far = "come-in" if where == "first" else "api"
    before = calls(counted := fresh(folder / "count", PEOPLE), doorway(counted, how_far), call)
    installation = fresh(folder / "broken", PEOPLE)
    when = f"{before + (where == 'first')}+"
    _, failed = run_breaking(installation, doorway(installation, "web"), call=call, error=error, when=when)
    assert failed > 0
    return installation


def seen(installation: Installation, door: str, did: str) -> dict[str, Any]:
    return next(line for line in reversed(installation.log) if (line.get("door"), line.get("did")) == (door, did))


@pytest.mark.parametrize(("call", "error", "where"), BROKEN)
def test_doors_say_what_is_true_and_a_retry_succeeds(tmp_path: Path, call: str, error: str, where: str) -> None:
    installation = broken(tmp_path, call, error, where)
    kept = history.keys(installation.database)
    assert len(kept) <= (call == "fdatasync")
    api, web = (seen(installation, door, "submit") for door in DOORS)
    assert (api["status"], api["type"]) == (503, "application/problem+json")
    assert json.loads(api["text"])["code"].startswith("storage-")
    assert (web["status"], web["type"]) == (503, "text/html")
    for answer in (api, web):
        assert any("一" <= letter <= "鿿" for letter in answer["text"])
        assert "Traceback" not in answer["text"]
        assert "OperationalError" not in answer["text"]
        # After a failed sync the filing may still come back with the restart: "not written" would be a lie.
        assert "没有写入" not in answer["text"] or f"door-{answer['door']}" not in kept
    assert {seen(installation, door, "read")["status"] for door in DOORS} == {200}, "reading goes on"
    installation.run(*doorway(installation, "web"))
    assert [seen(installation, door, "submit")["status"] for door in DOORS] == [201, 303]
    assert history.keys(installation.database) == {f"door-{door}" for door in DOORS}
    assert history.check(installation.database, installation.log) == []
