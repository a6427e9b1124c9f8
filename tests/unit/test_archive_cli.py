"""Does `zs archive verify` tell the truth, to people and to machines?"""

import json

import pytest

from conftest import NOON
from journal_kit import BY
from zhishui.doors.cli import root
from zhishui.filing.archive import services
from zhishui.kernel import Ref


pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(data_folder):
    for number in range(30):
        case = Ref("filing", "case", f"c{number}")
        services.store(case=case, documents={"a.pdf": b"%d" % number}, retention="tax-10-years", by=BY, at=NOON)
    return data_folder / "archive"


def zs(capsys, *arguments: str) -> tuple[int, str]:
    code = root.run(["archive", "verify", *arguments], work=lambda **_: 0)
    return code, capsys.readouterr().out


def test_a_sound_archive_is_counted(capsys, archive):
    code, told = zs(capsys)
    assert code == 0
    assert told.startswith("档案完好：30 个案件，")
    code, told = zs(capsys, "--json")
    report = json.loads(told)
    assert (code, report["ok"], report["objects"], report["damages"], report["problems"]) == (0, True, 30, [], [])


def test_every_damage_is_listed_for_machines_and_the_first_for_people(capsys, archive):
    for path in archive.rglob("a.pdf"):
        path.write_bytes(b"other")
    code, told = zs(capsys, "--json")
    report = json.loads(told)
    assert (code, report["ok"], len(report["damages"])) == (1, False, 30)
    assert {problem["code"] for problem in report["problems"]} == {"archive-damaged"}
    code, told = zs(capsys)
    assert code == 1
    assert "档案有 30 处不对" in told
    assert "其余 10 处" in told


def test_an_archive_not_begun_is_sound(capsys, data_folder):
    assert zs(capsys)[0] == 0
