"""Do `zs log verify` and `zs log checkpoint` tell the truth, to people and to machines?"""

import json

import pytest
from django.db import connection

from journal_kit import happen
from zhishui.doors.cli import root
from zhishui.journal import append_only
from zhishui.journal.models import Checkpoint, Event, Leaf, Node


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]


def zs(capsys, *arguments: str) -> tuple[int, str]:
    code = root.run(list(arguments), work=lambda **_: 0)
    told = capsys.readouterr()
    return code, told.out + told.err


def test_an_empty_log_has_no_checkpoint_and_is_sound(capsys):
    code, told = zs(capsys, "log", "checkpoint", "--json")
    assert (code, json.loads(told)["problems"][0]["code"]) == (1, "log-empty")
    code, told = zs(capsys, "log", "verify")
    assert code == 0
    assert "日志完好：0 条" in told


def test_a_checkpoint_is_printed_so_that_it_can_be_kept(capsys, tmp_path):
    happen(3)
    code, note = zs(capsys, "log", "checkpoint")
    assert (code, note) == (0, Checkpoint.objects.get().note)
    (tmp_path / "kept").write_text(note)
    happen(2, start=3)
    code, told = zs(capsys, "log", "checkpoint", "--json")
    assert json.loads(told)["size"] == 5
    code, told = zs(capsys, "log", "verify", "--witness", str(tmp_path / "kept"), "--json")
    report = json.loads(told)
    assert (code, report["ok"], report["leaves"], report["checkpoints"], report["witnessed"]) == (0, True, 5, 2, 1)
    code, told = zs(capsys, "log", "verify", "--witness", str(tmp_path / "kept"))
    assert "与外部检查点 1 个一致" in told


def test_a_broken_log_is_refused_with_the_first_bad_record(capsys):
    happen(3)
    zs(capsys, "log", "checkpoint")
    append_only.lift(connection)
    Event.objects.filter(leaf__index=1).update(under="staff:clerk")
    bad = Event.objects.get(leaf__index=1).id
    code, told = zs(capsys, "log", "verify", "--json")
    report = json.loads(told)
    assert (code, report["ok"], report["bad"]["record"]) == (1, False, bad)
    assert report["problems"][0] == {
        "code": "log-broken",
        "message": f"日志第一处不对在 event {bad}：与第 1 片叶子不符。请保存现场并报告安全管理员。",
        "field": f"event {bad}",
    }
    code, told = zs(capsys, "log", "verify")
    assert code == 1
    assert "log-broken" in told


def test_an_old_copy_of_the_log_is_known_by_what_a_witness_kept(capsys, tmp_path):
    happen(1)
    zs(capsys, "log", "checkpoint")
    happen(1, start=1)
    (tmp_path / "kept").write_text(zs(capsys, "log", "checkpoint")[1])
    append_only.lift(connection)
    Checkpoint.objects.filter(size=2).delete()
    Node.objects.all().delete()
    Leaf.objects.filter(index=1).delete()
    Event.objects.filter(leaf=None).delete()
    append_only.guard(connection)
    assert zs(capsys, "log", "verify")[0] == 0
    code, told = zs(capsys, "log", "verify", "--witness", str(tmp_path / "kept"))
    assert code == 1
    assert "恢复了旧备份" in told


@pytest.mark.parametrize("content", [None, b"\xff\xfe", "另一份日志\n".encode()])
def test_a_witness_that_cannot_be_read_is_an_input_error(capsys, tmp_path, content):
    if content is not None:
        (tmp_path / "kept").write_bytes(content)
    code, told = zs(capsys, "log", "verify", "--witness", str(tmp_path / "kept"), "--json")
    assert (code, json.loads(told)["problems"][0]["code"]) == (1, "witness-unreadable")


def test_wrong_usage_is_2():
    with pytest.raises(SystemExit) as exit_:
        root.run(["log", "forget"], work=lambda **_: 0)
    assert exit_.value.code == 2
