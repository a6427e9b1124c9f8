"""Does a broken or full disk ever make the service say yes to what it did not keep?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from faults import history
from faults.breaking import calls, run_breaking
from faults.installation import Installation, fresh


SEED = 20260316
PEOPLE = 40
AT_ONCE = 2


def runner(installation: Installation, filings: int) -> list[str]:
    """File, then have the log signed."""
    return ["-m", "faults.runner", str(installation.log_file), str(filings)]


def answers(log: list[dict[str, Any]]) -> dict[str, str]:
    return {line["key"]: line["op"] for line in log if line["op"] in ("ok", "info", "fail")}


def judge(installation: Installation, call: str, filings: int) -> bool:
    """No false yes, nothing half written; and what broke is done by a retry after a restart.

    Tells whether anybody noticed: what fails while SQLite moves its log into the
    database concerns no answer, for the log stays.
    """
    log = installation.log
    assert history.check(installation.database, log) == []
    broken = {key for key, op in answers(log).items() if op == "info"}
    # A failed write leaves nothing. After a failed sync the filing may come back with a restart: that one, whole.
    assert len(broken & history.keys(installation.database)) <= (call == "fdatasync")
    assert "fail" not in answers(log).values()
    installation.run(*runner(installation, filings))
    assert set(answers(installation.log).values()) == {"ok"}
    assert history.check(installation.database, installation.log) == []
    return bool(broken) or any(line["op"] == "broken" for line in log)


def fail_once(folder: Path, call: str, error: str, n: int) -> bool:
    installation = fresh(folder, PEOPLE)
    _, failed = run_breaking(installation, runner(installation, 1), call=call, error=error, when=str(n))
    assert failed == 1, n
    return judge(installation, call, 1)


@pytest.mark.parametrize(("call", "error"), [("fdatasync", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO")])
def test_the_nth_call_fails(tmp_path: Path, size: Callable[..., int], call: str, error: str) -> None:
    total = calls(counted := fresh(tmp_path / "count", PEOPLE), runner(counted, 1), call)
    chosen = Random(SEED).sample(range(1, total + 1), min(size(gate=4, full=1_000, seed=SEED), total))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = [pool.submit(fail_once, tmp_path / str(n), call, error, n) for n in chosen]
    noticed = sum(run.result() for run in runs)
    print(f"{call} {error}: {len(chosen)} of {total} places, {noticed} noticed, seed {SEED}")
    assert noticed > 0


@pytest.mark.parametrize(("call", "error"), [("fdatasync", "EIO"), ("pwrite64", "ENOSPC")])
def test_the_disk_stays_broken(tmp_path: Path, call: str, error: str) -> None:
    installation = fresh(tmp_path, PEOPLE)
    _, failed = run_breaking(installation, runner(installation, 5), call=call, error=error, when="9+")
    assert failed > 1
    assert judge(installation, call, 5)
