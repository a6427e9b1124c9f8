"""Does a condition written in a matter's file hold? The law's operators, lint and reasons, over any values.

`Expression.parse('bonus > 0 and bonus_method == "separate"', names)`. A whole
number beside money means yuan. What is not known makes the answer `Unknown`,
unless the rest already decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import CodeType
from typing import Any

from zhishui.kernel import Fen, Unknown, refuse
from zhishui.law.engine.formula import LawError
from zhishui.law.engine.inputs import unwrap
from zhishui.law.engine.lint import check_expression
from zhishui.law.engine.missing import Missing
from zhishui.law.engine.operators import INTS
from zhishui.law.engine.traced import Traced, lift, said
from zhishui.law.engine.tracing import TRACE
from zhishui.law.engine.units import CHOICE, COUNT, DAY, FLAG, MONEY, Unit, show


MOST_CHARACTERS = 500


class _Words(ast.NodeTransformer):
    """Turn `and`, `or`, `not` and `in (…)`, which Python would decide by itself, into the law's own."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        join: ast.operator = ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr()
        return _joined(node.values, join)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Not):
            return node
        return ast.Call(ast.Name("choose", ast.Load()), [node.operand, ast.Constant(False), ast.Constant(True)], [])  # noqa: FBT003  a literal

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Compare(ops=[ast.In()], comparators=[ast.Tuple(elts=[_, *_] as options)]):
                tests: list[ast.expr] = [ast.Compare(node.left, [ast.Eq()], [option]) for option in options]
                return _joined(tests, ast.BitOr())
        return node


def _joined(parts: list[ast.expr], join: ast.operator) -> ast.expr:
    first, *rest = parts
    for part in rest:
        first = ast.BinOp(first, join, part)
    return first


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed condition or value; `names` are those it reads."""

    text: str
    names: frozenset[str]
    code: CodeType

    @classmethod
    def parse(cls, text: str, names: Iterable[str]) -> Expression:
        """Read a condition; LawError says what is not allowed in it."""
        try:
            tree = ast.parse(text.strip(), mode="eval") if len(text) <= MOST_CHARACTERS else None
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            tree = None
        if tree is None:
            raise LawError(f"{text[:80]!r} is not a condition")
        body = _Words().visit(tree.body)
        check_expression(body, frozenset(names), repr(text))
        read = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)} - set(INTS)
        whole = ast.fix_missing_locations(ast.Expression(body))
        return cls(text, frozenset(read), compile(whole, "<condition>", "eval"))

    def evaluate(self, values: Mapping[str, object]) -> Any:
        """Give true, false, or the value (money as Fen); Unknown names what would decide it."""
        result = self._run(values, {})
        if isinstance(result, Missing):
            return Unknown("、".join(sorted(result.inputs)))
        return Fen(result.value) if result.unit.fen else result.value

    def why_not(self, values: Mapping[str, object], labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Say which comparisons made it false, and by how much; empty if it holds or is open."""
        result = self._run(values, labels or {})
        return tuple(map(said, result.why)) if isinstance(result, Traced) and result.value is False else ()

    def _run(self, values: Mapping[str, object], labels: Mapping[str, str]) -> Traced | Missing:
        given = {name: _operand(name, values.get(name), labels.get(name, name)) for name in self.names}
        try:
            result = eval(self.code, {"__builtins__": {}, **TRACE}, given)  # noqa: S307  linted: the law's operators only
        except TypeError as error:
            raise refuse("values-do-not-compare", f"“{self.text}”里的两个值不能相比，请核对填写的内容。") from error
        return result if isinstance(result, Missing) else lift(result)


def _operand(name: str, thing: object, label: str) -> object:
    value, _ = unwrap(thing)
    if value is None:
        return Missing([name])
    if isinstance(value, list | tuple):
        return tuple(_operand(f"{name}[{at}]", one, label) for at, one in enumerate(value))
    unit = _unit(value)
    plain = value.value if isinstance(value, Fen) else value
    text = show(plain, unit)
    return Traced(plain, unit, text, frozenset({(name, -1)}), label)


def _unit(value: object) -> Unit:
    kinds: tuple[tuple[type, Unit], ...] = ((bool, FLAG), (Fen, MONEY), (int, COUNT), (str, CHOICE), (date, DAY))
    found = next((unit for kind, unit in kinds if isinstance(value, kind)), None)
    if found is None:
        raise refuse("values-do-not-compare", "条件里只能用金额、整数、是否、文字和日期，请核对填写的内容。")
    return found
