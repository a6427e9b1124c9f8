"""What do we say when something goes wrong? First that nothing is lost, then what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhishui.kernel import Problem


KEPT = "您填的都还在。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """One error page."""

    title: str
    heading: str
    lead: str
    code: str
    href: str
    verb: str
    retry: str = ""
    problems: tuple[str, ...] = ()


SAYINGS = {
    400: ("这个请求我们读不懂", f"{KEPT}请回到刚才那一页，再点一次。"),
    403: ("这一步没有做成", f"{KEPT}页面可能放久了，或者您已经退出。请回到待办，重新打开这一页再做。"),
    404: ("没有找到这一页", "可能是网址不对，也可能您现在的名义看不到它。可以在页面上方换一个名义，或者回到待办。"),
    405: ("这一页不能这样打开", f"{KEPT}请从待办里进去。"),
    409: ("现在不能这样办", KEPT),
    413: ("交上来的内容太大了", f"{KEPT}一次不要超过1MB，请删掉一些再交。"),
    414: ("网址太长了", "请从待办里进去，不要用这个网址。"),
    422: ("有地方要改", KEPT),
    429: ("点得太快了", f"{KEPT}请等一分钟再试。"),
    500: ("我们这边出错了", f"{KEPT}不是您的问题。请再试一次；还不行，就告诉我们编号。"),
    503: ("现在办不了", f"{KEPT}我们宁可先停下，也不冒丢数据的险。请过几分钟再试。"),
}


def error_page(status: int, code: str, problems: Sequence[Problem] = (), *, home: str, retry: str = "") -> ErrorPage:
    """Draw the page of a refusal; the problems' own sentences come first where there are any."""
    heading, lead = SAYINGS.get(status, SAYINGS[400 if status < 500 else 500])  # noqa: PLR2004  HTTP's own border
    return ErrorPage(
        title=heading,
        heading=heading,
        lead=lead,
        code=code,
        href=home,
        verb="回到待办",
        retry=retry,
        problems=tuple(problem.message for problem in problems),
    )
