"""Do `zs matters list|show|check` keep their promise to scripts: one JSON document, exit codes, no Django?"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from zhishui.catalogue import load
from zhishui.doors.cli.root import run


def zs(capsys, *arguments):
    code = run(["matters", *arguments], work=lambda **_: None)
    return code, capsys.readouterr().out


def test_list_is_one_json_document(capsys):
    code, out = zs(capsys, "list", "--json")
    assert code == 0
    assert [one["code"] for one in json.loads(out)["matters"]] == list(load().matters)


def test_list_searches_and_says_what_it_guessed(capsys):
    said = json.loads(zs(capsys, "list", "--search", "汇算清徼", "--json")[1])
    assert said["nearest"] == "汇算清缴"
    assert "您是不是要找" in zs(capsys, "list", "--search", "汇算清徼")[1]


@pytest.mark.parametrize("code", list(load().matters))
def test_show_tells_what_is_asked_and_where_it_comes_from(capsys, code):
    status, out = zs(capsys, "show", code, "--json")
    shown = json.loads(out)
    assert status == 0
    assert len(shown["revisions"][0]["version"]) == 64
    assert all(question["label"] for question in shown["revisions"][0]["questions"])
    assert code in zs(capsys, "show", code)[1]


def test_show_of_nothing_is_refused(capsys):
    status, out = zs(capsys, "show", "XX00", "--json")
    assert status == 1
    assert json.loads(out)["problems"][0]["code"] == "unknown-matter"


def test_check_finds_the_slip_in_one_file(capsys, tmp_path):
    assert zs(capsys, "check")[0] == 0
    bad = tmp_path / "QQ01.yaml"
    bad.write_text("code: QQ01\ncode: QQ01\n")
    status, out = zs(capsys, "check", str(bad), str(tmp_path / "none.yaml"), "--json")
    assert status == 1
    assert [problem["code"] for problem in json.loads(out)["problems"]] == ["catalogue-invalid", "file-unreadable"]
    assert zs(capsys, "check", "--directory", str(tmp_path))[0] == 1
    with_none = zs(capsys, "check", "--directory", str(tmp_path / "nowhere"), "--json")
    assert json.loads(with_none[1])["problems"][0]["code"] == "no-directory"


def test_a_writer_of_matter_files_needs_no_django():
    script = (
        "import sys; from zhishui.doors.cli.root import run; code = run(['matters', 'check'], work=print);"
        "sys.exit(code or ('django' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
