"""Is an acknowledged return there, once, whatever moment its server is killed at?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import history
from faults.installation import fresh, prepared


SEED = 20260316
PEOPLE = 40
AT_ONCE = 2  # clients, each with an installation of its own
BATCH = 100  # cycles on one copy, so that the judge's work does not grow with the square


def batch(folder: Path, cycles: int, seed: int) -> Counter[str]:
    """Run one client to its end and judge what it was told."""
    installation = fresh(folder, PEOPLE)
    done = installation.run("-m", "faults.forks", str(installation.log_file), str(cycles), str(seed))
    assert history.check(installation.database, installation.log) == []
    return Counter(json.loads(done.stdout))


def test_a_killed_server_loses_and_doubles_nothing(tmp_path: Path, size: Callable[..., int]) -> None:
    cycles = size(gate=60, full=2_000, seed=SEED)
    each = min(BATCH, cycles // AT_ONCE)
    prepared(PEOPLE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        batches = [pool.submit(batch, tmp_path / str(n), each, SEED + n) for n in range(cycles // each)]
        total = sum((each.result() for each in batches), Counter())
    print(f"seeds {SEED}–{SEED + len(batches) - 1}: {dict(total)}")
    assert total["cycles"] == cycles
    assert total["ok"] > 2 * cycles
    assert total["repeats"] > cycles // 4
    assert total["unanswered"] > cycles // 4  # the kills did land inside filings
    # A client whose server is killed sees silence, never a refusal or an error of ours.
    assert total["fail"] == total["info"] == 0
