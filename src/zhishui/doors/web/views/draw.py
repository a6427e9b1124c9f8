"""How is a page drawn? One template, one view-model."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def draw(request: HttpRequest, template: str, page: object, status: int = 200) -> HttpResponse:
    """Draw a page inside the frame."""
    response = HttpResponse(render_to_string(f"web/{template}.html", {"page": page}, request), status=status)
    response.zhishui_page = True  # type: ignore[attr-defined]  # a 422 of ours keeps its form
    return response
