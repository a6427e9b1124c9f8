"""Which addresses does the API have? One domain call each."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.params.functions import Header
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.security import SessionAuth

from zhishui import catalogue
from zhishui.doors.api import problems, schemas, showing
from zhishui.doors.api.reading import StrictParser
from zhishui.filing.counter import queries, services
from zhishui.filing.obligations.queries import obligations
from zhishui.journal.queries import latest_checkpoint
from zhishui.kernel import Acting, Period, Ref, ports, refuse
from zhishui.person.identity import queries as identity
from zhishui.person.identity import services as standing


class Session(SessionAuth):
    """The session of the pages, with its CSRF token; `Acting-For` names another taxpayer by Ref."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Acting | None:
        """Give who acts, for whom, by what right."""
        del key
        if not request.user.is_authenticated:
            return None
        account = identity.get_account(Ref("person", "account", str(request.user.pk)))
        if account.person is None:
            return None
        wanted = _ref(request.headers.get("Acting-For", "")) or account.person.ref
        return standing.act(account=account.ref, for_taxpayer=wanted, on=ports.clock().today())


def _ref(text: str) -> Ref | None:
    try:
        return Ref.parse(text) if text else None
    except ValueError:
        raise refuse("bad-ref", "Acting-For 要写成 person.taxpayer:编号。", field="Acting-For", status=400) from None


class Readable(BaseRenderer):
    """JSON in which Chinese stays Chinese."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Give the text of an answer."""
        del request, response_status
        return json.dumps(data, ensure_ascii=False, cls=NinjaJSONEncoder)


PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 503), schemas.ProblemDocument)
api = NinjaAPI(
    title="智税 zhishui",
    version="1",
    description='金额一律是以元为单位的文字（"1284.00"）。出错时返回 application/problem+json。',
    auth=Session(csrf=True),
    parser=StrictParser(),
    renderer=Readable(),
    docs_url=None,
)
problems.install(api)


def _by(request: HttpRequest) -> Acting:
    acting = request.auth  # type: ignore[attr-defined]  # set by ninja from `Session`
    assert isinstance(acting, Acting)
    return acting


@api.get("/matters", response=list[schemas.MatterOut], auth=None)
def list_matters(request: HttpRequest) -> list[schemas.MatterOut]:
    """List what can be done here."""
    del request
    return [showing.matter(one) for one in catalogue.load().matters.values()]


@api.get("/obligations", response={200: list[schemas.ObligationOut], **PROBLEMS})
def list_obligations(request: HttpRequest) -> list[schemas.ObligationOut]:
    """List what the taxpayer must or may do, nearest last day first."""
    taxpayer = _by(request).for_taxpayer
    assert taxpayer is not None
    return [showing.obligation(one) for one in obligations(taxpayer, ports.clock().today())]


@api.post("/drafts", response={200: schemas.DraftOut, **PROBLEMS})
def start(request: HttpRequest, payload: schemas.DraftIn) -> schemas.DraftOut:
    """Open a draft, prefilled; or give the one that is open."""
    try:
        period = Period.parse(payload.period)
    except ValueError:
        words = "所属期要写成 2025、2025Q1、2025-03 或 2025-03-18。"
        raise refuse("bad-period", words, field="period") from None
    view = services.start(matter=payload.matter, period=period, by=_by(request), at=ports.clock().now())
    return showing.draft(view)


@api.get("/drafts/{draft}", response={200: schemas.DraftOut, **PROBLEMS})
def show_draft(request: HttpRequest, draft: str) -> schemas.DraftOut:
    """Show a draft."""
    return showing.draft(queries.get_draft(draft, _by(request)))


@api.put("/drafts/{draft}/answers/{question}", response={200: schemas.DraftOut, **PROBLEMS})
def answer(request: HttpRequest, draft: str, question: str, payload: schemas.AnswerIn) -> schemas.DraftOut:
    """Save one answer."""
    by, at = _by(request), ports.clock().now()
    return showing.draft(services.answer(draft=draft, question=question, raw=payload.value, by=by, at=at))


@api.post("/drafts/{draft}/answers/{question}/confirm", response={200: schemas.DraftOut, **PROBLEMS})
def confirm(request: HttpRequest, draft: str, question: str) -> schemas.DraftOut:
    """Say yes to what is prefilled."""
    by, at = _by(request), ports.clock().now()
    return showing.draft(services.confirm(draft=draft, question=question, by=by, at=at))


@api.post("/drafts/{draft}/answers/{question}/contest", response={200: schemas.DraftOut, **PROBLEMS})
def contest(request: HttpRequest, draft: str, question: str, payload: schemas.ContestIn) -> schemas.DraftOut:
    """Say that a department's value is wrong; the filing goes on."""
    by, at = _by(request), ports.clock().now()
    view = services.contest(draft=draft, question=question, reason=payload.reason, by=by, at=at)
    return showing.draft(view)


@api.post("/drafts/{draft}/confirm", response={200: schemas.DraftOut, **PROBLEMS})
def confirm_all(request: HttpRequest, draft: str, if_match: str = Header("", alias="If-Match")) -> schemas.DraftOut:
    """Say yes to the whole return. `If-Match` with the draft's `mark` refuses what was not seen."""
    by, at = _by(request), ports.clock().now()
    return showing.draft(services.confirm_all(draft=draft, by=by, at=at, seen=if_match))


@api.get("/drafts/{draft}/figures/{figure}", response={200: dict[str, Any], **PROBLEMS})
def explain(request: HttpRequest, draft: str, figure: str) -> dict[str, Any]:
    """Explain a figure, such as settle.balance: steps, formulas, articles, sources."""
    return queries.explain(draft, figure, _by(request)).as_dict()


@api.post("/drafts/{draft}/submit", response={201: schemas.AcknowledgedOut, **PROBLEMS})
def submit(
    request: HttpRequest, draft: str, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> HttpResponse:
    """Sign and submit. The same Idempotency-Key gives the byte-same answer, for ever."""
    done = services.submit(draft=draft, key=idempotency_key, by=_by(request), at=ports.clock().now())
    return HttpResponse(done.body, status=201, content_type="application/json")


@api.get("/cases", response={200: list[schemas.CaseOut], **PROBLEMS})
def list_cases(request: HttpRequest) -> list[schemas.CaseOut]:
    """List what was submitted, newest first."""
    return [showing.case(one) for one in queries.list_cases(_by(request))]


@api.get("/cases/{case}", response={200: schemas.CaseOut, **PROBLEMS})
def show_case(request: HttpRequest, case: str) -> schemas.CaseOut:
    """Show a case and how far it is."""
    return showing.case(queries.get_case(case, _by(request)))


@api.get("/cases/{case}/documents/{name}", response={200: bytes, **PROBLEMS})
def document(request: HttpRequest, case: str, name: str) -> HttpResponse:
    """Download a document of a case."""
    kind = "application/pdf" if name.endswith(".pdf") else "application/json"
    return HttpResponse(queries.document(case, name, _by(request)), content_type=kind)


@api.post("/cases/{case}/amend", response={200: schemas.DraftOut, **PROBLEMS})
def amend(request: HttpRequest, case: str) -> schemas.DraftOut:
    """Open a draft that corrects a submitted case."""
    return showing.draft(services.amend(case=case, by=_by(request), at=ports.clock().now()))


@api.get("/log/checkpoint", auth=None, response={200: str, 404: schemas.ProblemDocument})
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Give the newest signed head of the log, for witnesses to keep."""
    del request
    head = latest_checkpoint()
    if head is None:
        raise refuse("no-checkpoint", "日志里还没有内容。", status=404)
    return HttpResponse(head.note, content_type="text/plain; charset=utf-8")
