"""The frame around every page, as a context processor. It must never fail: error pages use it too."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from zhishui.doors.web.pages.frame import MenuItem, Shell, Who
from zhishui.doors.web.pages.matter import CAPACITIES
from zhishui.doors.web.visitor import Visitor, visitor
from zhishui.kernel import ports


ELDER = "elder"  # cookie: "1" or "0"; absent = what the account prefers
MENU = (
    ("待办", "web:home"),
    ("全部事项", "web:matters"),
    ("我的档案", "web:archive"),
    ("谁看过我的数据", "web:access"),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates the frame under the name `shell`."""
    who = visitor(request) if hasattr(request, "session") and hasattr(request, "user") else None
    city = settings.ZHISHUI_CITY
    return {
        "shell": Shell(
            product=f"{city}智慧税务服务中心",
            short=f"{city}智税",
            demo=settings.ZHISHUI_DEMO,
            today=ports.clock().today(),
            elder=is_elder(request, who),
            path=_path(request),
            who=() if who is None else _names(who),
            menu=() if who is None else _menu(request),
        )
    }


def is_elder(request: HttpRequest, who: Visitor | None) -> bool:
    """Say whether to draw elder mode: the cookie decides, else the account's wish."""
    wish = request.COOKIES.get(ELDER, "")
    return wish == "1" or (wish != "0" and who is not None and who.account.elder)


def _path(request: HttpRequest) -> str:
    """Give where a form of the frame comes back to: this page, unless it only takes POST."""
    return request.get_full_path() if request.method == "GET" else reverse("web:home")


def _names(who: Visitor) -> tuple[Who, ...]:
    return tuple(
        Who(CAPACITIES[one.capacity], one.taxpayer.name, str(one.taxpayer.ref), one == who.acting)
        for one in who.identities
    )


def _menu(request: HttpRequest) -> tuple[MenuItem, ...]:
    here = request.path
    return tuple(MenuItem(label, reverse(name), reverse(name) == here) for label, name in MENU)
