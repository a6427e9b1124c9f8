"""Do `zs city make` and `zs import facts` load a city through the same import a real city uses?"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from zhishui.doors.cli import ready, root
from zhishui.journal.models import Event
from zhishui.kernel import Period
from zhishui.person.facts.models import Fact
from zhishui.person.facts.queries import facts_of
from zhishui.person.identity.queries import taxpayer_by_number
from zhishui_city import personas


@pytest.fixture(autouse=True)
def set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test process is ready: keys and tables need no second look."""
    monkeypatch.setattr(ready, "ready", lambda: None)


def zs(*arguments: str) -> int:
    return root.run(list(arguments), work=lambda: None)


def make(folder: Path, capsys: pytest.CaptureFixture[str], people: int = 60, seed: int = 7) -> dict:
    assert zs("city", "make", "--people", str(people), "--seed", str(seed), "--out", str(folder), "--json") == 0
    return json.loads(capsys.readouterr().out)


def bring_in(paths: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict]:
    reports = []
    for path in paths:
        assert zs("import", "facts", "--department", Path(path).parent.name, path, "--json") == 0
        reports.append(json.loads(capsys.readouterr().out))
    return reports


def test_make_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    told = make(tmp_path / "city", capsys)
    assert (told["people"], told["seed"]) == (60, 7)
    assert all(Path(path).is_file() for path in told["files"])


def test_make_refuses_a_folder_in_use_and_odd_sizes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "mine.txt").write_text("x")
    assert zs("city", "make", "--out", str(tmp_path)) == 1
    assert "folder-not-empty" in capsys.readouterr().err
    assert zs("city", "make", "--people", "3", "--out", str(tmp_path / "x"), "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "bad-people"
    with pytest.raises(SystemExit) as caught:
        zs("city", "make")
    assert caught.value.code == 2


@pytest.mark.django_db
def test_a_made_city_is_brought_in_once(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    size: Callable[..., int],
    record_property: Callable[[str, object], None],
):
    told = make(tmp_path / "city", capsys, people=size(gate=100, full=2_000, seed=7))
    start = time.perf_counter()
    reports = bring_in(told["files"], capsys)
    record_property("seconds", round(time.perf_counter() - start, 1))
    assert sum(report["recorded"]["new"] for report in reports) == told["records"] == Fact.objects.count()
    assert Event.objects.filter(name="exchange.file.imported").count() == len(told["files"])
    again = bring_in(told["files"], capsys)
    assert sum(report["recorded"]["known"] for report in again) == told["records"] == Fact.objects.count()
    for persona in personas():
        if persona.number:
            person = taxpayer_by_number(persona.number)
            assert person.name == persona.name
            assert facts_of(person.ref, ["income.payment"], Period.parse("2025"))


@pytest.mark.django_db
def test_a_second_city_fits_beside_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    bring_in(make(tmp_path / "one", capsys, people=40, seed=1)["files"], capsys)
    first = Fact.objects.count()
    other = make(tmp_path / "two", capsys, people=40, seed=2)
    reports = bring_in(other["files"], capsys)
    assert sum(report["recorded"]["conflicting"] for report in reports) == 0
    known = sum(report["recorded"]["known"] for report in reports)  # the personas are the same people in each city
    assert known > 0
    assert Fact.objects.count() == first + other["records"] - known


@pytest.mark.django_db
def test_a_wrong_file_is_refused_with_code_1_and_nothing_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "identity.csv"
    path.write_text(
        "record_id,taxpayer_number,taxpayer_name,born_on\nR-1,380102198804120026,陈静,1988-04-12\n", "utf-8"
    )
    assert zs("import", "facts", "--department", "public_security", str(path)) == 1
    told = capsys.readouterr().err
    assert "第2行“证件号码”有误" in told
    assert "380102198804120026" not in told
    assert Fact.objects.count() == 0


@pytest.mark.django_db
def test_an_import_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "2025年身份.csv"
    path.write_text("记录编号,证件号码,姓名,出生日期\nR-1,380102198804120025,陈静,1988-04-12\n", "utf-8")
    assert zs("import", "facts", "--department", "public_security", "--record", "identity", str(path)) == 0
    assert capsys.readouterr().out.startswith("公安局“identity”：1条，没有错误。\n新记1条")
