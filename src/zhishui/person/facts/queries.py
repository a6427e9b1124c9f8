"""What is known about a taxpayer? Versions that contradict one another come side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby

from zhishui.kernel import Period, Ref, Source
from zhishui.person.facts.models import Dispute, Fact
from zhishui.person.facts.rules import chunks, speaks_of
from zhishui.person.facts.types import DisputeView, FactView


def facts_of(taxpayer: Ref, names: Iterable[str], period: Period | None = None) -> tuple[FactView, ...]:
    """Give a taxpayer's facts of these names that speak of `period`: by name, period and record."""
    rows = Fact.objects.filter(taxpayer=taxpayer.id, name__in=sorted(set(names)))
    return tuple(
        view
        for view in _standing(rows)
        if speaks_of(period, own=view.period, valid=(view.valid_from, view.valid_until))
    )


def fact_by_ref(ref: Ref) -> FactView | None:
    """Give one version of a record, exactly as it was used, with no others beside it."""
    row = Fact.objects.filter(pk=ref.id).first()
    return None if row is None else _view(row, _disputes([row.id]))


def facts_brought_by(request_id: str, *, name: str = "") -> tuple[FactView, ...]:
    """Give what one request or file brought, where that is still the latest word; `name` makes it quick."""
    place = Fact.objects.filter(name=name) if name else Fact.objects.all()
    brought = place.filter(request_id=request_id).values_list("name", "department", "record_id")
    records: dict[tuple[str, str], list[str]] = {}
    for kind, department, record in brought:
        records.setdefault((kind, department), []).append(record)
    rows: list[Fact] = []
    for (kind, department), numbers in records.items():
        for some in chunks(numbers):
            rows += Fact.objects.filter(name=kind, department=department, record_id__in=some)
    return tuple(view for view in _standing(rows) if view.source.request_id == request_id)


def _standing(rows: Iterable[Fact]) -> tuple[FactView, ...]:
    """Give the latest version of each record that still holds, with the earlier ones inside."""
    ordered = sorted(rows, key=lambda row: (*_record(row), row.version))
    disputes = _disputes([row.id for row in ordered])
    standing = []
    for _, versions in groupby(ordered, key=_record):
        *earlier, latest = versions
        if not latest.void:
            others = tuple(_view(row, disputes) for row in reversed(earlier) if not row.void)
            standing.append(_view(latest, disputes, others))
    return tuple(
        sorted(standing, key=lambda view: (view.name, view.period, view.source.department, view.source.record))
    )


def _record(row: Fact) -> tuple[str, str, str]:
    return row.name, row.department, row.record_id


def _disputes(facts: Iterable[str]) -> Mapping[str, tuple[DisputeView, ...]]:
    found: dict[str, tuple[DisputeView, ...]] = {}
    for some in chunks(facts):
        for row in Dispute.objects.filter(fact__in=some).order_by("raised_at", "id"):
            found[row.fact_id] = (*found.get(row.fact_id, ()), dispute_view(row))
    return found


def dispute_view(row: Dispute) -> DisputeView:
    """Give the public view of an objection."""
    return DisputeView(
        ref=Ref("person", "dispute", row.id),
        fact=Ref("person", "fact", row.fact_id),
        reason=row.reason,
        raised_by=Ref.parse(row.raised_by),
        raised_at=row.raised_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _view(row: Fact, disputes: Mapping[str, tuple[DisputeView, ...]], others: tuple[FactView, ...] = ()) -> FactView:
    return FactView(
        ref=Ref("person", "fact", row.id),
        taxpayer=Ref("person", "taxpayer", row.taxpayer),
        name=row.name,
        value=json.loads(row.value),
        period=row.period,
        source=Source(row.department, row.record_id, row.retrieved_at, row.purpose, row.request_id),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_at=row.recorded_at,
        disputes=disputes.get(row.id, ()),
        others=others,
    )
