"""The page of one matter: what it is, who may do it, what is known already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhishui import catalogue
from zhishui.catalogue import Revision
from zhishui.doors.web.pages.matter import Standing, matter_page
from zhishui.doors.web.views.draw import draw
from zhishui.doors.web.visitor import Visitor, personal
from zhishui.filing.counter import queries as counter
from zhishui.kernel import Period, ports, refuse


@require_safe
@personal
def matter(request: HttpRequest, who: Visitor, code: str) -> HttpResponse:
    """One matter."""
    found = catalogue.load().matters.get(code)
    if found is None:
        raise refuse("no-such-matter", "没有这件事，请在“全部事项”里找。", status=404)
    today = ports.clock().today()
    revision = found.on(today)
    page = matter_page(found, revision, _standing(code, revision, who, today), catalogue.load().vocabulary)
    return draw(request, "matter", page)


def _standing(code: str, revision: Revision | None, who: Visitor, today: date) -> Standing:
    periods = () if revision is None else catalogue.open_periods(revision, today)
    return Standing(
        today=today,
        acting=who.acting,
        identities=who.identities,
        periods=periods[:3],
        due=_due(revision, periods),
        filed=[case for case in counter.list_cases(by=who.by) if case.matter == code and not case.amended_by],
    )


def _due(revision: Revision | None, periods: Sequence[Period]) -> date | None:
    window = catalogue.window(revision, periods[0]) if revision and periods else None
    return None if window is None else window.due
