"""Does `zs test` run what was named, count honestly, and say what it left out?"""

from pathlib import Path

import psycopg
import pytest

from zhishui.doors.cli.testing import checks, debian, parts, postgres, pytests, tally


JUNIT = """<testsuites><testsuite>
<testcase classname="tests.unit.test_a" name="ok" time="0.5"/>
<testcase classname="tests.unit.test_a" name="bad" time="0.25"><failure message="no"/></testcase>
<testcase classname="tests.unit.test_a" name="broken" time="0"><error message="fixture"/></testcase>
<testcase classname="tests.journey.test_b" name="page" time="0"><skipped message="没有浏览器"/></testcase>
<testcase classname="tests.faults.test_c" name="kill" time="2"><properties><property name="size" value="20"/>
<property name="full" value="2000"/><property name="seed" value="7"/></properties></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def tests_of(tmp_path: Path) -> Path:
    for file in ("unit/test_money.py", "journey/test_outage_pages.py", "faults/test_outage.py", "shape/test_walls.py"):
        (tmp_path / "tests" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tests" / file).touch()
    return tmp_path


def results(tmp_path: Path, code: int, text: str | None = JUNIT) -> dict[str, pytests.Result]:
    report = tmp_path / "report.xml"
    if text is not None:
        report.write_text(text)
    return {result.part: result for result in pytests.results(report, code, "SQLite", 1.0)}


def test_nothing_named_means_everything(tests_of: Path) -> None:
    selection = parts.select(tests_of, [])
    assert selection.checks == checks.CHECKS
    assert selection.parts == parts.PARTS


def test_a_part_is_named_alone(tests_of: Path) -> None:
    selection = parts.select(tests_of, ["unit"])
    assert (selection.checks, selection.parts) == ((), ("unit",))


def test_a_word_finds_the_files_that_carry_it(tests_of: Path) -> None:
    found = parts.select(tests_of, ["outage"]).files
    assert {part: [file.name for file in files] for part, files in found.items()} == {
        "journey": ["test_outage_pages.py"],
        "faults": ["test_outage.py"],
    }


def test_a_name_that_means_nothing_is_refused(tests_of: Path) -> None:
    with pytest.raises(KeyError):
        parts.select(tests_of, ["outrage"])


def test_journeys_and_faults_run_alone(tests_of: Path) -> None:
    shared, alone = parts.groups(parts.select(tests_of, []))
    assert {file.parent.name for file in shared.files} == {"unit", "shape"}
    assert {file.parent.name for file in alone.files} == {"journey", "faults"}
    assert alone.workers == 0


def test_only_what_may_touch_a_database_goes_to_postgresql(tests_of: Path) -> None:
    groups = [group.on_postgres() for group in parts.groups(parts.select(tests_of, []))]
    assert {file.parent.name for group in groups for file in group.files} == {"unit", "journey", "faults"}


def test_errors_count_as_failures_and_skips_keep_their_reason(tmp_path: Path) -> None:
    found = results(tmp_path, 1)
    assert (found["unit"].passed, found["unit"].failed) == (1, 2)
    assert found["journey"].skips == [("没有浏览器", "tests.journey.test_b::page")]


def test_a_run_that_broke_off_is_a_failure(tmp_path: Path) -> None:
    assert results(tmp_path, 3, None)["pytest"].failed == 1


def test_a_run_that_was_cut_short_is_a_failure(tmp_path: Path) -> None:
    passed = '<testsuites><testsuite><testcase classname="tests.unit.t" name="a"/></testsuite></testsuites>'
    assert results(tmp_path, 2, passed)["pytest"].failed == 1


def test_a_file_that_could_not_be_imported_counts_for_its_part(tmp_path: Path) -> None:
    text = '<testsuites><testcase classname="" name="tests.unit.test_x"><error message="no"/></testcase></testsuites>'
    assert results(tmp_path, 1, text)["unit"].failed == 1


def test_no_test_selected_is_no_failure(tmp_path: Path) -> None:
    assert results(tmp_path, pytests.NO_TESTS, "<testsuites/>") == {}


def test_the_last_line_is_the_one_ci_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tally.Report([checks.Checked("lint", True, 0.1)], list(results(tmp_path, 1).values()), ["strace 没有"])
    tally.show(report, seconds=3.0, full=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "3 passed, 2 failed, 1 skipped"
    assert any("20 / 2000" in line and "种子 7" in line for line in lines)
    assert any("没有浏览器" in line for line in lines)
    assert any("strace 没有" in line for line in lines)
    assert not report.passed()


def test_what_the_other_database_ran_is_not_named_as_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = pytests.Result("faults", "SQLite", skipped=1, skips=[("只在 PostgreSQL 上", "a::b")])
    tally.show(tally.Report(results=[skipped]), seconds=0, full=False)
    assert "只在 PostgreSQL 上" in capsys.readouterr().out
    elsewhere = pytests.Result("faults", "PostgreSQL 18.4", passed=1, ran={"a::b"})
    tally.show(tally.Report(results=[skipped, elsewhere]), seconds=0, full=False)
    assert "只在 PostgreSQL 上" not in capsys.readouterr().out


def test_nothing_run_is_not_a_pass() -> None:
    assert not tally.Report().passed()


def test_what_is_missing_is_named_when_it_cannot_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "_may_install", lambda: False)
    monkeypatch.setattr(debian, "NEEDS", (debian.Need("faults", "no-such-tool", ("no-such-package",)),))
    assert "apt-get install no-such-package" in debian.prepare(("faults",))[0]
    assert debian.prepare(("unit",)) == []


@pytest.mark.parametrize("hidden", [False, True], ids=["in-place", "copied"])
def test_a_postgresql_starts_and_goes(hidden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # A checkout below a private folder: its programs are copied to where the server's user may read.
    monkeypatch.setattr(postgres, "_may_read", lambda _folder: not hidden)
    with postgres.server() as found:
        assert isinstance(found, postgres.Server), found
        with psycopg.connect(found.url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(found.url, connect_timeout=2)
