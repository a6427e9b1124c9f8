"""Would a violation be seen? Each rule is handed a file that breaks it."""

import pytest

from shape import rules
from shape.rules import Source
from shape.test_budgets import over


PLANTED = {
    rules.without_return_type: ("src/zhishui/law/tax.py", "def tax(income: int): return income"),
    rules.floats: ("src/zhishui/filing/ledger/rules.py", "RATE = 0.03"),
    rules.matter_codes: ("src/zhishui/filing/counter/rules.py", 'def f(code: str) -> bool: return code == "SB09"'),
    rules.banned_names: ("src/zhishui/person/facts/utils.py", ""),
    rules.signals: ("src/zhishui/journal/services.py", "from django.db.models.signals import post_save"),
    rules.clocks: ("src/zhishui/person/facts/services.py", "import datetime as d\nNOW = d.datetime.now(tz=d.UTC)"),
    rules.foreign_tables: ("src/zhishui/filing/cases/queries.py", "from zhishui.person.facts.models import Fact"),
    rules.unprotected_keys: ("src/zhishui/filing/cases/models.py", "x = m.ForeignKey('a.B', on_delete=m.CASCADE)"),
}
ALSO = [
    (rules.floats, "src/zhishui/law/engine.py", "x = float('1')"),
    (rules.matter_codes, "src/zhishui/doors/web/views.py", "TABLE = {'ZM02': 1}"),
    (rules.matter_codes, "src/zhishui/doors/web/views.py", "x = code in ('XX09', 'SB09')"),
    (rules.matter_codes, "src/zhishui/doors/web/views.py", "match code:\n    case 'SB09':\n        pass"),
    (rules.signals, "src/zhishui/doors/web/apps.py", "from allauth.account.signals import user_logged_in"),
    (rules.clocks, "src/zhishui/filing/cases/rules.py", "import random"),
    (rules.clocks, "src/zhishui/filing/cases/rules.py", "x = date.today()"),
    (rules.foreign_tables, "src/zhishui/doors/web/views.py", "from zhishui.journal import models"),
    (rules.unprotected_keys, "src/zhishui/filing/cases/models.py", "x = m.OneToOneField('a.B', primary_key=True)"),
]
INNOCENT = [
    ("src/zhishui/doors/cli/bench.py", "SECONDS = 0.5"),
    ("src/zhishui/filing/cases/services.py", "from zhishui.filing.cases.models import Draft"),
    ("src/zhishui/filing/cases/models.py", "x = m.ForeignKey('a.B', on_delete=m.PROTECT)"),
    ("src/zhishui/filing/cases/models.py", "x = m.ForeignKey('a.B', m.PROTECT)"),
    ("src/zhishui/law/tax.py", "def tax(income: int) -> int: return income"),
]


def test_each_rule_has_its_violation() -> None:
    assert set(PLANTED) == set(rules.RULES)


@pytest.mark.parametrize(("rule", "path", "text"), [*((rule, *planted) for rule, planted in PLANTED.items()), *ALSO])
def test_a_planted_violation_is_seen(rule: rules.Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text))) != []


@pytest.mark.parametrize(("path", "text"), INNOCENT)
def test_what_is_allowed_passes(path: str, text: str) -> None:
    assert [found for rule in rules.RULES for found in rule(Source(path, text))] == []


def test_a_long_function_is_measured_without_its_docstring() -> None:
    text = 'def f() -> None:\n    """Say\n\n    more.\n    """\n' + "    x = 1\n" * 60
    assert rules.function_lines(Source("src/zhishui/law/x.py", text)) == {"src/zhishui/law/x.py::f": 61}


def test_no_exception_passes_the_hard_limit() -> None:
    assert over({"a": 401}, "file_lines", {"a": 401}) == {"a": 401}
    assert over({"a": 300}, "file_lines", {"a": 300}) == {}
    assert over({"a": 301}, "file_lines", {"a": 300}) == {"a": 301}
