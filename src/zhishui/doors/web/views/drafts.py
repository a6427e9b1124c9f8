"""Filling in: start, one question at a time, the explanation, the check, the signature."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhishui import catalogue
from zhishui.catalogue import Question
from zhishui.doors.web.forms import period_of, posted, see_other
from zhishui.doors.web.pages import controls, flow
from zhishui.doors.web.pages.answering import Tried
from zhishui.doors.web.pages.check import check_page
from zhishui.doors.web.pages.explain import explain_page
from zhishui.doors.web.pages.now import now_of
from zhishui.doors.web.pages.parts import Now
from zhishui.doors.web.pages.question import question_page
from zhishui.doors.web.views.draw import draw
from zhishui.doors.web.visitor import Visitor, personal
from zhishui.filing.cases.types import DraftView
from zhishui.filing.counter import queries, services
from zhishui.kernel import Json, Refused, ports, refuse


CLOSED = "already-submitted"
CHANGED = "changed-meanwhile"  # what was signed is not what was shown: show it again
FIELDS = 422  # the status of "mend this field"; other refusals get a page of their own


@require_POST
@personal
def start(request: HttpRequest, who: Visitor, code: str) -> HttpResponse:
    """Open the draft of a matter, prefilled, or go on with the open one."""
    period = period_of(request.POST.get("period", ""))
    draft = services.start(matter=code, period=period, by=who.by, at=ports.clock().now())
    return see_other(flow.start(draft))


@require_safe
@personal
def resume(request: HttpRequest, who: Visitor, draft_id: str) -> HttpResponse:
    """Go on where it was left."""
    if request.method == "HEAD":
        return see_other(flow.start(queries.get_draft(draft_id, by=who.by)))
    return see_other(flow.start(services.resume(draft=draft_id, by=who.by, at=ports.clock().now())))


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def question(request: HttpRequest, who: Visitor, draft_id: str, question_id: str) -> HttpResponse:
    """Ask one question, or take its answer and go on."""
    draft = queries.get_draft(draft_id, by=who.by)
    asked = _asked(draft, question_id)
    if request.method != "POST":
        return _draw(request, draft, asked)
    fields = posted(request)
    rows = controls.changed_rows(asked, fields)
    if rows is not None:
        return _draw(request, draft, asked, Tried("change", rows, fields.get("reason", "")))
    try:
        saved = _save(draft, asked, fields, who)
    except Refused as refused:
        if refused.status != FIELDS:
            raise
        tried = Tried(fields.get("choice", ""), _typed(asked, fields), fields.get("reason", ""), refused.problems)
        return _draw(request, draft, asked, tried, FIELDS)
    return see_other(flow.after(saved, question_id, _via(request)))


@require_POST
@personal
def try_out(request: HttpRequest, who: Visitor, draft_id: str, question_id: str) -> HttpResponse:
    """Save what was just changed and give the figure beside the form anew (htmx)."""
    draft = queries.get_draft(draft_id, by=who.by)
    asked = _asked(draft, question_id)
    fields = posted(request)
    return draw(request, "now_alone", _tried(draft, asked, fields, who) if _whole(fields) else now_of(draft))


def _whole(fields: dict[str, str]) -> bool:
    """Say whether there is something to save yet: who has just ticked 有误 has still to write why."""
    return fields.get("choice", "") != "wrong"


def _tried(draft: DraftView, asked: Question, fields: dict[str, str], who: Visitor) -> Now:
    try:
        return now_of(_save(draft, asked, fields, who))
    except Refused as refused:
        # A row that is still being filled in is no mistake yet; a number with a comma is one.
        return now_of(draft, "" if asked.fields else refused.problems[0].message)


def _save(draft: DraftView, asked: Question, fields: dict[str, str], who: Visitor) -> DraftView:
    at = ports.clock().now()
    match fields.get("choice", ""):
        case "yes":
            return services.confirm(draft=draft.id, question=asked.id, by=who.by, at=at)
        case "wrong":
            reason = fields.get("reason", "")
            return services.contest(draft=draft.id, question=asked.id, reason=reason, by=who.by, at=at)
    return services.answer(draft=draft.id, question=asked.id, raw=controls.read(asked, fields), by=who.by, at=at)


def _typed(asked: Question, fields: dict[str, str]) -> Json:
    raw = controls.read(asked, fields)
    return raw if isinstance(raw, str | list | dict) else None


def _asked(draft: DraftView, question_id: str) -> Question:
    if question_id not in draft.visible:
        raise refuse("no-such-question", "这份申报里没有这个问题，请回到核对页。", status=404)
    return draft.revision.question(question_id)


def _via(request: HttpRequest) -> str:
    wanted = request.GET.get("via", "ask")
    return wanted if wanted in flow.VIAS else "ask"


def _draw(
    request: HttpRequest, draft: DraftView, asked: Question, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    page = question_page(
        draft,
        asked,
        way=flow.way(draft, asked.id, _via(request)),
        now=now_of(draft),
        departments=_departments(),
        tried=tried or Tried(),
    )
    return draw(request, "question", page, status)


@require_safe
@personal
def explain(request: HttpRequest, who: Visitor, draft_id: str, figure: str) -> HttpResponse:
    """Say why a figure is what it is."""
    draft = queries.get_draft(draft_id, by=who.by)
    if figure not in draft.figures:
        raise refuse("no-such-figure", "这份申报里没有这个数，请回到核对页。", status=404)
    account = queries.explain(draft_id, figure, by=who.by)
    return draw(request, "explain", explain_page(draft, figure, account, _departments()))


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def check(request: HttpRequest, who: Visitor, draft_id: str) -> HttpResponse:
    """Show everything before it is signed, or sign and submit it."""
    if request.method == "POST":
        return _submit(request, who, draft_id)
    draft = queries.get_draft(draft_id, by=who.by)
    filed = _case_of(draft, who) if draft.closed else ""
    return see_other(reverse("web:case", args=(filed,))) if filed else _draw_check(request, draft)


def _case_of(draft: DraftView, who: Visitor) -> str:
    cases = queries.list_cases(by=who.by)
    return next((c.id for c in cases if c.matter == draft.matter and c.period == draft.period), "")


def _draw_check(request: HttpRequest, draft: DraftView, refused: Refused | None = None) -> HttpResponse:
    problems = refused.problems if refused else ()
    page = check_page(draft, now=now_of(draft), departments=_departments(), refused=problems)
    return draw(request, "check", page, FIELDS if refused else 200)


def _submit(request: HttpRequest, who: Visitor, draft_id: str) -> HttpResponse:
    try:
        case = _signed_and_sent(draft_id, posted(request), who)
    except Refused as refused:
        if refused.status != FIELDS and refused.problems[0].code != CHANGED:
            raise
        return _draw_check(request, queries.get_draft(draft_id, by=who.by), refused)
    return see_other(reverse("web:case", args=(case,)))


def _signed_and_sent(draft_id: str, fields: Mapping[str, str], who: Visitor) -> str:
    """Confirm and submit what was seen; a second click finds the draft closed and gets the first click's case."""
    at, key, seen = ports.clock().now(), fields.get("key", ""), fields.get("seen", "")
    try:
        services.confirm_all(draft=draft_id, by=who.by, at=at, seen=seen)
        return services.submit(draft=draft_id, key=key, by=who.by, at=at, seen=seen).case
    except Refused as refused:
        if refused.problems[0].code != CLOSED:
            raise
        return services.submit(draft=draft_id, key=key, by=who.by, at=at).case


def _departments() -> Mapping[str, str]:
    return catalogue.load().vocabulary.departments
