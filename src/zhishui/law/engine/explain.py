"""Why is this figure what it is? Walk back from it, through only what decided it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from zhishui.law.engine.act import Node, Program, Step
from zhishui.law.engine.answers import Step as Line
from zhishui.law.engine.answers import StepInput, TableRow, WhyNot
from zhishui.law.engine.inputs import TOLD, Facts
from zhishui.law.engine.laws import Cite
from zhishui.law.engine.missing import Missing
from zhishui.law.engine.run import holding_exception
from zhishui.law.engine.traced import Key, Traced, lift, said
from zhishui.law.engine.units import MONEY, Brackets, show


ROUNDING = "四舍五入到分"
SCALAR = -1


@dataclass(slots=True)
class Walk:
    """One explanation in the making; lines come out from facts to figure."""

    program: Program
    facts: Facts
    values: dict[str, object]
    lines: dict[Key, Line] = field(default_factory=dict)
    marks: dict[Key, object] = field(default_factory=dict)
    inputs: dict[Key, StepInput] = field(default_factory=dict)

    def visit(self, key: Key) -> None:
        """Explain what a figure needs, then the figure."""
        step = self.program.by_name[key[0]]
        name = holding_exception(step, self.values) if step.exceptions else ""
        ruling = self.program.by_name[name] if name else step
        traced = self.trace(ruling, key[1])
        # That an exception does not hold decides as much as that it does.
        conditions = self.conditions(step) if step.exceptions else {}
        needs = traced.needs.union(*(condition.needs for condition in conditions.values()))
        order = self.ordered(needs, ruling) if len(needs) > 1 else list(needs)
        for need in order:
            if need[0] in self.program.by_name and need not in self.lines:
                self.visit(need)
        # Over the records of a list the reasons only repeat which kind each record is.
        why = () if step.each else traced.why + tuple(why for one in conditions.values() for why in one.why)
        self.lines[key] = self.line(key, ruling, traced, order, tuple(map(said, why)))

    def ordered(self, needs: frozenset[Key], ruling: Step) -> list[Key]:
        """Put what decided in the order the rule names it, then by record."""
        named = [key for key in ruling.keys if key in needs]
        if len(named) == len(needs):
            return named
        takes = ruling.takes
        return sorted(needs, key=lambda need: (takes.index(need[0]) if need[0] in takes else len(takes), need[1]))

    def trace(self, step: Step, row: int) -> Traced:
        """Run a rule in the second gear on one record, or on none."""
        if step.keys:
            marks = self.marks
            return lift(step.trace(*[marks[key] if key in marks else self.mark(key) for key in step.keys]))
        return lift(step.trace(*[self.operand(name, step.each, row) for name in step.takes]))

    def operand(self, name: str, each: str, row: int) -> object:
        """Give what a name stands for inside a rule: a value, or a whole column."""
        node = self.program.book.nodes[name]
        if not node.each or type(self.values[name]) is Missing:
            return self.mark((name, SCALAR))
        if node.each == each:
            return self.mark((name, row))
        column = cast("tuple[object, ...]", self.values[name])
        return tuple(self.mark((name, at)) for at in range(len(column)))

    def mark(self, key: Key) -> object:
        """Make a value traced, unless it is missing; once for each value."""
        if key not in self.marks:
            value = self.values[key[0]]
            one = value if key[1] == SCALAR else cast("tuple[object, ...]", value)[key[1]]
            node = self.program.book.nodes[key[0]]
            self.marks[key] = one if type(one) is Missing else marked(node, key, one)
        return self.marks[key]

    def conditions(self, step: Step) -> dict[str, Traced]:
        """Trace the conditions of the exceptions to a figure."""
        open_ = (when for _, when in step.exceptions if not isinstance(self.values[when], Missing))
        return {when: self.trace(self.program.by_name[when], SCALAR) for when in open_}

    def exceptions_not_met(self, name: str) -> tuple[WhyNot, ...]:
        """Say of each exception to a figure that does not apply which comparison failed."""
        step = self.program.by_name[name]
        holding = holding_exception(step, self.values)
        conditions = self.conditions(step)
        passed = [(one, when) for one, when in step.exceptions if one != holding and when in conditions]
        return tuple(self.why_not(one, conditions[when]) for one, when in passed if self.program.by_name[one].rule)

    def why_not(self, name: str, condition: Traced) -> WhyNot:
        """Say why one exception does not apply."""
        ruling = self.program.by_name[name]
        return WhyNot(name, ruling.law.title, tuple(map(said, condition.why)), ruling.cites)

    def line(self, key: Key, ruling: Step, traced: Traced, needs: list[Key], because: tuple[str, ...]) -> Line:
        """Write one line of the account."""
        node = self.program.book.nodes[key[0]]
        value = cast("Traced", self.mark(key)).text
        words = traced.text if traced.unit == node.unit and node.unit_text else value
        return Line(
            path_of(node, key[1]),
            ruling.law.title,
            value,
            node.unit_text,
            ruling.law.words,
            f"{words}，{ROUNDING}" if traced.rounded else words,
            self.cites(ruling, needs),
            tuple(map(self.input, needs)),
            ROUNDING if traced.rounded else "",
            because,
            table_rows(traced) if traced.row else (),
        )

    def cites(self, ruling: Step, needs: list[Key]) -> tuple[Cite, ...]:
        """Give the articles of a rule and of the amounts and rates that decided, each place once."""
        set_by = [self.program.cites[name] for name, _ in needs if name in self.program.cites]
        every = (*ruling.cites, *set_by)
        return tuple({(cite.law, cite.article): cite for cite in every}.values()) if set_by else ruling.cites

    def input(self, key: Key) -> StepInput:
        """Describe one thing that decided a line; once for each."""
        if key not in self.inputs:
            self.inputs[key] = self.described(key)
        return self.inputs[key]

    def described(self, key: Key) -> StepInput:
        """Say what a thing is, and of a fact where it came from."""
        node = self.program.book.nodes[key[0]]
        path = path_of(node, key[1])
        text = cast("Traced", self.mark(key)).text
        if node.kind != "input":
            return StepInput(path, node.title, text, node.unit_text, node.kind)
        given = self.facts.given.get(path, TOLD)
        return StepInput(path, node.title, text, node.unit_text, node.kind, given.standing, given.reason, given.sources)


def marked(node: Node, key: Key, value: object) -> Traced:
    """Give a value its unit, its writing and its name."""
    return Traced(value, node.unit, node.text(value), frozenset((key,)), node.title, choices=node.choices)


def path_of(node: Node, row: int) -> str:
    """Write the path of a value: "items[0].months", "item_deduction[0]", "salary"."""
    if row == SCALAR:
        return node.name
    return f"{node.each}[{row}].{node.name}" if node.kind == "input" else f"{node.name}[{row}]"


def table_rows(traced: Traced) -> tuple[TableRow, ...]:
    """Print the rate table a value was read from, the row that applied marked."""
    assert traced.row is not None
    table, hit = traced.row
    return tuple(_row(table, at, hit) for at in range(len(table.rows)))


def _row(table: Brackets, at: int, hit: int) -> TableRow:
    row = table.rows[at]
    below = show(table.rows[at - 1].up_to or 0, MONEY) if at else ""
    top = show(row.up_to, MONEY) if row.up_to is not None else ""
    return TableRow(below, top, f"{row.rate}%", show(row.quick, MONEY), at == hit)
