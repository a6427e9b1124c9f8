"""What does one rule of law look like in code, and which article says so?"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import CodeType, FunctionType, MappingProxyType
from typing import Any, TypeVar, get_args, get_origin

from zhishui.law.engine.units import Unit


F = TypeVar("F", bound=Callable[..., Any])
MARK = "__law__"
NONE: Mapping[str, str] = MappingProxyType({})


class LawError(Exception):
    """The law as written in code contradicts itself; raised while loading, before anyone is served."""


@dataclass(frozen=True, slots=True)
class Article:
    """A place in a law: its short name in laws.yaml and 条.款.项, "6.1.1" or a section's name."""

    law: str
    art: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A function with its standing in law.

    `each` names the list whose records it runs over one by one. A refusal
    (`code`) is a flag that, when true, says the facts cannot be; an exception
    (`overrides`, `when`) replaces a general rule while a flag holds.
    """

    name: str
    function: FunctionType
    articles: tuple[Article, ...]
    since: date
    until: date | None = None
    title: str = ""
    words: str = ""
    each: str = ""
    choices: Mapping[str, str] = field(default_factory=lambda: NONE, hash=False)
    overrides: str = ""
    when: str = ""
    code: str = ""
    about: str = ""

    @property
    def takes(self) -> tuple[str, ...]:
        """Name what it depends on: its parameters."""
        code: CodeType = self.function.__code__
        return code.co_varnames[: code.co_argcount]

    def in_force(self, day: date) -> bool:
        """Say whether it is law on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def units(self) -> dict[str, tuple[Unit, bool]]:
        """Give the unit of each name, "return" among them, and whether it is a column."""
        hints = typing.get_type_hints(self.function, include_extras=True)
        return {name: _unit_of(self.name, hint) for name, hint in hints.items()}

    def bound(self, words: Mapping[str, Any]) -> Callable[..., Any]:
        """Give the same code object running in another gear."""
        return FunctionType(self.function.__code__, {"__builtins__": {}, **words})


def _unit_of(name: str, hint: object) -> tuple[Unit, bool]:
    column = get_origin(hint) is tuple
    inner = get_args(hint)[0] if column else hint
    units = [part for part in getattr(inner, "__metadata__", ()) if isinstance(part, Unit)]
    if len(units) != 1:
        raise LawError(f"{name}: {hint} is not a unit")
    return units[0], column


def _mark(function: F, articles: tuple[Article, ...], **standing: Any) -> F:
    assert isinstance(function, FunctionType)
    name = function.__name__.split("__", maxsplit=1)[0]
    setattr(function, MARK, Formula(name, function, articles, **standing))
    return function


def law(  # noqa: PLR0913  each part is one thing the reader of an explanation is told
    name: str,
    *,
    art: str,
    title: str,
    words: str,
    since: date,
    until: date | None = None,
    each: str = "",
    choices: Mapping[str, str] = NONE,
    also: tuple[tuple[str, str], ...] = (),
) -> Callable[[F], F]:
    """Say that a function is what an article of a law says.

    `words` is the formula in Chinese; `also` names further articles. Two
    versions of a formula are `tax__from_2019`, `tax__from_2026`: what stands
    before "__" is its name, and their dates must not overlap.
    """
    articles = (Article(name, art), *(Article(*more) for more in also))
    return lambda function: _mark(
        function, articles, title=title, words=words, since=since, until=until, each=each, choices=choices
    )


def exception_to(
    figure: str,
    name: str,
    *,
    art: str,
    when: str,
    title: str,
    words: str,
    since: date,
    until: date | None = None,
) -> Callable[[F], F]:
    """Say that an article overrides a general rule while the flag `when` holds.

    Two that hold at once are an error, never luck. After `until` a figure that
    meets the condition has no law, rather than the general rule in silence.
    """
    articles = (Article(name, art),)
    return lambda function: _mark(
        function, articles, title=title, words=words, since=since, until=until, overrides=figure, when=when
    )


def refuse_if(
    code: str, name: str, *, art: str, about: str, words: str, since: date, each: str = ""
) -> Callable[[F], F]:
    """Say which facts cannot be; `about` is the input to point at, `words` what to do."""
    articles = (Article(name, art),)
    return lambda function: _mark(function, articles, code=code, about=about, words=words, since=since, each=each)


def rules_of(*modules: object) -> tuple[Formula, ...]:
    """Collect the rules written in modules, in the order they are written."""
    found = (getattr(thing, MARK, None) for module in modules for thing in vars(module).values())
    return tuple(rule for rule in found if isinstance(rule, Formula))
