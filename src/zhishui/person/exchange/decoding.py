"""Which text is in this file? Size first, then encoding; nothing is parsed here."""

from __future__ import annotations

from zhishui.kernel import refuse


LIMIT = 10 * 1024 * 1024
TOO_LARGE = "文件超过10MB，请拆成几个文件分别导入，同一条记录不要拆开。"
GBK_NOTICE = "文件不是UTF-8编码，已按GBK（GB18030）读取，请抽看姓名有没有乱码；下次请另存为UTF-8。"
SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
WIDE = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes, *, is_json: bool) -> tuple[str, tuple[str, ...]]:
    """Give the text and any notice about how it was read."""
    if len(content) > LIMIT:
        raise refuse("file-too-large", TOO_LARGE, field="file", status=413)
    if content.startswith(SPREADSHEET):
        raise refuse("not-a-text-file", "这是表格软件的文件，请另存为“CSV UTF-8”再导入。", field="file")
    if content.startswith(WIDE) or b"\x00" in content:
        raise refuse("bad-encoding", "文件编码不对，请另存为UTF-8再导入。", field="file")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        if is_json:
            raise refuse("bad-encoding", "JSON文件要用UTF-8编码，请另存后再导入。", field="file") from None
    return _chinese(content)


def _chinese(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Read the older national encoding, a superset of GBK, and say so."""
    try:
        return content.decode("gb18030"), (GBK_NOTICE,)
    except UnicodeDecodeError:
        raise refuse("bad-encoding", "文件既不是UTF-8也不是GBK编码，请另存为UTF-8再导入。", field="file") from None
