"""Does `zs law` print what it promises, one JSON document or words, with the right exit code?"""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from zhishui.doors.cli import root


PERSON = {"salary": "204000", "special": "45900", "withheld": "12000", "check_exemption": True}


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(PERSON))
    return str(path)


def zs(*arguments):
    return root.run(["law", *arguments], work=lambda **_: None)


def said(capsys, *arguments, code=0):
    assert zs(*arguments, "--json") == code
    return json.loads(capsys.readouterr().out)


def test_list(capsys):
    listed = said(capsys, "list")
    assert [act["code"] for act in listed] == ["iit_annual", "iit_additional", "iit_child_months", "iit_elder_months"]
    assert listed[0]["gears"] == ["ints", "trace"]
    assert zs("list") == 0
    assert "综合所得年度汇算" in capsys.readouterr().out


def test_compute(capsys, facts):
    figures = said(capsys, "compute", "iit_annual", "--period", "2025", "--input", facts)["figures"]
    # 98,100 of taxable income at 10 % less 2,520.
    assert (figures["tax_total"]["value"], figures["balance"]["value"]) == ("7290.00", "-4710.00")
    assert zs("compute", "iit_annual", "--period", "2025", "--input", facts) == 0
    assert "应补（退）税额 balance：-4710.00元" in capsys.readouterr().out


def test_compute_says_what_is_missing_and_what_has_no_law(capsys, tmp_path):
    path = tmp_path / "facts.json"
    path.write_text('{"salary": "100000", "bonus": "1", "bonus_method": "separate"}')
    assert zs("compute", "iit_annual", "--period", "2028", "--input", str(path)) == 0
    assert "尚无法律规定" in capsys.readouterr().out
    path.write_text('{"salary": "100000"}')
    zs("compute", "iit_annual", "--period", "2025", "--input", str(path))
    assert "还不能算，缺 withheld" in capsys.readouterr().out


def test_explain(capsys, facts):
    found = said(capsys, "explain", "iit_annual", "tax_comprehensive", "--period", "2025", "--input", facts)
    assert found["steps"][-1]["words"] == "98,100.00 × 10% − 2,520.00，四舍五入到分"
    assert zs("explain", "iit_annual", "settlement", "--period", "2025", "--input", facts) == 0
    words = capsys.readouterr().out
    assert "汇算结论：可以申请退税" in words
    assert "▶ 36,000.00到144,000.00" in words
    assert "不适用“免于汇算”：应补（退）税额−4,710.00元不大于0" in words


def test_deadline(capsys):
    window = said(capsys, "deadline", "iit_comprehensive", "--period", "2025")
    assert (window["opens"], window["due"]) == ("2026-03-01", "2026-06-30")
    assert zs("deadline", "iit_comprehensive", "--period", "2025") == 0
    assert "2026-03-01 至 2026-06-30" in capsys.readouterr().out


def test_check(capsys):
    found = said(capsys, "check")
    assert found["wrong"] == []
    assert found["cases"] > 80
    assert zs("check") == 0
    assert "都对" in capsys.readouterr().out


LINES = """\
{"id": "a", "act": "iit_annual", "period": "2025", "inputs": {"salary": "200000", "special": "40000"}}
{"id": "b", "act": "iit_annual", "period": "2018", "inputs": {"salary": "1"}}

{"id": "c", "act": "iit_child_months", "inputs": {"child_birth": "2022-05-10", "year": "2025"}}
nonsense
{"id": "d", "act": "nothing", "period": "2025", "inputs": {}}
{"id": "e", "act": "iit_annual", "period": "2025", "inputs": []}
{"id": "f", "act": "iit_annual", "inputs": {}}
{"id": "g", "act": "iit_elder_months", "period": "2026", "inputs": {}}
{"id": "h", "act": "iit_annual", "period": "2028", "inputs": {"salary": "100000", "withheld": "0"}}
{"id": "i", "act": "iit_annual", "period": "2028", "inputs": {"salary": "100000", "withheld": "0", "check_exemption": true}}
"""


def test_run(capsys, tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text(LINES)
    assert zs("run", str(path)) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in answers] == ["a", "b", "c", None, "d", "e", "f", "g", "h", "i"]
    assert answers[0]["outputs"]["tax_comprehensive"] == "7480.00"
    assert "balance" not in answers[0]["outputs"]
    assert answers[2]["outputs"] == {"infant_months": 4, "education_months": 8, "additional_deduction": "24000.00"}
    assert answers[8]["outputs"]["balance"] == "1480.00"
    problems = [(one["problem"]["code"], one["problem"]["field"]) for one in answers if "problem" in one]
    assert problems == [
        ("no-law-for-date", "period"),
        ("not-json", ""),
        ("unknown-act", "act"),
        ("not-an-object", "inputs"),
        ("not-a-period", "period"),
        ("missing-fact", "parent_birth"),
        ("no-law-for-date", ""),
    ]


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(PERSON)))
    assert said(capsys, "compute", "iit_annual", "--period", "2025", "--input", "-")["act"] == "iit_annual"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("compute", "iit_annual", "--period", "2025", "--input", "nowhere.json"), "file-unreadable"),
        (("compute", "iit_annual", "--period", "25", "--input", "-"), "not-a-period"),
        (("compute", "nothing", "--period", "2025", "--input", "-"), "unknown-act"),
        (("explain", "iit_annual", "nothing", "--period", "2025", "--input", "-"), "unknown-figure"),
        (("deadline", "nothing", "--period", "2025"), "unknown-deadline"),
    ],
)
def test_refusals_are_one_problem_and_exit_code_1(capsys, monkeypatch, arguments, code):
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(PERSON)))
    assert said(capsys, *arguments, code=1)["problems"][0]["code"] == code


def test_usage_is_exit_code_2():
    with pytest.raises(SystemExit) as left:
        zs("compute", "iit_annual")
    assert left.value.code == 2


def test_it_needs_neither_django_nor_numpy():
    program = (
        "import sys; from zhishui.doors.cli import root; code = root.run(['law', 'list'], work=None);"
        "assert not {'django', 'numpy', 'pydantic'} & set(sys.modules); sys.exit(code)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0
