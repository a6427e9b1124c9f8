"""How is a value written in DER, so that it has one encoding only?

Written out rather than imported: the verifier rebuilds every signature from
the parts it has checked and compares bytes, so it must not share an encoder
with the library that made them.
"""

from __future__ import annotations

from zhishui.filing.signing.types import Broken


INTEGER, OCTETS, NULL, OID, SEQUENCE, SET = 0x02, 0x04, 0x05, 0x06, 0x30, 0x31
GENERALIZED_TIME = 0x18
SHORT = 0x80
TRUNCATED = "签名的编码不完整。"


def tlv(tag: int, *parts: bytes) -> bytes:
    """Write one value: tag, shortest length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < SHORT:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, SHORT | len(length))) + length + content


def sequence(*parts: bytes) -> bytes:
    """Write a SEQUENCE."""
    return tlv(SEQUENCE, *parts)


def set_of(*parts: bytes, tag: int = SET) -> bytes:
    """Write a SET OF: DER wants the elements in order of their bytes."""
    return tlv(tag, *sorted(parts))


def integer(value: int) -> bytes:
    """Write a non-negative INTEGER; a leading zero only where the sign bit needs it."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    """Write an OCTET STRING."""
    return tlv(OCTETS, value)


def oid(dotted: str) -> bytes:
    """Write an OBJECT IDENTIFIER."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return tlv(OID, b"".join(_base128(arc) for arc in (first * 40 + second, *rest)))


def _base128(arc: int) -> bytes:
    digits = [arc & 0x7F]
    while arc := arc >> 7:
        digits.append(SHORT | arc & 0x7F)
    return bytes(reversed(digits))


def whole(data: bytes, *path: int) -> bytes:
    """Give the child reached by `path` with its tag and length; Broken if absent."""
    start, _, end = _reach(data, path)
    return data[start:end]


def content(data: bytes, *path: int) -> bytes:
    """Give the content of the child reached by `path`; Broken if absent."""
    _, start, end = _reach(data, path)
    return data[start:end]


def _reach(data: bytes, path: tuple[int, ...]) -> tuple[int, int, int]:
    start, inner, end = _read(data, 0, len(data))
    for index in path:
        limit, at = end, inner
        for _ in range(index):
            at = _read(data, at, limit)[2]
        start, inner, end = _read(data, at, limit)
    return start, inner, end


def _read(data: bytes, at: int, limit: int) -> tuple[int, int, int]:
    """Give (start, start of content, end) of the value at `at`.

    Sloppy lengths pass here and fail later: whoever calls rebuilds the whole
    from its parts and compares.
    """
    if at + 2 > limit:
        raise Broken(TRUNCATED)
    size, inner = data[at + 1], at + 2
    if size >= SHORT:
        inner += size - SHORT
        size = int.from_bytes(data[at + 2 : inner], "big")
    if inner + size > limit:
        raise Broken(TRUNCATED)
    return at, inner, inner + size
