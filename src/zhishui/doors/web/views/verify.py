"""The page that verifies a receipt in the browser, with what it believes written into it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhishui.doors.web.views.draw import draw
from zhishui.filing.signing import keys
from zhishui.kernel import Json


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """The verification page; the three scripts build on one another."""

    trust: Json
    scripts: tuple[str, ...] = ("zhishui/verify-seal.js", "zhishui/verify-receipt.js", "zhishui/verify.js")
    title: str = "核验一份回执"


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """核验一份回执: open to everybody, nothing is uploaded."""
    return draw(request, "verify", VerifyPage(json.loads(keys.bound().trust.to_json())))
