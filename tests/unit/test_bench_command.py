"""Does `zs bench` keep its promise to scripts: one JSON document, its exit codes, nobody's data touched?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from zhishui.doors.cli import bench
from zhishui.doors.cli.root import run


ROW = {"case", "unit", "value", "p50", "p99", "baseline", "baseline_value", "ratio"}


def zs(*arguments: str) -> int:
    return run(["bench", *arguments], work=lambda **_: None)


def test_it_lists_the_benchmarks_of_the_checkout():
    assert {"filing", "pages", "recalculate"} <= set(bench.names())


def test_an_unknown_name_is_a_usage_error_that_names_the_known(capsys):
    assert zs("nonsense") == 2
    assert "recalculate" in capsys.readouterr().err


def test_an_installed_package_says_that_it_brings_none(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    assert zs("filing", "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "no-benchmarks"


def test_sizes_that_are_none_are_refused(capsys):
    assert zs("filing", "--seconds", "0", "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "bad-size"


def test_a_run_is_one_json_document_in_an_installation_of_its_own(tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"ZHISHUI_DATA": str(tmp_path), "PYTHONPATH": str(bench.ROOT / "src")}
    command = [sys.executable, "-m", "zhishui", "bench", "recalculate", "--json", "--seconds", "1", "--people", "2"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    told = json.loads(done.stdout)
    assert told["bench"] == "recalculate"
    assert told["machine"]["cores"]
    assert all(set(row) >= ROW for row in told["rows"])
    assert all(row["value"] > 0 and row["baseline_value"] > 0 for row in told["rows"])
    assert list(tmp_path.iterdir()) == []
