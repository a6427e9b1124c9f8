"""Who files? Taxpayers of the demo city with an account, a session and a return that is ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.crypto import get_random_string

from zhishui.doors.cli.demo import OPERATOR
from zhishui.filing.cases.types import DraftView
from zhishui.filing.counter import services as counter
from zhishui.kernel import Acting, Json, Period, Ref, ports
from zhishui.person.identity import queries as identity
from zhishui.person.identity import services as accounts
from zhishui_city import generate, personas


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CSRF_SECRET = 32  # characters


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody logged in: by what right, and the two cookies."""

    by: Acting
    account: Ref
    session: str
    token: str

    @property
    def cookies(self) -> str:
        """Give the Cookie header."""
        return f"sessionid={self.session}; csrftoken={self.token}"

    def json(self, **more: str) -> dict[str, str]:
        """Give the headers of an API call."""
        return {"Cookie": self.cookies, "X-CSRFToken": self.token, "Content-Type": "application/json", **more}

    def form(self) -> dict[str, str]:
        """Give the headers of a form."""
        return {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}

    def fields(self, **posted: str) -> str:
        """Give the body of a form."""
        return urlencode({"csrfmiddlewaretoken": self.token, **posted})


def citizens(city: int) -> Iterator[Citizen]:
    """Open accounts for the city's grown-ups one after the other, and log them in; the personas have theirs."""
    taken = {persona.number for persona in personas()}
    for place, person in enumerate(generate(max(city, 20)).people):
        known = identity.taxpayer_by_number(person.number)
        if known is not None and person.number not in taken:
            yield _citizen(f"bench{place}", person.name, known.ref)


def _citizen(login: str, name: str, taxpayer: Ref) -> Citizen:
    at = ports.clock().now()
    account = accounts.open_account(
        login=login, password=None, full_name=name, person=taxpayer, elder=False, demo_note="", by=OPERATOR, at=at
    )
    client = Client()
    client.force_login(get_user_model().objects.get(pk=int(account.id)), backend=BACKEND)
    by = accounts.act(account=account, for_taxpayer=taxpayer, on=ports.clock().today())
    return Citizen(by, account, client.cookies["sessionid"].value, get_random_string(CSRF_SECRET))


@dataclass(frozen=True, slots=True)
class Task:
    """What is filed: a matter, its period, and what no registry can answer."""

    matter: str
    period: str
    answers: dict[str, Json]


SETTLEMENT = Task("SB09", "2025", {})


def certificate() -> Task:
    """Give the certificate of tax paid last year, asked for today."""
    return Task("ZM02", str(ports.clock().today()), {"span": {"first": "2025-01", "last": "2025-12"}})


def opened(who: Citizen, task: Task) -> DraftView:
    """Start a return through the counter, and answer what must be answered."""
    at = ports.clock().now()
    draft = counter.start(matter=task.matter, period=Period.parse(task.period), by=who.by, at=at)
    for question, raw in task.answers.items():
        draft = counter.answer(draft=draft.id, question=question, raw=raw, by=who.by, at=at)
    return draft


def ready_drafts(people: Iterable[Citizen], tasks: Iterable[Task]) -> Iterator[tuple[Citizen, str]]:
    """Give (who, draft) for every return that needs nothing but its signature."""
    wanted = tuple(tasks)
    for who in people:
        for task in wanted:
            draft = opened(who, task)
            if not draft.problems:
                counter.confirm_all(draft=draft.id, by=who.by, at=ports.clock().now())
                yield who, draft.id
