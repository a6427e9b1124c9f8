"""How do we write days, moments, periods and answers for people?"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from zhishui.catalogue import Field, QuestionType, TextFormat, answer_text
from zhishui.kernel import CHINA, Fen, Json, Period, PeriodKind


WEEKDAYS = "一二三四五六日"
MASKED = {TextFormat.BANK_CARD: (0, 4), TextFormat.RESIDENT_ID: (3, 2)}
NOTHING = "没有填"


class Cell(NamedTuple):
    """One value as shown: `num` says that it lines up as a number."""

    text: str
    num: bool = False
    unit: str = ""


def day(on: date, style: str = "day") -> str:
    """Write "3月16日"; "full" adds the year, "before" makes it a last day."""
    text = f"{on.month}月{on.day}日"
    return {"full": f"{on.year}年{text}", "before": f"{text}前"}.get(style, text)


def moment(at: datetime, style: str = "minute") -> str:
    """Write a moment in China Standard Time."""
    local = at.astimezone(CHINA)
    text = day(local.date())
    return {"day": day(local.date(), "full"), "second": f"{text} {local:%H:%M:%S}"}.get(style, f"{text} {local:%H:%M}")


def weekday(on: date) -> str:
    """Write "星期一"."""
    return f"星期{WEEKDAYS[on.weekday()]}"


def period(of: Period) -> str:
    """Write the period as people say it: "2025年度", "2026年第1季度"."""
    start = of.from_
    match of.kind:
        case PeriodKind.YEAR:
            return f"{start.year}年度"
        case PeriodKind.QUARTER:
            return f"{start.year}年第{(start.month + 2) // 3}季度"
        case PeriodKind.MONTH:
            return f"{start.year}年{start.month}月"
        case PeriodKind.OCCASION:
            return day(start, "full")


def titled(plain: str, of: Period) -> str:
    """Write a matter with its period; an occasion's day says nothing to a person."""
    return plain if of.kind is PeriodKind.OCCASION else f"{period(of)}：{plain}"


def figure(value: Fen | int | str | date | None) -> Cell:
    """Write a figure of the law; money without its sign, since the words beside it say the direction."""
    match value:
        case None:
            return Cell("还差资料")
        case Fen():
            return Cell(Fen(abs(value.value)).text(), num=True, unit="元")
        case date():
            return Cell(day(value, "full"))
        case int():
            return Cell(f"{value:,}", num=True)
    return Cell(value)


def leaf(field: Field, value: Json) -> Cell:
    """Write one stored answer for people; what is private shows its ends only."""
    if value is None or value == "":
        return Cell(NOTHING)
    text = answer_text(field, value)
    match field.type:
        case QuestionType.MONEY:
            return Cell(text, num=True, unit="元")
        case QuestionType.WHOLE:
            return Cell(text, num=True, unit=field.unit)
        case QuestionType.PERCENT:
            return Cell(f"{text}%", num=True)
        case QuestionType.FLAG:
            return Cell("是" if value else "不是")
    return Cell(masked(text, field.format))


def masked(text: str, shape: TextFormat) -> str:
    """Hide the middle of a card or ID number: a page may be seen over a shoulder."""
    if shape not in MASKED or len(text) < 8:  # noqa: PLR2004  shorter than any real number
        return text
    head, tail = MASKED[shape]
    return f"{text[:head]}····{text[-tail:]}" if head else f"尾号{text[-tail:]}"
