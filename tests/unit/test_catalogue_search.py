"""Is the matter found that a person means, however it is typed?"""

from __future__ import annotations

import pytest

from zhishui.catalogue import load, search


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hsqj", "SB09"),
        ("HSQJ", "SB09"),
        ("汇算清缴", "SB09"),
        ("年度汇算", "SB09"),
        ("退个税", "SB09"),
        ("我要退税", "SB09"),
        ("huisuanqingjiao", "SB09"),
        ("hui suan qing jiao", "SB09"),
        ("sb09", "SB09"),
        ("ＳＢ０９", "SB09"),
        ("房租", "XX09"),
        ("zxfjkc", "XX09"),
        ("纳税记录", "ZM02"),
        ("nsjl", "ZM02"),
        ("买房要个税证明", "ZM02"),
    ],
)
def test_the_matter_meant_comes_first(typed, code):
    found = search(load(), typed)
    assert found.matters[0].code == code
    assert found.nearest == ""


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("汇算清徼", "汇算清缴"), ("hsqi", "hsqj"), ("租房怎么扣税", "租房扣税"), ("纳税计录", "纳税记录")],
)
def test_a_slip_of_the_finger_gets_the_nearest_word(typed, nearest):
    found = search(load(), typed)
    assert found.nearest == nearest
    assert found.matters


@pytest.mark.parametrize("typed", ["", "  ", "？！", "量子力学", "\x00", "a" * 10_000])
def test_nothing_is_found_where_there_is_nothing(typed):
    assert search(load(), typed).matters == ()
