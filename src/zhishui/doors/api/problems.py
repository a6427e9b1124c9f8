"""How does a refusal look as RFC 9457 problem+json?"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhishui.kernel import Problem, Refused, problem_document


log = logging.getLogger(__name__)
BUSY_STATUS = 503
SIGN_IN = Problem("not-signed-in", "请先登录再试。")
NOT_FOUND = Problem("not-found", "没有找到，或者您没有权限。请检查地址。")
BUSY = Problem(
    "storage-unavailable", "现在存不下去，这次有没有收下还不能确定。请稍后用同一个 Idempotency-Key 再试，不会重复。"
)


def answer(status: int, *problems: Problem) -> HttpResponse:
    """Give the problem document."""
    text = json.dumps(problem_document(status, problems), ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type="application/problem+json")
    if status == BUSY_STATUS:
        response.headers["Retry-After"] = "5"
    return response


def install(api: NinjaAPI) -> None:
    """Register how each kind of exception is answered."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refused: lambda _, error: answer(error.status, *error.problems),
        ValidationError: lambda _, error: answer(422, *_invalid(error)),
        AuthenticationError: lambda _, __: answer(401, SIGN_IN),
        Http404: lambda _, __: answer(404, NOT_FOUND),
        HttpError: _http,
        OperationalError: _storage,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _invalid(error: ValidationError) -> list[Problem]:
    return [_input_problem(entry) for entry in error.errors]


def _input_problem(entry: dict[str, object]) -> Problem:
    place = entry["loc"]
    path = (
        [str(part) for part in place if part not in ("body", "payload", "query", "path", "header")]
        if isinstance(place, (list, tuple))
        else []
    )
    words = {
        "missing": "缺少这一项，请补上。",
        "extra_forbidden": "没有这一项，请去掉，或检查名字是否写错。",
    }.get(str(entry["type"]), "这一项的类型或写法不对，请对照接口说明改正。")
    return Problem(f"input-{entry['type']}".replace("_", "-"), words, ".".join(path))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer ninja's own refusals; one that wraps our parser's says what the parser said."""
    del request
    cause = error.__cause__
    return answer(cause.status, *cause.problems) if isinstance(cause, Refused) else answer(error.status_code)


def _storage(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """A disk that is full or broken: nothing was written, and the client is told so."""
    log.critical("storage failed at %s: %s", request.path, error)
    return answer(BUSY_STATUS, BUSY)
