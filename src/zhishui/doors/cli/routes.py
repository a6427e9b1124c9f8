"""Two ways to do a matter as its acceptance script says: by the verbs, or by the JSON API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from zhishui.catalogue import Acceptance, Matter
from zhishui.doors.cli.ready import acting_as
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases.rules import plain
from zhishui.filing.cases.types import DraftView, Standing
from zhishui.filing.counter import services as counter
from zhishui.kernel import Acting, Period, Refused, ports, refuse


@dataclass(frozen=True, slots=True)
class Filed:
    """What a route gives back: the case, how many were prefilled, the figures it came to."""

    case: str
    asked: int
    prefilled: int
    figures: Mapping[str, object]


def by_services(matter: Matter, script: Acceptance) -> Filed:
    """Call the counter's verbs."""
    by, clock = acting_as(script.persona), ports.clock()
    draft = _started(matter, script, by)
    prefilled = sum(draft.answers[q].standing in (Standing.KNOWN, Standing.ASSUMED) for q in draft.visible)
    for question, raw in script.answers.items():
        counter.answer(draft=draft.id, question=question, raw=raw, by=by, at=clock.now())
    ready = counter.confirm_all(draft=draft.id, by=by, at=clock.now())
    key = ports.chance().new_id(clock.now())
    done = counter.submit(draft=draft.id, key=key, by=by, at=clock.now())
    figures = {name: plain(figure.value) for name, figure in ready.figures.items()}
    return Filed(done.case, len(ready.visible), prefilled, figures)


def _started(matter: Matter, script: Acceptance, by: Acting) -> DraftView:
    """Open a draft; on a second run the return is there already and is amended instead."""
    at, period = ports.clock().now(), Period.parse(script.period)
    try:
        return counter.start(matter=matter.code, period=period, by=by, at=at)
    except Refused as refusal:
        assert by.for_taxpayer is not None
        filed = cases.latest_case_of(by.for_taxpayer, matter.code, period)
        if refusal.problems[0].code != "already-filed" or filed is None:
            raise
        return counter.amend(case=filed, by=by, at=at)


def by_api(matter: Matter, script: Acceptance) -> Filed:
    """Send the same steps as JSON through the whole stack: session, rules, problems."""
    client = Client(headers={"host": "localhost"})
    client.post("/login/demo/", {"login": script.persona})
    draft = _call(client, "post", "drafts", {"matter": matter.code, "period": script.period})
    prefilled = sum(answer["standing"] in ("known", "assumed") for answer in draft["answers"])
    for question, raw in script.answers.items():
        _call(client, "put", f"drafts/{draft['id']}/answers/{question}", {"value": raw})
    ready = _call(client, "post", f"drafts/{draft['id']}/confirm", {})
    key = ports.chance().new_id(ports.clock().now())
    done = _call(client, "post", f"drafts/{draft['id']}/submit", {}, key)
    figures = {figure["name"]: figure["value"] for figure in ready["figures"]}
    return Filed(done["case"], len(ready["answers"]), prefilled, figures)


def _call(client: Client, method: str, address: str, body: object, key: str = "") -> Any:
    send = getattr(client, method)
    headers = {"Idempotency-Key": key} if key else {}
    answer = send(f"/api/v1/{address}", json.dumps(body), content_type="application/json", headers=headers)
    said = json.loads(answer.content)
    if answer.status_code >= 400:  # noqa: PLR2004  HTTP: from here on it is an error
        raise refuse(said["code"], said["detail"], field=said.get("field", ""), status=answer.status_code)
    return said
