"""What do several pages show? Chips, rows, links, errors: the small frozen parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhishui.filing.cases.types import AnswerView, Standing
from zhishui.kernel import Problem


@dataclass(frozen=True, slots=True)
class Chip:
    """A source chip; `kind` is the edge: "known", "wait" or "you"."""

    text: str
    kind: str
    at: datetime | None = None
    style: str = "minute"


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its text, and where it leads."""

    label: str
    text: str = ""
    unit: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing to mend, for the error summary; `anchor` is the field's id."""

    message: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one is: the matter, "第3步，共5步：扣除", and one mark per step."""

    matter: str
    text: str
    bar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """The figure beside the form, as it stands with what is saved."""

    caption: str
    words: str = ""
    value: str = ""
    unit: str = ""
    waiting: str = ""
    problem: str = ""
    rows: tuple[Row, ...] = ()
    href: str = ""


def field_id(path: str) -> str:
    """Turn a problem's path into the id of its field: "children[1].born_on" → "children-1-born_on"."""
    return path.replace("[", "-").replace("]", "").replace(".", "-")


def slips(problems: Iterable[Problem]) -> tuple[Slip, ...]:
    """Give problems as lines of the error summary."""
    return tuple(Slip(problem.message, field_id(problem.field)) for problem in problems)


def chips(answer: AnswerView, departments: dict[str, str]) -> tuple[Chip, ...]:
    """Say where an answer comes from; sources of one department become one chip."""
    match answer.standing:
        case Standing.KNOWN:
            return _known(answer, departments)
        case Standing.CONTESTED:
            return (*_known(answer, departments), Chip("您说有误，待核验", "wait"))
        case Standing.ASSUMED:
            return (Chip("推算的，请您核对", "wait"),)
        case Standing.DECLARED:
            return (Chip("您填的", "you", answer.confirmed_at),)
    return (Chip("还没有填", "wait"),)


def _known(answer: AnswerView, departments: dict[str, str]) -> tuple[Chip, ...]:
    newest: dict[str, datetime] = {}
    for source in answer.sources:
        seen = newest.get(source.department, source.retrieved_at)
        newest[source.department] = max(seen, source.retrieved_at)
    found = (Chip(departments.get(code, code), "known", at, "minute") for code, at in newest.items())
    return tuple(found) or (Chip("部门记录", "known"),)


def progress(matter: str, titles: Sequence[str], at: int) -> Progress:
    """Mark the steps before `at` as done and that one as under way."""
    bar = tuple("on" if index < at else "at" if index == at else "" for index in range(len(titles)))
    return Progress(matter, f"第{at + 1}步，共{len(titles)}步：{titles[at]}", bar)
