"""Is this body JSON that means one thing only?

Python's parser keeps the last of two equal keys, takes NaN, and follows ten
thousand brackets; each has moved money somewhere. So all three are refused.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from zhishui.kernel import refuse


DEEPEST = 20
WORDS = "请求体不是规范的 JSON：{}。"


class StrictParser(Parser):
    """Read a body; Refused 400 with the reason instead of a guess."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Give the parsed body."""
        return read(request.body)


def read(body: bytes) -> Any:
    """Parse bytes as strict JSON.

    >>> read(b'{"a": 1}')
    {'a': 1}
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _bad("编码不是 UTF-8") from None
    if _depth(text) > DEEPEST:
        raise _bad(f"嵌套超过 {DEEPEST} 层")
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise _bad(f"第 {error.lineno} 行第 {error.colno} 个字符处读不下去") from None


def _bad(why: str) -> Exception:
    return refuse("bad-json", WORDS.format(why), status=400)


def _depth(text: str) -> int:
    """Count the deepest nesting, brackets inside strings too: a cheap upper bound."""
    deepest = depth = 0
    for char in text:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _bad("同一个名字出现了两次")
    return found


def _constant(name: str) -> NoReturn:
    raise _bad(f"{name} 不是数")


def _float(text: str) -> NoReturn:
    raise _bad(f'{text[:20]} 是小数。金额和比例请写成带引号的文字，例如 "1284.00"')


def _whole(text: str) -> int:
    if len(text) > 19:  # noqa: PLR2004  digits of 2^63
        raise _bad("整数太大")
    return int(text)
