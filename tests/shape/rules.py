"""What may a source file not do? Each rule reads one parsed file and gives its violations.

Rules are functions of the text, so that `test_planted_budgets` can hand them
a file that breaks each of them.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Source:
    """One Python file of ours: where it lies below the root, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def module(self) -> str:
        parts = PurePosixPath(self.path).with_suffix("").parts
        return ".".join(part for part in parts[1:] if part != "__init__")

    def is_in(self, *rooms: str) -> bool:
        return any(self.module == room or self.module.startswith(room + ".") for room in rooms)


Rule = Callable[[Source], Iterator[str]]
Function = (ast.FunctionDef, ast.AsyncFunctionDef)

EXACT = ("zhishui.kernel", "zhishui.law", "zhishui.filing.ledger")
BELOW_DOORS = tuple(f"zhishui.{room}" for room in ("kernel", "law", "catalogue", "journal", "person", "filing"))
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "handler", "base"}
CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"),
    ("time", "time"), ("time", "time_ns"), ("uuid", "uuid1"), ("uuid", "uuid4"),
}  # fmt: skip
MATTER_CODE = re.compile(r"(SB|XX|ZM|DJ|FP|ZS|YH|TS|FC|QT)\d{2}")


def file_lines(source: Source) -> int:
    return len(source.text.splitlines())


def function_lines(source: Source) -> dict[str, int]:
    """Give each function's lines from `def` to its end, its docstring not counted."""
    found = {}
    for node, name in _functions(source.tree, ""):
        first = node.body[0]
        words = ast.get_docstring(node, clean=False)
        doc = first.end_lineno - first.lineno + 1 if words is not None else 0
        found[f"{source.path}::{name}"] = node.end_lineno - node.lineno + 1 - doc
    return found


def without_return_type(source: Source) -> Iterator[str]:
    for node, name in _functions(source.tree, ""):
        if node.returns is None:
            yield f"{source.path}:{node.lineno} {name} 没有写返回类型"


def floats(source: Source) -> Iterator[str]:
    """Money is whole fen: near it there is no float() and no float literal."""
    if not source.is_in(*EXACT):
        return
    for node in ast.walk(source.tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if literal or called:
            yield f"{source.path}:{node.lineno} 浮点数"


def matter_codes(source: Source) -> Iterator[str]:
    """No branch on a matter's code: not by comparing, matching, or a table of codes."""
    for node in ast.walk(source.tree):
        for literal in _branched_on(node):
            if isinstance(literal, ast.Constant) and MATTER_CODE.fullmatch(str(literal.value)):
                yield f"{source.path}:{literal.lineno} 按事项代码 {literal.value} 分支"


def banned_names(source: Source) -> Iterator[str]:
    bad = BANNED_NAMES & set(source.module.split("."))
    if bad:
        yield f"{source.path} 名字 {bad.pop()} 没说是什么"


def signals(source: Source) -> Iterator[str]:
    """News travels as journal events, see config/wiring.py."""
    for name, line in imported(source):
        if name.startswith("django.dispatch") or re.search(r"\.signals(\.|$)", name):
            yield f"{source.path}:{line} 引入信号 {name}"


def clocks(source: Source) -> Iterator[str]:
    """Below the doors nothing reads a clock or rolls a die."""
    if not source.is_in(*BELOW_DOORS):
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=verb)):
                if (owner, verb) in CLOCKS:
                    yield f"{source.path}:{node.lineno} {owner}.{verb}()"
    yield from (
        f"{source.path}:{line} 引入 {name}" for name, line in imported(source) if name.split(".")[0] == "random"
    )


def foreign_tables(source: Source) -> Iterator[str]:
    """An app's models are imported by that app alone."""
    for name, line in imported(source):
        app = re.match(r"(zhishui\.(?:\w+\.)*?\w+)\.models\b", name)
        if app and not source.is_in(app[1]):
            yield f"{source.path}:{line} 引入别人的表 {name}"


def unprotected_keys(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="ForeignKey" | "OneToOneField"), args=args, keywords=words):
                on_delete = [*args[1:2], *(word.value for word in words if word.arg == "on_delete")]
                if not on_delete or not ast.unparse(on_delete[0]).endswith("PROTECT"):
                    yield f"{source.path}:{node.lineno} on_delete 不是 PROTECT"


def imported(source: Source) -> Iterator[tuple[str, int]]:
    """Give every imported name with its line; `from a import b` gives a.b."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{_absolute(source, node)}.{alias.name}", node.lineno) for alias in node.names)


RULES: tuple[Rule, ...] = (
    without_return_type, floats, matter_codes, banned_names, signals, clocks, foreign_tables, unprotected_keys,
)  # fmt: skip


def _absolute(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    own = source.module.split(".") + (["__init__"] if source.path.endswith("__init__.py") else [])
    return ".".join([*own[: -node.level], *filter(None, [node.module])])


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for child in ast.iter_child_nodes(node):
        name = f"{prefix}{getattr(child, 'name', '')}"
        if isinstance(child, Function):
            yield child, name
        inside = isinstance(child, (*Function, ast.ClassDef))
        yield from _functions(child, f"{name}." if inside else prefix)


def _branched_on(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Compare(left=left, comparators=rest):
            # `code in ("SB09", "XX09")` branches as `code == "SB09"` does.
            return [part for side in (left, *rest) for part in getattr(side, "elts", [side])]
        case ast.MatchValue(value=value):
            return [value]
        case ast.Dict(keys=keys):
            return [key for key in keys if key is not None]
        case ast.Subscript(slice=index):
            return [index]
    return []
