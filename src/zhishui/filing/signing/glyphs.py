"""Which characters can the document's font draw?

PDF/A refuses a page with a character it cannot show, and people do have names
no font holds. Such a character is printed as 〓, as printers always did, and
named by its code point in a note; the data beside the page keeps it as it is.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn


GETA = "〓"
UNICODE_FULL = 12
LAYOUT = "\n"


def drawable(text: str, gone: set[str]) -> str:
    """Give the text with what cannot be drawn replaced, and add that to `gone`."""
    missing = {character for character in text if character not in LAYOUT and ord(character) not in known()}
    gone |= missing
    return "".join(GETA if character in missing else character for character in text)


@lru_cache(maxsize=1)
def known() -> frozenset[int]:
    """Give the code points that the document's font has."""
    return _code_points(pylopdf_fonts_zh_cn.serif_path())


def _code_points(path: Path) -> frozenset[int]:
    data = path.read_bytes()
    table = _table(data, b"cmap")
    count = struct.unpack_from(">H", data, table + 2)[0]
    found: set[int] = set()
    for index in range(count):
        offset = table + struct.unpack_from(">HHI", data, table + 4 + 8 * index)[2]
        if struct.unpack_from(">H", data, offset)[0] == UNICODE_FULL:
            found |= _groups(data, offset)
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", data, 4)[0]
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(tag)


def _groups(data: bytes, offset: int) -> set[int]:
    count = struct.unpack_from(">I", data, offset + 12)[0]
    found: set[int] = set()
    for index in range(count):
        first, last, _ = struct.unpack_from(">III", data, offset + 16 + 12 * index)
        found.update(range(first, last + 1))
    return found
