"""Does a formula use only what every gear can run? Read from its syntax tree, never from trust."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from zhishui.law.engine.formula import Formula, LawError
from zhishui.law.engine.operators import INTS


ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
SHAPES = (ast.Name, ast.Load, ast.Constant, ast.BinOp, ast.Compare, ast.UnaryOp, ast.USub)
ALLOWED = (*SHAPES, *ARITHMETIC, *COMPARISONS)


def lint(formula: Formula) -> None:
    """Raise LawError if the function says more than the law's operators can."""
    tree = _definition(formula)
    where = f"{formula.name} ({formula.function.__code__.co_filename.rsplit('/', 1)[-1]}:{tree.lineno})"
    known = set(formula.takes)
    _signature(tree, where)
    for statement in tree.body[:-1] if ast.get_docstring(tree) is None else tree.body[1:-1]:
        known.add(_assigned(statement, known, where))
    last = tree.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        raise LawError(f"{where}: the last line must return a value")
    check_expression(last.value, frozenset(known), where)
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    if unused := set(formula.takes) - read:
        raise LawError(f"{where}: never uses {', '.join(sorted(unused))}")


def check_expression(node: ast.expr, names: frozenset[str], where: str) -> None:
    """Raise LawError at the first part of an expression that is not allowed."""
    for part in ast.walk(node):
        if complaint := _complaint(part, names):
            raise LawError(f"{where}: {complaint}")


def _complaint(part: ast.AST, names: frozenset[str]) -> str:
    match part:
        case ast.Name(id=name) if name not in names and name not in INTS:
            return f"{name} is not one of its parameters"
        case ast.Constant(value=value) if type(value) not in (int, str, bool):
            return f"the literal {value!r} is not allowed"
        case ast.Compare(ops=[_, _, *_]):
            return "a chained comparison is not allowed"
        case ast.UnaryOp(operand=operand) if not isinstance(operand, ast.Constant):
            return "a minus stands before a number only"
        case ast.Call():
            return _call(part)
    return "" if isinstance(part, ALLOWED) else f"{type(part).__name__} is not allowed"


def _call(call: ast.Call) -> str:
    if not isinstance(call.func, ast.Name) or call.func.id not in INTS:
        return f"{ast.unparse(call.func)} is not one of the law's operators"
    if call.keywords:
        return "operators take no keywords"
    even = len(call.args) % 2 == 0
    return "choose needs a last value for when nothing holds" if call.func.id == "choose" and even else ""


def _assigned(statement: ast.stmt, known: set[str], where: str) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            check_expression(value, frozenset(known), where)
            return name
    raise LawError(f"{where}: {type(statement).__name__} is not allowed")


def _signature(tree: ast.FunctionDef, where: str) -> None:
    args = tree.args
    if args.defaults or args.kwonlyargs or args.vararg or args.kwarg or args.posonlyargs:
        raise LawError(f"{where}: only plain parameters, without defaults")


def _definition(formula: Formula) -> ast.FunctionDef:
    code = formula.function.__code__
    for node in _functions(code.co_filename):
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        if node.name == code.co_name and first == code.co_firstlineno:
            return node
    raise LawError(f"{formula.name}: its source cannot be read")


@lru_cache
def _functions(path: str) -> list[ast.FunctionDef]:
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
