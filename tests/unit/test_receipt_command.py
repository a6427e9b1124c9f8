"""`zs receipt verify`: in Chinese for people, JSON for machines, and it needs nothing but the file and the trust."""

import argparse
import json
import os
import subprocess
import sys

import pytest

from data.receipts import make
from zhishui.doors.cli import receipt
from zhishui.kernel import Refused


ALONE = """
import argparse, sys
from zhishui.doors.cli import receipt
parser = argparse.ArgumentParser()
receipt.register(parser.add_subparsers(required=True))
args = parser.parse_args()
sys.exit(args.handler(args))
"""


def run(*arguments):
    parser = argparse.ArgumentParser()
    receipt.register(parser.add_subparsers(required=True))
    args = parser.parse_args(["receipt", "verify", *map(str, arguments)])
    return args.handler(args)


@pytest.fixture
def trust(tmp_path):
    path = tmp_path / "trust.json"
    path.write_text(make.keys().trust.to_json(), encoding="utf-8")
    return path


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "回执.pdf"
    path.write_bytes(make.good())
    return path


def test_a_good_receipt(good, trust, capsys):
    assert run(good, "--trust", trust) == 0
    words = capsys.readouterr().out
    for said in (
        "真的：每一处都核验过",
        "演示密钥签发，没有法律效力",
        "办理人：陈静",
        "事项：居民个人取得综合所得年度汇算清缴",
        "应退税额：1,284.00",
        "提交时间：2026年3月16日 09:02:03",
        "第6条（盖章时共13条）",
    ):
        assert said in words


def test_a_changed_receipt(good, trust, capsys):
    good.write_bytes(make.good().replace(b"/BureauSeal", b"/BureauSeaL").replace(b"(BureauSeal)", b"(BureauSeaL)"))
    assert run(good, "--trust", trust) == 1
    words = capsys.readouterr().out
    assert "不能证明是真的：文件内容在盖章之后被改过。" in words
    assert "陈静" not in words


def test_json_for_machines(good, trust, capsys):
    assert run(good, "--trust", trust, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True
    assert report["claims"]["who"] == "陈静"
    good.write_bytes(b"%PDF-1.7")
    assert run(good, "--trust", trust, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["ok"], report["claims"]) == (False, None)


@pytest.mark.parametrize(
    ("file", "believed", "code"),
    [("没有.pdf", "trust.json", "file-unreadable"), ("回执.pdf", "none.json", "trust-missing")],
)
def test_a_file_or_trust_that_is_not_there(good, trust, tmp_path, file, believed, code):
    with pytest.raises(Refused) as refusal:
        run(tmp_path / file, "--trust", tmp_path / believed)
    assert refusal.value.problems[0].code == code


def test_wrong_usage():
    with pytest.raises(SystemExit) as ending:
        run()
    assert ending.value.code == 2


def test_it_runs_with_no_settings_no_database_and_the_trust_of_the_data_folder(good, tmp_path):
    home = tmp_path / "data" / "keys" / "DEMO"
    home.mkdir(parents=True)
    (home / "trust.json").write_text(make.keys().trust.to_json(), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "ZHISHUI"))}
    command = [sys.executable, "-c", ALONE, "receipt", "verify", str(good)]
    for extra, where in (({}, tmp_path), ({"ZHISHUI_DATA": str(tmp_path / "data")}, home)):
        done = subprocess.run(command, env={**environment, **extra}, cwd=where, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert "陈静" in done.stdout.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "回执.pdf"]
