"""Does the API keep its own word? Schemathesis tries what the OpenAPI allows, and much that it does not."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error


PATH = "/api/v1/openapi.json"


@pytest.fixture
def session(city):
    client = Client()
    client.post("/login/demo/", {"login": "chenjing"})
    client.get("/help/")
    draft = client.post("/api/v1/drafts", {"matter": "SB09", "period": "2025"}, content_type="application/json")
    # A request over WSGI ends by closing the connection, and with it this test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield client.cookies, draft.json()["id"]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_it_is_openapi_3_1_and_describes_every_operation(city):
    said = Client().get(PATH).json()
    assert said["openapi"].startswith("3.1")
    for path, verbs in said["paths"].items():
        for verb, operation in verbs.items():
            assert operation.get("description"), f"{verb} {path} does not say what it does"
            assert "200" in operation["responses"] or "201" in operation["responses"]


def test_nothing_the_schema_allows_is_answered_with_a_5xx(session, size):
    morsels, draft = session
    app = get_wsgi_application()
    schema = schemathesis.openapi.from_wsgi(PATH, app)
    cookies = {name: morsel.value for name, morsel in morsels.items()}
    headers = {"X-CSRFToken": cookies.get("csrftoken", ""), "Host": "localhost"}
    tried, examples = 0, size(gate=12, full=150)
    headers["Content-Type"] = "application/json"
    real = {"draft": draft, "question": "pension", "figure": "settle.balance"}
    seen: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), known=st.booleans())
        def attempt(case, known):
            if known:  # random ids never meet a real thing: half of the tries do
                case.path_parameters = {name: real.get(name, value) for name, value in case.path_parameters.items()}
            answer = case.call(cookies=cookies, headers=headers)
            seen.add(answer.status_code)
            case.validate_response(answer, checks=[not_a_server_error])

        attempt()
        tried += 1
    assert tried >= 14
    assert {200, 404, 422} <= seen, seen
