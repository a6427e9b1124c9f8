"""The one way to write a value as bytes, so that a signature means something.

RFC 8785 (JSON Canonicalization Scheme), for the subset we allow: objects,
arrays, strings, whole numbers below 2^53, true, false, null. Floats are
refused: money never is one, and their text form is where such schemes break.
"""

from __future__ import annotations

import json
from typing import TypeAlias


Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None

WHOLE = 2**53


def canonical_json(value: Json) -> bytes:
    """Give the canonical UTF-8 bytes; ValueError for what we do not allow.

    >>> canonical_json({"b": 1, "a": "退税"}).decode()
    '{"a":"退税","b":1}'
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Json) -> Json:
    match value:
        case None | bool() | str():
            return value
        case int() if abs(value) < WHOLE:
            return value
        case list():
            return [_ordered(item) for item in value]
        case dict():
            # RFC 8785 sorts by UTF-16 code units, not by code points.
            return {key: _ordered(value[key]) for key in _in_order(value)}
    raise ValueError(type(value).__name__)


def _in_order(value: dict[str, Json]) -> list[str]:
    """Sort names by UTF-16 code units, as RFC 8785 says; for plain names that is their own order."""
    return sorted(value) if all(map(str.isascii, value)) else sorted(value, key=lambda key: key.encode("utf-16-be"))
