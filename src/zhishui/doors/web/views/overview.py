"""The pages one looks at: home, archive, access log, matters, help, verification."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhishui import catalogue
from zhishui.doors.web import context
from zhishui.doors.web.pages.access import access_page
from zhishui.doors.web.pages.archive import archive_page
from zhishui.doors.web.pages.home import home_page
from zhishui.doors.web.pages.matters import matters_page, other_matters
from zhishui.doors.web.views.draw import draw
from zhishui.doors.web.visitor import Visitor, personal
from zhishui.filing.counter import queries as counter
from zhishui.filing.obligations import queries as obligations
from zhishui.kernel import ports
from zhishui.person.identity import queries as identity


LONGEST_QUERY = 60


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page that is all template."""

    title: str


@require_safe
@personal
def home(request: HttpRequest, who: Visitor) -> HttpResponse:
    """我的待办."""
    today = ports.clock().today()
    duties = obligations.obligations(who.taxpayer, today)
    busy = [duty.matter for duty in duties]
    others = other_matters(catalogue.load(), who.acting.taxpayer.kind, busy)
    page = home_page(who.acting.taxpayer.name, today, duties, counter.list_cases(by=who.by), others)
    return draw(request, "home_elder" if context.is_elder(request, who) else "home", page)


@require_safe
@personal
def archive(request: HttpRequest, who: Visitor) -> HttpResponse:
    """我的档案."""
    return draw(request, "archive", archive_page(who.acting.taxpayer.name, counter.list_cases(by=who.by)))


@require_safe
@personal
def access(request: HttpRequest, who: Visitor) -> HttpResponse:
    """谁看过我的数据."""
    return draw(request, "access", access_page(identity.access_log(who.taxpayer)))


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Everything that can be done here, or what a search found."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    return draw(request, "matters", matters_page(catalogue.load(), query))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """找人帮."""
    return draw(request, "help", PlainPage("找人帮"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """无障碍说明."""
    return draw(request, "accessibility", PlainPage("无障碍说明"))
