"""What did the person write in one blank? Read strictly, and said back as one sentence when it cannot be read.

Every reader takes what came in by page or API and gives the canonical stored
form, or raises ValueError with a Chinese sentence that says how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from zhishui.catalogue.types import Field, QuestionType, TextFormat
from zhishui.catalogue.writing import clean_bank_card, clean_name, clean_resident_id, clean_text, clean_uscc
from zhishui.kernel import Fen, Json, Period, PeriodKind


MOST_MONEY = "1000000000000000.00"
WHOLE = re.compile(r"-?[0-9]{1,15}")
PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")
ALL = 100
SHAPES: Mapping[TextFormat, Callable[[str], str]] = {
    TextFormat.NAME: clean_name,
    TextFormat.BANK_CARD: clean_bank_card,
    TextFormat.RESIDENT_ID: clean_resident_id,
    TextFormat.USCC: clean_uscc,
}


def read_leaf(field: Field, raw: object) -> Json:
    """Give the stored form; None for a blank that may stay blank."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if field.required:
            raise ValueError(f"请{'选择' if field.choices else '填写'}{field.title}")
        return None
    return READERS[field.type](field, raw)


def _text_of(raw: object, how: str) -> str:
    if not isinstance(raw, str):
        raise ValueError(how)  # noqa: TRY004  the caller shows the sentence of any ValueError
    if not raw.isascii():
        raise ValueError(f"请切换到半角输入。{how}")
    return raw.strip(" ")


def _money(field: Field, raw: object) -> Json:
    how = "金额请只写数字，最多两位小数，例如 1284.00"
    text = _text_of(raw, how)
    if "," in text:
        raise ValueError("金额里不要写逗号，例如 1284.00")
    if re.fullmatch(r"-?[0-9]+\.[0-9]{3,}", text):
        raise ValueError("金额最多写两位小数，精确到分，例如 1284.00")
    try:
        amount = Fen.of_yuan(text)
    except ValueError as error:
        raise ValueError(how) from error
    least, most = Fen.of_yuan(field.least or "0"), Fen.of_yuan(field.most or MOST_MONEY)
    if text.startswith("-") and least >= Fen(0):
        raise ValueError(f"不能是负数，请写{least.text()}元或更多")
    if not least <= amount <= most:
        raise ValueError(f"请写{least.text()}元到{most.text()}元之间的数")
    return amount.yuan()


def _whole(field: Field, raw: object) -> Json:
    if isinstance(raw, int) and not isinstance(raw, bool):
        number = raw
    else:
        text = _text_of(raw, "请只写整数，例如 12")
        if WHOLE.fullmatch(text) is None:
            raise ValueError("请只写整数，例如 12")
        number = int(text)
    least, most = int(field.least or "0"), int(field.most or "1000000000")
    if not least <= number <= most:
        raise ValueError(f"请写{least}到{most}之间的整数")
    return number


def _percent(field: Field, raw: object) -> Json:
    how = "百分比请只写数字，例如 50"
    match = PERCENT.fullmatch(_text_of(raw, how))
    if match is None:
        raise ValueError(how)
    hundredths = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    least, most = int(field.least or "0"), int(field.most or "100")
    if not least * ALL <= hundredths <= most * ALL:
        raise ValueError(f"请写{least}到{most}之间的百分比")
    whole, rest = divmod(hundredths, ALL)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def _text(field: Field, raw: object) -> Json:
    if not isinstance(raw, str):
        raise ValueError(f"{field.title}请写文字")  # noqa: TRY004  the caller shows the sentence of any ValueError
    text = clean_text(raw, field.length)
    if not text and field.required:
        raise ValueError(f"请填写{field.title}")
    shaped = SHAPES.get(field.format)
    return shaped(text) if shaped and text else text or None


def _day(text: str, kind: PeriodKind, how: str) -> date:
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise ValueError(how) from error
    if period.kind is not kind:
        raise ValueError(how)
    return period.from_


def _between(field: Field, day: date, kind: PeriodKind) -> None:
    least = Period.parse(field.least).from_ if field.least else date(1900, 1, 1)
    most = Period.parse(field.most).from_ if field.most else date(2100, 12, 31)
    if not least <= day <= most:
        size = 7 if kind is PeriodKind.MONTH else 10
        raise ValueError(f"请写{least.isoformat()[:size]}到{most.isoformat()[:size]}之间的日期")


def _date(field: Field, raw: object) -> Json:
    how = "日期请写成 2025-03-18 这样，并且要有这一天"
    text = _text_of(raw, how)
    _between(field, _day(text, PeriodKind.OCCASION, how), PeriodKind.OCCASION)
    return text


def _month(field: Field, raw: object) -> Json:
    how = "月份请写成 2025-03 这样"
    text = _text_of(raw, how)
    _between(field, _day(text, PeriodKind.MONTH, how), PeriodKind.MONTH)
    return text


def _choice(field: Field, raw: object) -> Json:
    for choice in field.choices:
        if raw == choice.value:
            return choice.value
    raise ValueError(f"请在这几项里选一个：{'、'.join(choice.label for choice in field.choices)}")


def _flag(field: Field, raw: object) -> Json:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return raw == "true"
    raise ValueError(f"{field.title}请选“是”或“不是”")


READERS: Mapping[QuestionType, Callable[[Field, object], Json]] = {
    QuestionType.MONEY: _money,
    QuestionType.WHOLE: _whole,
    QuestionType.PERCENT: _percent,
    QuestionType.TEXT: _text,
    QuestionType.DATE: _date,
    QuestionType.MONTH: _month,
    QuestionType.CHOICE: _choice,
    QuestionType.FLAG: _flag,
}
