"""What stands around every page? Product, date, whose name one acts in, menu."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhishui.doors.web.pages import words


SHEETS = tuple(f"zhishui/{name}.css" for name in ("tokens", "base", "parts", "pages", "modes"))


@dataclass(frozen=True, slots=True)
class Who:
    """One name to act under."""

    label: str
    name: str
    ref: str
    current: bool


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a page."""

    product: str
    short: str
    demo: bool
    today: date
    elder: bool
    path: str
    who: tuple[Who, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    sheets: tuple[str, ...] = SHEETS

    @property
    def weekday(self) -> str:
        """Give today's day of the week."""
        return words.weekday(self.today)
