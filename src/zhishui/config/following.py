"""What follows in one room from news of another: the glue between listeners and verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from zhishui import catalogue
from zhishui.filing.cases import queries as cases
from zhishui.journal.types import EventView
from zhishui.kernel import Acting, Json, Ref, Refused, local_day
from zhishui.person.facts import queries as facts
from zhishui.person.facts import services as disputes
from zhishui.person.facts.importing import request_of
from zhishui.person.facts.types import FactView
from zhishui.person.identity import queries as people
from zhishui.person.identity import services as identity
from zhishui.person.identity.types import Capacity, DerivedRight


REGISTRY = "registry.firm"
IN_BUSINESS = "存续"
SYSTEM = Acting(Ref("system", "worker", "wiring"), None, "system:worker")


def follow_registry(event: EventView, /, *, at: datetime) -> None:
    """Let the right of legal representatives follow the business registry."""
    if event.data["fact"] != REGISTRY:
        return
    brought = facts.facts_brought_by(request_of(str(event.data["sha256"])), name=REGISTRY)
    on = local_day(at)
    identity.follow_registry(
        rights=_rights(brought, on), firms=[fact.taxpayer for fact in brought], on=on, by=SYSTEM, at=at
    )


def _rights(brought: Iterable[FactView], on: date) -> Iterator[DerivedRight]:
    firms = [fact for fact in brought if fact.value["status"] == IN_BUSINESS]
    holders = people.taxpayers_by_number(str(fact.value["legal_representative_id"]) for fact in firms)
    for fact in firms:
        holder = holders.get(str(fact.value["legal_representative_id"]))
        if holder is not None:
            source = f"{fact.source.department}:{fact.source.record}"
            yield DerivedRight(holder.ref, fact.taxpayer, Capacity.LEGAL_REPRESENTATIVE, on, source)


def dispute_facts(event: EventView, /, *, at: datetime) -> None:
    """Pass a contested answer 有误 on as a question to each department it came from."""
    owner = cases.draft_owner(event.subject.id)
    said = _texts(event.data.get("records"))
    for fact in facts.facts_of(owner, catalogue.load().vocabulary.facts):
        if f"{fact.source.department}:{fact.source.record}" in said and not fact.disputed:
            by = Acting(event.actor, owner, event.under)
            _dispute(fact, str(event.data["reason"]), by, at)


def _dispute(fact: FactView, reason: str, by: Acting, at: datetime) -> None:
    try:
        disputes.dispute(fact=fact.ref, reason=reason, by=by, at=at)
    except Refused as refusal:
        # Heard twice after a crash: the objection is already on record.
        if refusal.problems[0].code != "already-disputed":
            raise


def _texts(value: Json) -> set[str]:
    return {str(part) for part in value} if isinstance(value, list) else set()
