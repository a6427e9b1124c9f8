"""Do the worked examples beside the law come out, and are there enough of them?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from zhishui.law import acts
from zhishui.law.casebook import cases


CASES = cases()
NAMES = yaml.safe_load((Path(__file__).parents[1] / "data" / "law" / "public_names.yaml").read_text())
ENOUGH = 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.act}:{case.title}")
def test_case(case):
    assert case.run() == []


def test_every_figure_has_enough_cases():
    seen = Counter((case.act, figure) for case in CASES for figure in case.expect)
    for act in acts():
        for figure in act.figures:
            assert seen[act.code, figure.name] >= ENOUGH, (act.code, figure.name)


def test_every_case_says_by_which_law():
    assert all(case.why for case in CASES)


def test_acts_keep_their_public_names():
    for act in acts():
        promised = NAMES[act.code]
        assert [figure.name for figure in act.figures] == promised["figures"]
        assert {view.name for view in act.inputs} == set(promised["inputs"])


def test_inputs_keep_their_choices_and_fields():
    for act in acts():
        for view in act.inputs:
            promised = NAMES[act.code]["inputs"][view.name]
            if isinstance(promised, list):
                assert set(promised) <= set(view.one_of) | {item.name for item in view.items}
