"""Keep what departments say, and what taxpayers object to. Nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhishui.journal import services as journal
from zhishui.journal import transaction
from zhishui.kernel import Acting, Json, Problem, Ref, Refused, refuse
from zhishui.kernel.ports import chance
from zhishui.person.facts.importing import CLASHES, import_file
from zhishui.person.facts.models import Dispute
from zhishui.person.facts.permissions import may_answer, may_dispute
from zhishui.person.facts.queries import dispute_view, fact_by_ref, facts_of
from zhishui.person.facts.rules import declared, left_out, own_number
from zhishui.person.facts.store import compare, keep
from zhishui.person.facts.types import Declaration, DisputeView, NewFact, Recorded


__all__ = ["answer", "declare", "dispute", "import_file", "record_facts"]

NOT_FOUND = "没有找到，或者您没有权限。请在页面上方换一个身份再试。"
LONGEST = 500


def record_facts(*, facts: Iterable[NewFact], by: Acting, at: datetime) -> Recorded:
    """Keep facts inside the caller's `transaction()`, with one journal event for all of them."""
    offered = tuple(facts)
    judged = compare(offered)
    clashes = [(place, one.verdict) for place, one in enumerate(judged) if one.verdict in CLASHES]
    if clashes:
        raise Refused(*(Problem(verdict, f"{CLASHES[verdict]}。", f"facts[{place}]") for place, verdict in clashes))
    recorded = keep(judged, at)
    if recorded.new or recorded.conflicting:
        names: list[Json] = [*sorted({fact.name for fact in offered})]
        data: dict[str, Json] = {"names": names, "count": recorded.new + recorded.conflicting}
        journal.append("person.facts.recorded", by=by, at=at, subject=offered[0].taxpayer, data=data)
    return recorded


def declare(*, declaration: Declaration, records: Mapping[str, Mapping[str, Json]], by: Acting) -> Recorded:
    """Record a taxpayer's own statement, by its own numbers; what it no longer names is void.

    Inside the caller's `transaction()`: a submission and the facts it declares
    are durable together or not at all.
    """
    earlier = facts_of(declaration.taxpayer, [declaration.name])
    said = {own_number(declaration, number): value for number, value in records.items()}
    facts = [
        *left_out(declaration, said, earlier),
        *(declared(declaration, number, value) for number, value in said.items()),
    ]
    return record_facts(facts=facts, by=by, at=declaration.at)


def dispute(*, fact: Ref, reason: str, by: Acting, at: datetime) -> DisputeView:
    """Object to a fact 有误. It stays as it is, is shown as disputed, and blocks nothing."""
    words = reason.strip()
    found = fact_by_ref(fact)
    if found is None or not may_dispute(by, found.taxpayer):
        raise refuse("not-found", NOT_FOUND, status=404)
    if not words or len(words) > LONGEST:
        raise refuse("reason-needed", "请用1到500个字写出哪里不对，我们转给出数据的部门核实。", field="reason")
    if found.disputed:
        raise refuse("already-disputed", "这一条您已经提出有误，正在核实，请等部门答复。", status=409)
    row = Dispute(id=chance().new_id(at), fact_id=fact.id, reason=words, raised_by=str(by.actor), raised_at=at)
    with transaction():
        row.save(force_insert=True)
        data: dict[str, Json] = {"fact": fact.id, "department": found.source.department, "name": found.name}
        journal.append("person.fact.disputed", by=by, at=at, subject=Ref("person", "dispute", row.id), data=data)
    return dispute_view(row)


def answer(*, dispute: Ref, words: str, by: Acting, at: datetime) -> DisputeView:
    """Answer an objection, once."""
    if not may_answer(by):
        raise refuse("not-found", NOT_FOUND, status=404)
    if not words.strip() or len(words) > LONGEST:
        raise refuse("answer-needed", "请用1到500个字写明核实结果。", field="answer")
    with transaction():
        waiting = Dispute.objects.filter(pk=dispute.id, answered_at=None)
        if not waiting.update(answer=words.strip(), answered_by=str(by.actor), answered_at=at):
            raise refuse("not-open", "这条异议不存在或者已经答复过，请刷新页面。", status=409)
        row = Dispute.objects.select_related("fact").get(pk=dispute.id)
        about = Ref("person", "taxpayer", row.fact.taxpayer)
        journal.append("person.dispute.answered", by=by, at=at, subject=dispute, data={}, taxpayer=about)
    return dispute_view(row)
