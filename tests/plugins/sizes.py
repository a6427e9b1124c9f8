"""How large does a test run? Small in the gate, whole with `zs test --full`.

A test asks `size(gate=200, full=2_000, seed=7)`; the choice is recorded, so
that `zs test` can print size, seed and duration, and name what it left out.
"""

import os
from collections.abc import Callable

import pytest


@pytest.fixture
def size(record_property: Callable[[str, object], None]) -> Callable[..., int]:
    def choose(*, gate: int, full: int, seed: int | None = None) -> int:
        chosen = full if os.environ.get("ZS_FULL") == "1" else gate
        record_property("size", chosen)
        record_property("full", full)
        if seed is not None:
            record_property("seed", seed)
        return chosen

    return choose
