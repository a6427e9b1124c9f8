"""Do the gears agree: is every line of an explanation the very number that was computed?"""

from __future__ import annotations

import random

from property.iit_people import SEED, person
from zhishui.kernel import Fen, Period
from zhishui.law import compute, explain
from zhishui.law.book import book
from zhishui.law.engine.explain import Walk
from zhishui.law.engine.inputs import read
from zhishui.law.engine.run import holding_exception, run


def test_each_traced_line_has_the_value_of_plain_integers(size):
    rng = random.Random(SEED)
    for _ in range(size(gate=100, full=2_000, seed=SEED)):
        year = rng.randrange(2019, 2028)
        program = book("iit_annual").on(Period.of_year(year).until.replace(year=year, month=12, day=31))
        facts = read(program.book.act.inputs, person(rng, year))
        values = run(program, facts, Period.of_year(year))
        walk = Walk(program, facts, values)
        walk.visit(("settlement", -1))
        walk.visit(("donation_deducted", -1))
        for name, row in walk.lines:
            step = program.by_name[name]
            ruling = program.by_name[holding_exception(step, values) or name]
            assert walk.trace(ruling, row).value == (values[name] if row < 0 else values[name][row]), (name, row)


def test_what_an_explanation_leaves_out_does_not_decide(size):
    """Change any fact the explanation does not name, a little, and the figure stays what it is."""
    rng = random.Random(SEED)
    for _ in range(size(gate=60, full=1_000, seed=SEED)):
        one = person(rng, 2025)
        found = explain("iit_annual", Period.of_year(2025), one, "tax_total")
        named = {part.name for step in found.steps for part in step.inputs if part.kind == "input"}
        silent = [
            name for name, value in one.items() if isinstance(value, str) and name not in named and value[0].isdigit()
        ]
        for name in silent:
            moved = one | {name: (Fen.of_yuan(one[name]) + Fen(1)).yuan()}
            assert compute("iit_annual", Period.of_year(2025), moved).figures["tax_total"].value == found.value, name


def test_named_facts_alone_give_the_figure(size):
    """Keep only the facts the explanation names; the rest may be unknown without harm to the sum."""
    rng = random.Random(SEED)
    for _ in range(size(gate=60, full=1_000, seed=SEED)):
        one = person(rng, 2025)
        found = explain("iit_annual", Period.of_year(2025), one, "balance")
        named = {part.name.split("[")[0] for step in found.steps for part in step.inputs if part.kind == "input"}
        kept = {name: value for name, value in one.items() if name in named}
        assert compute("iit_annual", Period.of_year(2025), kept).figures["balance"].value == found.value
