"""What may come in, what goes out with every page, and how a refusal looks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from zhishui.doors.web import errors
from zhishui.kernel import Refused


Next = Callable[[HttpRequest], HttpResponseBase]

LONGEST_URL = 4_000
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
log = logging.getLogger(__name__)


class SafeRequest:
    """Turn away what no page of ours ever sends, before anything reads it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, 405, 413 or 414, or let it through."""
        status = _fault(request)
        if status is None:
            return self.get_response(request)
        return errors.plain(request, status)


def _fault(request: HttpRequest) -> int | None:
    url = request.META.get("PATH_INFO", "") + request.META.get("QUERY_STRING", "")
    if len(url) > LONGEST_URL:
        return 414
    if request.method not in METHODS:
        return 405
    if "\0" in url or b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
        return 400
    return _size_fault(request.META.get("CONTENT_LENGTH") or "0")


def _size_fault(length: str) -> int | None:
    if not (length.isascii() and length.isdigit()):
        return 400
    return 413 if len(length) > 15 or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else None  # noqa: PLR2004  digits of a petabyte


class SecurityHeaders:
    """Allow pages our own files only: no inline script or style, no frames, no caches of personal pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers; static files keep their own caching."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RefusalPages:
    """Give every refusal its page; the API speaks for itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace bare error answers, such as Django's own 404, by ours."""
        response = self.get_response(request)
        if response.status_code < 400 or request.path.startswith(errors.API) or _ours(response):  # noqa: PLR2004  HTTP's own border
            return response
        return errors.page(request, response.status_code, allow=response.headers.get("Allow", ""))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a Refused into its page; anything else is a fault of ours and goes to the log."""
        if isinstance(exception, Refused) and not request.path.startswith(errors.API):
            return errors.refused(request, exception)
        if isinstance(exception, OperationalError):
            log.critical("storage failed at %s: %s", request.path, exception)
            return errors.plain(request, 503)
        return None


def _ours(response: HttpResponseBase) -> bool:
    return bool(getattr(response, "zhishui_page", False))
