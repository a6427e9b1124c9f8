"""What does the first screen say? What is left to do, by days left, each with one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.archive import ArchiveRow, archive_rows
from zhishui.doors.web.pages.parts import Row
from zhishui.filing.cases.types import CaseView
from zhishui.filing.obligations.types import Obligation, State
from zhishui.kernel import Fen


SOON = 3  # days; only then does a task turn ochre
STRIP = 14
SHOWN = 4  # files beside the tasks
WEEKEND = 5  # Saturday


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do; `href` continues a draft, otherwise `action` starts one."""

    name: str
    note: str
    days: int
    due_on: date
    amount: str
    words: str
    verb: str
    href: str
    action: str
    period: str
    soon: bool
    solid: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar strip."""

    number: int
    month: int
    weekday: str
    css: str
    now: bool
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """One date below the strip."""

    on: date
    what: str
    name: str
    anchor: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The first screen."""

    title: str
    heading: str
    heading_elder: str
    lead: str
    tasks: tuple[Task, ...]
    empty_title: str
    empty_note: str
    calendar: tuple[Day, ...]
    dates: tuple[Date, ...]
    archive: tuple[ArchiveRow, ...]
    others: tuple[Row, ...]

    @property
    def later(self) -> tuple[Task, ...]:
        """Give what elder mode puts away: everything but the first."""
        return self.tasks[1:]


def home_page(
    name: str, today: date, duties: Sequence[Obligation], cases: Sequence[CaseView], others: tuple[Row, ...]
) -> HomePage:
    """Draw the first screen of somebody on a day."""
    left = sorted((d for d in duties if d.state is not State.DONE), key=lambda d: (d.due_on, d.matter))
    waiting = [d for d in left if d.opens_on <= today]
    tasks = tuple(_task(duty, solid=index == 0) for index, duty in enumerate(waiting))
    coming = min((d for d in left if d.opens_on > today), key=lambda d: d.opens_on, default=None)
    return HomePage(
        title="我的待办",
        heading=f"{name}，您有{len(tasks)}件事要办" if tasks else f"{name}，现在没有要您办的事",
        heading_elder=_elder(name, len(tasks)),
        lead=_lead(waiting),
        tasks=tasks,
        empty_title="都办好了" if cases else "现在没有要您办的事",
        empty_note=_next(coming),
        calendar=_strip(today, left),
        dates=tuple(_date(duty, today) for duty in left),
        archive=archive_rows(cases)[:SHOWN],
        others=others,
    )


def _elder(name: str, count: int) -> str:
    return f"{name}，先办这一件" if count > 1 else f"{name}，您有1件事要办" if count else f"{name}，您好"


def _lead(waiting: Sequence[Obligation]) -> str:
    if not waiting:
        return ""
    left = waiting[0].days_left
    first = "最近的一件" if len(waiting) > 1 else "这件事"
    return f"{first}今天到期。" if left <= 0 else f"{first}还剩{left}天。"


def _next(coming: Obligation | None) -> str:
    if coming is None:
        return "有新的事，我们会放在这里，并写明最后一天。"
    return f"下一件是{coming.name}，{words.day(coming.opens_on, 'full')}开始办。"


def _task(duty: Obligation, *, solid: bool) -> Task:
    return Task(
        name=duty.name,
        note=duty.note or "我们已替您填好，请您核对。",
        days=duty.days_left,
        due_on=duty.due_on,
        amount=_amount(duty.amount),
        words=duty.words,
        verb="接着办" if duty.draft else duty.verb or "核对并办理",
        href=reverse("web:draft", args=(duty.draft,)) if duty.draft else "",
        action=reverse("web:start", args=(duty.matter,)),
        period=str(duty.period),
        soon=duty.days_left <= SOON,
        solid=solid,
    )


def _amount(amount: Fen | None) -> str:
    return "" if amount is None or amount == Fen(0) else Fen(abs(amount.value)).text()


def _strip(today: date, left: Sequence[Obligation]) -> tuple[Day, ...]:
    return tuple(_day(today + timedelta(days=index), today, left) for index in range(STRIP))


def _day(on: date, today: date, left: Sequence[Obligation]) -> Day:
    opening = next((d for d in left if d.opens_on == on), None)
    due = next((d for d in left if d.due_on == on), None)
    marks = ["off"] if on.weekday() >= WEEKEND else []
    marks += ["now"] if on == today else []
    marks += ["has"] if due or opening else []
    hit = due or opening
    label = "" if hit is None else "截止" if due else "开始"
    return Day(
        on.day, on.month, words.WEEKDAYS[on.weekday()], " ".join(marks), on == today, label, _anchor(hit) if hit else ""
    )


def _date(duty: Obligation, today: date) -> Date:
    opens = duty.opens_on > today
    on, what = (duty.opens_on, "开始办") if opens else (duty.due_on, "最后一天")
    href = reverse("web:matter", args=(duty.matter,))
    return Date(on, what, duty.name, _anchor(duty), href)


def _anchor(duty: Obligation) -> str:
    return f"d-{duty.matter}-{duty.period}"
