"""What was filed: the receipt page, its files, and putting a return right."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhishui import catalogue
from zhishui.doors.web.forms import see_other
from zhishui.doors.web.pages import flow
from zhishui.doors.web.pages.receipt import ReceiptPage, receipt_page
from zhishui.doors.web.views.draw import draw
from zhishui.doors.web.visitor import Visitor, personal
from zhishui.filing.counter import queries, services
from zhishui.kernel import ports


TYPES = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
@personal
def receipt(request: HttpRequest, who: Visitor, case_id: str) -> HttpResponse:
    """The receipt page of a case."""
    return draw(request, "receipt", _page(case_id, who))


@require_safe
@personal
def receipt_body(request: HttpRequest, who: Visitor, case_id: str) -> HttpResponse:
    """The same without its frame, for the page that waits (htmx)."""
    return draw(request, "parts/receipt_body", _page(case_id, who))


def _page(case_id: str, who: Visitor) -> ReceiptPage:
    case = queries.get_case(case_id, by=who.by)
    plain = catalogue.load().matters[case.matter].plain
    issuer = f"{settings.ZHISHUI_CITY}税务局{'（演示）' if settings.ZHISHUI_DEMO else ''}"
    return receipt_page(case, plain=plain, issuer=issuer)


@require_safe
@personal
def document(request: HttpRequest, who: Visitor, case_id: str, name: str) -> HttpResponse:
    """A file of a case, byte for byte as archived."""
    del request
    body = queries.document(case_id, name, by=who.by)
    response = HttpResponse(body, content_type=TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream"))
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@require_POST
@personal
def amend(request: HttpRequest, who: Visitor, case_id: str) -> HttpResponse:
    """Open a new version of a filed return, filled with what it said."""
    del request
    draft = services.amend(case=case_id, by=who.by, at=ports.clock().now())
    return see_other(flow.check_url(draft))
