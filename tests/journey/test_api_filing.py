"""A program does what a person does on the pages: through the JSON API, session, CSRF token and all."""

from __future__ import annotations

import json

import pytest
from django.test import Client


DEMO_DAY_PERIOD = "2026-03-16"


@pytest.fixture
def client(city):
    client = Client(enforce_csrf_checks=True)
    client.get("/login/")
    token = client.cookies["csrftoken"].value
    answer = client.post("/login/demo/", {"login": "chenjing", "csrfmiddlewaretoken": token})
    assert answer.status_code == 303
    return client


def send(client, method, path, body=None, raw=None, **headers):
    content = raw if raw is not None else json.dumps({} if body is None else body).encode()
    token = client.cookies["csrftoken"].value
    headers = {"X-CSRFToken": token} | {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client, method)(f"/api/v1/{path}", content, content_type="application/json", headers=headers)


def problem(answer, status):
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert said["status"] == status
    assert any("\u4e00" <= char <= "\u9fff" for char in said["detail"])  # a Chinese sentence
    return said


def started(client):
    answer = send(client, "post", "drafts", {"matter": "SB09", "period": "2025"})
    assert answer.status_code == 200, answer.content.decode()
    return json.loads(answer.content)


def test_a_return_from_draft_to_receipt(client, turn):
    draft = started(client)
    assert draft["headline"] == "可退 1,284.00 元"
    explained = client.get(f"/api/v1/drafts/{draft['id']}/figures/settle.balance").json()
    assert explained["value"] == "-1284.00"
    assert send(client, "post", f"drafts/{draft['id']}/confirm").status_code == 200
    first = send(client, "post", f"drafts/{draft['id']}/submit", Idempotency_Key="k-1")
    again = send(client, "post", f"drafts/{draft['id']}/submit", Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    turn()
    case = client.get(f"/api/v1/cases/{first.json()['case']}").json()
    assert "receipt.pdf" in case["documents"]
    assert client.get(f"/api/v1/cases/{case['id']}/documents/receipt.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"value": 1, "value": 2}', "bad-json"),
        (b'{"value": NaN}', "bad-json"),
        (b'{"value": 1e309}', "bad-json"),
        (b'{"value": 12.50}', "bad-json"),
        (b"[" * 10_000 + b"]" * 10_000, "bad-json"),
        (b'\xef\xbb\xbf{"value": "1"}', "bad-json"),
        (b'{"value": "\xff"}', "bad-json"),
        (b'{"value": 92233720368547758080}', "bad-json"),
    ],
)
def test_a_body_that_is_not_one_clear_json_is_refused(client, raw, code):
    draft = started(client)
    assert problem(send(client, "put", f"drafts/{draft['id']}/answers/pension", raw=raw), 400)["code"] == code


@pytest.mark.parametrize(
    "value",
    [
        "１２３",
        "1,000.00",
        "1.005",
        "-0.001",
        "1e5",
        "NaN",
        "",
        "1" * 40,
        12,
        True,
        None,
        [],
        {},
        "1\u0000",
        "\ud800",
        "12\u202e",
    ],
)
def test_money_that_is_not_plain_yuan_is_refused_with_its_path(client, value):
    draft = started(client)
    said = problem(send(client, "put", f"drafts/{draft['id']}/answers/pension", {"value": value}), 422)
    assert said["field"].startswith("pension")
    after = client.get(f"/api/v1/drafts/{draft['id']}").json()
    assert after["answers"] == draft["answers"]  # nothing was written


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"matter": "SB09"}, 422, "period"),
        ({"matter": "SB09", "period": "2025", "extra": 1}, 422, "extra"),
        ({"matter": "SB09", "period": 2025}, 422, "period"),
        ({"matter": "SB09", "period": "2026"}, 422, "period"),
        ({"matter": "SB09", "period": "9999-12-31"}, 422, "period"),
        ({"matter": "SB09", "period": "2025-02-29"}, 422, "period"),
        ({"matter": "NO", "period": "2025"}, 404, "matter"),
    ],
)
def test_a_draft_that_cannot_be_opened_says_which_part_is_wrong(client, body, status, field):
    assert problem(send(client, "post", "drafts", body), status)["field"] == field


@pytest.mark.parametrize("key", ["", "k" * 65, "a b\tc"])
def test_a_bad_idempotency_key_is_refused(client, key):
    draft = started(client)
    send(client, "post", f"drafts/{draft['id']}/confirm")
    problem(send(client, "post", f"drafts/{draft['id']}/submit", Idempotency_Key=key), 400)


def test_strangers_and_others_are_told_nothing(client, city):
    stranger = Client()
    problem(stranger.get("/api/v1/cases"), 401)
    draft = started(client)
    other = Client()
    other.post("/login/demo/", {"login": "liwei"})
    problem(other.get(f"/api/v1/drafts/{draft['id']}"), 404)
    problem(client.get("/api/v1/cases", headers={"Acting-For": "person.taxpayer:nobody"}), 404)
    problem(client.get("/api/v1/cases", headers={"Acting-For": "rubbish"}), 400)
    problem(client.get("/api/v1/nowhere"), 404)


def test_a_forgotten_csrf_token_is_refused(client):
    answer = client.post("/api/v1/drafts", b"{}", content_type="application/json")
    assert answer.status_code == 403
