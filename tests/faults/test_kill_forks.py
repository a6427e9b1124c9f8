"""Is an acknowledged return there, once, whatever moment its server is killed at?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from faults import history
from faults.installation import fresh


SEED = 20260316
PEOPLE = 40
BATCH = 125  # cycles on one copy, so that the checker's work does not grow with the square


def test_a_killed_server_loses_and_doubles_nothing(tmp_path: Path, size: Callable[..., int]) -> None:
    cycles = size(gate=60, full=2_000, seed=SEED)
    total: Counter[str] = Counter()
    for start in range(0, cycles, BATCH):
        installation = fresh(tmp_path / str(start), PEOPLE)
        done = installation.run(
            *("-m", "faults.forks", str(installation.log_file), str(min(BATCH, cycles - start)), str(SEED + start))
        )
        assert history.check(installation.database, installation.log) == []
        total.update(json.loads(done.stdout))
    print(f"seed {SEED}: {dict(total)}")
    assert total["cycles"] == cycles
    assert total["ok"] > 2 * cycles
    assert total["repeats"] > cycles // 4
    assert total["unanswered"] > cycles // 4  # the kills did land inside filings
    # A client whose server is killed sees silence, never a refusal or an error of ours.
    assert total["fail"] == total["info"] == total["broken"] == 0
