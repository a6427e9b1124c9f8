"""Is this number a person's or a body's, and was it written down right?

Our own readers, since the usual ones refuse real codes: a county founded after
the holder's birth, a village collective (N2…), a Hong Kong resident's permit.
So a division code is never looked up in a list; the check character is what
tells a slip of the pen. No message repeats a number: errors end up in logs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from zhishui.kernel.problem import Problem, Refused


LENGTH = 18
OLD_LENGTH = 15
# What keyboards in Chinese mode produce; anything else odd stays and is refused.
FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")

PERSON_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
PERSON_WEIGHTS = tuple(pow(2, LENGTH - 1 - place, 11) for place in range(LENGTH - 1))
PERSON_CHECKS = "0123456789X"
RESIDENCE_PERMITS = ("810000", "820000", "830000")
FIRST_BIRTH_YEAR = 1850

USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_SHAPE = re.compile(rf"[{USCC_LETTERS}]{{2}}[0-9]{{6}}[{USCC_LETTERS}]{{10}}")
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
USCC_VALUES = {letter: value for value, letter in enumerate(USCC_LETTERS)}


class PersonNumberKind(StrEnum):
    """Which of the three documents that share one shape."""

    RESIDENT_ID = "resident_id"
    RESIDENCE_PERMIT = "residence_permit"
    FOREIGNER_CARD = "foreigner_card"


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """A checked 公民身份号码, 港澳台居民居住证 or 外国人永久居留身份证 number."""

    number: str
    kind: PersonNumberKind
    born_on: date


@dataclass(frozen=True, slots=True)
class Uscc:
    """A checked 统一社会信用代码 (GB 32100)."""

    number: str
    division: str


PersonReading: TypeAlias = PersonNumber | Problem


def read_person_number(text: str, *, field: str = "", on: date | None = None) -> PersonReading:
    """Read an 18-digit personal number, or say what to do about it.

    `on` is the day it is read; with it, a birth date still to come is refused.
    """
    number = normalise(text)
    if len(number) == OLD_LENGTH and number.isdecimal():
        return Problem("old-person-number", "这是15位的旧号码，请照身份证正面填写18位号码。", field)
    if PERSON_SHAPE.fullmatch(number) is None:
        return Problem("bad-person-number", "证件号码要18位，前17位是数字，最后一位是数字或X，请照证件核对。", field)
    if person_check_digit(number[:-1]) != number[-1]:
        return Problem("person-number-check", "证件号码的校验位对不上，多半有一位抄错了，请照证件逐位核对。", field)
    born_on = _birth(number)
    if born_on is None or (on is not None and born_on > on):
        return Problem("person-number-birth", "证件号码里的出生日期不成立，请照证件核对第7到14位。", field)
    return PersonNumber(number, _kind(number), born_on)


def read_uscc(text: str, *, field: str = "") -> Uscc | Problem:
    """Read a unified social credit code, or say what to do about it."""
    number = normalise(text)
    if USCC_SHAPE.fullmatch(number) is None:
        message = "统一社会信用代码要18位，由数字和大写字母组成，没有I、O、S、V、Z，请照营业执照核对。"
        return Problem("bad-uscc", message, field)
    if uscc_check_digit(number[:-1]) != number[-1]:
        message = "统一社会信用代码的校验位对不上，多半有一位抄错了，请照营业执照逐位核对。"
        return Problem("uscc-check", message, field)
    return Uscc(number, number[2:8])


def person_number(text: str, *, field: str = "", on: date | None = None) -> PersonNumber:
    """Give the checked personal number; raises `Refused` otherwise."""
    reading = read_person_number(text, field=field, on=on)
    if isinstance(reading, Problem):
        raise Refused(reading)
    return reading


def uscc(text: str, *, field: str = "") -> Uscc:
    """Give the checked credit code; raises `Refused` otherwise."""
    reading = read_uscc(text, field=field)
    if isinstance(reading, Problem):
        raise Refused(reading)
    return reading


def normalise(text: str) -> str:
    """Undo what hands and keyboards do: outer blanks, full-width digits, lower case."""
    return text.strip().translate(FULL_WIDTH).upper() if len(text) <= 4 * LENGTH else text


def mask(number: str) -> str:
    """Show a number so that its holder knows it and others do not.

    >>> mask("38010219900307001X")
    '3801**********001X'
    """
    if len(number) < OLD_LENGTH:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def person_with_check_digit(first17: str) -> str:
    """Complete 17 digits by their check character (ISO 7064 MOD 11-2)."""
    return first17 + person_check_digit(first17)


def uscc_with_check_digit(first17: str) -> str:
    """Complete 17 characters by their check character (MOD 31-3)."""
    return first17 + uscc_check_digit(first17)


def person_check_digit(first17: str) -> str:
    """Give the MOD 11-2 check character of 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, PERSON_WEIGHTS, strict=True))
    return PERSON_CHECKS[(1 - total) % 11]


def uscc_check_digit(first17: str) -> str:
    """Give the MOD 31-3 check character of 17 characters; KeyError for a letter never used."""
    total = sum(USCC_VALUES[letter] * weight for letter, weight in zip(first17, USCC_WEIGHTS, strict=True))
    return USCC_LETTERS[-total % 31]


def _kind(number: str) -> PersonNumberKind:
    if number.startswith("9"):
        return PersonNumberKind.FOREIGNER_CARD
    if number.startswith(RESIDENCE_PERMITS):
        return PersonNumberKind.RESIDENCE_PERMIT
    return PersonNumberKind.RESIDENT_ID


def _birth(number: str) -> date | None:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born_on if born_on.year >= FIRST_BIRTH_YEAR else None
