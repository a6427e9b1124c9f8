"""Which numbers do people and firms bear? Valid by their check characters, and nobody's."""

from __future__ import annotations

from datetime import date

from zhishui.kernel.identifiers import person_with_check_digit, uscc_with_check_digit
from zhishui_city.dice import Dice


ORGANISATION_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def person_number(division: str, born_on: date, order: int) -> str:
    """Give a resident ID; an odd order is a man's."""
    return person_with_check_digit(f"{division}{born_on:%Y%m%d}{order:03d}")


def firm_number(head: str, division: str, serial: int) -> str:
    """Give a credit code: `head` is registrar and kind, such as 91 for a firm, 92 for an individual business."""
    body = f"MA{serial:06d}"
    return uscc_with_check_digit(f"{head}{division}{body}{organisation_check(body)}")


def organisation_check(body: str) -> str:
    """Give the check character of an organisation code (GB 11714)."""
    values = (int(letter, 36) for letter in body)
    total = sum(value * weight for value, weight in zip(values, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


class Numberer:
    """Hands out person numbers, none twice."""

    def __init__(self, rng: Dice, taken: set[str]) -> None:
        self._rng = rng
        self._taken = taken

    def person(self, division: str, born_on: date, *, woman: bool) -> str:
        """Give the next free number for that place, day and sex."""
        order = self._rng.randrange(0, 900, 2) + (0 if woman else 1)
        while (number := person_number(division, born_on, order)) in self._taken:
            order = (order + 2) % 1000
        self._taken.add(number)
        return number
