"""Which acts are there? Read, checked and linked once, when the first is asked for."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import cast

from zhishui.kernel import refuse
from zhishui.law import acts  # before the package ends, so that there `acts` stays the function of that name
from zhishui.law.engine.act import Act, Book
from zhishui.law.engine.formula import LawError
from zhishui.law.engine.laws import Library, load_library
from zhishui.law.engine.link import link
from zhishui.law.engine.parameters import Parameter, load


HERE = Path(__file__).parent
ACTS = ("iit_annual", "iit_additional", "iit_child_months", "iit_elder_months")
DEADLINES = {"iit_comprehensive": "IIT_COMPREHENSIVE"}


@lru_cache(maxsize=1)
def parameters() -> dict[str, Parameter]:
    """Give every dated parameter."""
    return load(HERE / "parameters")


@lru_cache(maxsize=1)
def library() -> Library:
    """Give the laws that may be cited."""
    return load_library(HERE / "laws.yaml")


@lru_cache
def book(code: str) -> Book:
    """Give an act, linked; Refused if there is none of that code."""
    if code not in ACTS:
        raise refuse("unknown-act", f"没有“{code}”这部算法，请从列表中选择。", field="act", status=404)
    return _linked("ACT", code)


@lru_cache
def deadline_book(kind: str) -> Book:
    """Give the rules of a kind of deadline; Refused if there is none."""
    if kind not in DEADLINES:
        raise refuse("unknown-deadline", f"没有“{kind}”这种期限，请从列表中选择。", field="kind", status=404)
    return _linked(DEADLINES[kind], "deadlines")


def _linked(name: str, module: str) -> Book:
    act = cast("Act", getattr(import_module(f"{acts.__name__}.{module}"), name))
    return link(act, parameters(), library())


def every_book() -> tuple[Book, ...]:
    """Load all there is; LawError at the first contradiction, or at an amount or law that nothing uses."""
    books = (*map(book, ACTS), *map(deadline_book, DEADLINES))
    used = {name for one in books for name in one.parameters}
    cited = {article.law for one in books for rule in one.act.rules for article in rule.articles}
    cited |= {parameter.article.law for parameter in parameters().values()}
    if unused := (set(parameters()) - used) | (set(library().laws) - cited):
        raise LawError(f"nothing uses {', '.join(sorted(unused))}")
    return books
