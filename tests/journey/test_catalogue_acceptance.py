"""Does each matter file's acceptance script, done for real as its persona, come to the figures worked out by hand?"""

from __future__ import annotations

import pytest

from zhishui.catalogue import load


SCRIPTS = [(matter, script) for matter in load().matters.values() for script in matter.acceptance]


@pytest.mark.parametrize(("matter", "script"), SCRIPTS, ids=[f"{matter.code}-{one.persona}" for matter, one in SCRIPTS])
def test_the_script_comes_to_the_figures_worked_out_by_hand(city, matter, script):
    from zhishui.doors.cli.routes import by_services

    filed = by_services(matter, script)
    assert {name: str(filed.figures.get(name)) for name in script.expect} == dict(script.expect)
    assert filed.asked - filed.prefilled <= len(script.answers)
