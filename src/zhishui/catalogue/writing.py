"""May this text be kept as a person wrote it? What is stored must be what is shown.

Control characters, direction overrides, half of a surrogate pair and piles of
combining marks are refused, not removed: removing would store something the
person did not write.
"""

from __future__ import annotations

import re
import unicodedata

from zhishui.kernel import Refused
from zhishui.kernel.identifiers import person_number, uscc


MARKS_IN_A_ROW = 2
MIDDLE_DOTS = str.maketrans("•‧∙･・", "·····")
# Han as in names on Chinese identity papers, whatever Unicode version this Python knows; or Latin letters.
NAME = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U00033fff·]+|[A-Za-z][A-Za-z .'-]*")
BANK_CARD = re.compile(r"[0-9]{12,19}")


def clean_text(raw: str, length: int) -> str:
    """Give the text trimmed and NFC-normalised; ValueError holds the sentence to show."""
    if len(raw) > length * 4:
        raise ValueError(f"太长了，请写在{length}个字以内")
    text = unicodedata.normalize("NFC", raw.strip(" \u3000"))
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in text):
        raise ValueError("里面有看不见的特殊符号，请删掉后重新输入")
    if _piled(text):
        raise ValueError("里面有叠在一起的符号，请删掉后重新输入")
    if len(text) > length:
        raise ValueError(f"太长了，请写在{length}个字以内")
    return text


def _piled(text: str) -> bool:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > MARKS_IN_A_ROW:
            return True
    return False


def clean_name(text: str) -> str:
    """Give a person's name; letters of other alphabets that merely look alike are refused."""
    name = text.translate(MIDDLE_DOTS)
    if NAME.fullmatch(name) is None:
        raise ValueError("姓名请照身份证写，只用汉字和“·”，或者只用英文字母")
    return name


def clean_bank_card(text: str) -> str:
    """Give the digits of a bank card; blanks people copy from the card are dropped."""
    number = text.replace(" ", "")
    if BANK_CARD.fullmatch(number) is None:
        raise ValueError("银行卡号请照卡面写，12到19位数字")
    return number


def clean_resident_id(text: str) -> str:
    """Give an identity number, its check digit proved."""
    try:
        return person_number(text).number
    except Refused as refused:
        raise ValueError(refused.problems[0].message) from refused


def clean_uscc(text: str) -> str:
    """Give a unified social credit code, its check character proved."""
    try:
        return uscc(text).number
    except Refused as refused:
        raise ValueError(refused.problems[0].message) from refused
