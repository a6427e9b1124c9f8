"""How does a moment read to people in China?"""

from __future__ import annotations

from datetime import datetime

from zhishui.kernel import CHINA


def moment(at: datetime) -> str:
    """Give a moment to the second, in China Standard Time.

    >>> moment(datetime.fromisoformat("2026-03-16T01:02:03+00:00"))
    '2026年3月16日 09:02:03'
    """
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"
