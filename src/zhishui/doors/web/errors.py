"""How does an error look as a page? Used by the middleware, and by Django as its handlers."""

from __future__ import annotations

import json
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from zhishui.doors.web.pages.errors import error_page
from zhishui.doors.web.pages.frame import Shell
from zhishui.doors.web.views.draw import ours
from zhishui.kernel import Problem, Refused, ports, problem_document


API = "/api/"  # programs come in here, and are told of errors in JSON


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """Give the page of a `Refused`, with its own sentences."""
    return page(request, exception.status, exception.problems)


def page(request: HttpRequest, status: int, problems: tuple[Problem, ...] = (), allow: str = "") -> HttpResponse:
    """Give the page of a status inside the usual frame; programs get the problem document."""
    if request.path.startswith(API):
        return _document(status, problems)
    response = _made(request, status, problems)
    if allow:
        response.headers["Allow"] = allow
    return response


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """Give the page of a request turned away at the door, before there is a session."""
    if request.path.startswith(API):
        return _document(status, ())
    city = settings.ZHISHUI_CITY
    shell = Shell(
        product=f"{city}智慧税务服务中心",
        short=f"{city}智税",
        demo=settings.ZHISHUI_DEMO,
        today=ports.clock().today(),
        elder=False,
        path="/",
    )
    drawn = error_page(status, _code(status, ()), home=reverse("web:home"))
    body = render_to_string("web/error.html", {"page": drawn, "shell": shell})
    return _finish(request, status, body)


def _document(status: int, problems: tuple[Problem, ...]) -> HttpResponse:
    text = json.dumps(problem_document(status, problems), ensure_ascii=False)
    return ours(HttpResponse(text, status=status, content_type="application/problem+json"))


def _made(request: HttpRequest, status: int, problems: tuple[Problem, ...]) -> HttpResponse:
    again = request.get_full_path() if request.method == "GET" and status in {429, 500, 503} else ""
    drawn = error_page(status, _code(status, problems), problems, home=reverse("web:home"), retry=again)
    return _finish(request, status, render_to_string("web/error.html", {"page": drawn}, request))


def _finish(request: HttpRequest, status: int, body: str) -> HttpResponse:
    return ours(HttpResponse("" if request.method == "HEAD" else body, status=status))


def _code(status: int, problems: tuple[Problem, ...]) -> str:
    """Give what to say on the phone: the problem's code, or a mark to find in the log."""
    if problems:
        return problems[0].code
    return f"{status}-{secrets.token_hex(3)}" if status >= 500 else str(status)  # noqa: PLR2004  HTTP's own border


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what Django calls a bad request: a form it cannot read, a host it does not know."""
    del exception
    return plain(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a forgotten CSRF token or a denied page."""
    del exception
    return page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is gone: a page left open too long, or cookies off."""
    del reason
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    del exception
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own fault; nothing here may touch session or database, either may be what failed."""
    return plain(request, 500)
