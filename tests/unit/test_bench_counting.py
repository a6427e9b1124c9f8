"""Do the benchmarks count right? Quantiles, lanes, and a watch that counts no moment twice."""

from __future__ import annotations

import sys
import time

import pytest

from zhishui.doors.cli import bench


@pytest.fixture(autouse=True)
def checkout(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(bench.ROOT), *sys.path])


def test_a_quantile_is_a_value_that_was_measured():
    from benchmarks.kit.figures import quantile

    assert quantile([], 0.95) == 0
    assert quantile([7], 0.99) == 7
    assert quantile(list(range(1, 101)), 0.95) == 95
    assert quantile(list(range(1, 101)), 0.99) == 99
    assert quantile([4, 1, 3, 2], 1.0) == 4


def test_time_inside_an_inner_stage_is_not_counted_for_the_outer():
    from benchmarks.kit.stages import Watch

    watch = Watch()
    with watch.stage("outer"), watch.stage("inner"):
        time.sleep(0.02)
    assert watch.seconds["inner"] >= 0.02
    assert watch.seconds["outer"] < 0.01
    assert [stage.stage for stage in watch.shown("case", 1)] == ["inner", "outer"]


def test_bare_inserts_are_durable_and_counted(tmp_path):
    import sqlite3

    from benchmarks.kit.bare import Bare

    bare = Bare(tmp_path / "bare.sqlite3")
    rate = bare.round([b"a", b"bc"], 0.05)
    rows = sqlite3.connect(bare.file).execute("SELECT count(*), max(length(body)) FROM bare").fetchone()
    assert rows[0] >= 1
    assert rate == bare.rates[0] > 0
