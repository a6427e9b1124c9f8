"""What did a form send? Read once, strictly, before any room sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zhishui.kernel import Period, refuse


SEE_OTHER = 303  # after a POST: a reload must not post again


def posted(request: HttpRequest) -> dict[str, str]:
    """Give the fields of a form; a NUL or a lone surrogate in any is refused: no database keeps them."""
    fields = {str(name): str(value) for name, value in request.POST.items()}
    if any("\0" in text or not _sound(text) for pair in fields.items() for text in pair):
        raise refuse("bad-text", "内容里有存不了的字符，请删掉后重新输入。", status=400)
    return fields


def _sound(text: str) -> bool:
    return text.isascii() or text.encode("utf-8", "ignore").decode() == text


def period_of(text: str) -> Period:
    """Read the period a form names."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise refuse("bad-period", "所属期写得不对，请回到待办重新选。", field="period", status=400) from error


def see_other(address: str) -> HttpResponse:
    """Send the browser on after a POST."""
    response = HttpResponse(status=SEE_OTHER)
    response.headers["Location"] = address
    return response


def back_to(request: HttpRequest) -> str:
    """Give where a small form of the frame returns to: a page of ours only."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else reverse("web:home")
