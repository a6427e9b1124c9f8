"""How is a page drawn? One template, one view-model."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def draw(request: HttpRequest, template: str, page: object, status: int = 200) -> HttpResponse:
    """Draw a page inside the frame."""
    return ours(HttpResponse(render_to_string(f"web/{template}.html", {"page": page}, request), status=status))


def ours(response: HttpResponse) -> HttpResponse:
    """Mark a page as finished, so that a 422 of ours keeps its form and gets no error page."""
    response.zhishui_page = True  # type: ignore[attr-defined]  # read by RefusalPages
    return response
