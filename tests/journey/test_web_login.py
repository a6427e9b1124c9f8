"""A person with a password of their own comes in by it, and leaves."""

from __future__ import annotations

import pytest

from zhishui.journal import transaction
from zhishui.kernel import Acting, Ref, ports
from zhishui.person.identity import services as identity
from zhishui.person.identity.types import Kind, NewTaxpayer


OPERATOR = Acting(Ref("system", "operator", "test"), None, "system:test")
PASSWORD = "correct horse battery"


@pytest.fixture
def account(db, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    at = ports.clock().now()
    with transaction():
        person = NewTaxpayer(Kind.NATURAL_PERSON, "陈试", "38010319900307001X")
        made = identity.ensure_taxpayers(people=[person], by=OPERATOR, at=at)
    return identity.open_account(
        login="tester",
        password=PASSWORD,
        full_name="陈试",
        person=made["38010319900307001X"].ref,
        elder=False,
        demo_note="",
        by=OPERATOR,
        at=at,
    )


@pytest.mark.usefixtures("account")
def test_the_right_password_opens_the_first_screen_and_leaving_closes_it(client):
    answer = client.post("/login/?next=/archive/", {"login": "tester", "password": PASSWORD, "next": "/archive/"})
    assert (answer.status_code, answer["Location"]) == (302, "/archive/")
    assert "陈试的档案" in client.get("/archive/").content.decode()
    assert client.post("/logout/").status_code == 303
    assert client.get("/archive/").status_code == 302


@pytest.mark.usefixtures("account")
def test_a_person_who_is_no_demo_persona_cannot_be_entered_as(client):
    assert client.post("/login/demo/", {"login": "tester"}).status_code == 404


@pytest.mark.usefixtures("account")
def test_without_the_demo_nobody_is_entered_as_without_a_password(client, settings):
    settings.ZHISHUI_DEMO = False
    assert client.post("/login/demo/", {"login": "chenjing"}).status_code == 404
    assert "演示" not in client.get("/login/").content.decode()
