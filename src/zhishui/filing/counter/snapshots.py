"""What exactly is signed? The draft, its figures and their reasons, and the document it ends in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import cast

from zhishui import catalogue
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases.rules import Formalities, case_number, snapshot
from zhishui.filing.cases.types import DraftView
from zhishui.kernel import Acting, Json, local_day, ports
from zhishui.kernel.identifiers import mask
from zhishui.person.identity import queries as identity
from zhishui.person.identity.types import TaxpayerView


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A snapshot about to be signed."""

    case: str
    number: str
    version: int
    snapshot: dict[str, Json]


def prepared(view: DraftView, *, by: Acting, at: datetime) -> Prepared:
    """Give the snapshot of a draft that is ready, under a number of its own."""
    number = case_number(view.matter, local_day(at), ports.chance().token(5))
    case, version = ports.chance().new_id(at), cases.next_version(view)
    taxpayer = identity.get_taxpayer(view.taxpayer)
    amount = view.headline.amount
    formal = Formalities(
        case=case,
        number=number,
        version=version,
        taxpayer=_shown(taxpayer),
        by=by,
        at=at,
        headline=view.headline.text(),
        answer={"words": view.headline.words, "amount": None if amount is None else amount.yuan()},
        law=[{"calculation": key, "act": r.act, "parameters": r.parameters_hash} for key, r in view.results.items()],
        traces=_traces(view),
        warnings=[cast("Json", problem.as_dict()) for problem in view.warnings],
    )
    said = snapshot(view, formal)
    said["document"] = _document(view, taxpayer, number, local_day(at))
    return Prepared(case=case, number=number, version=version, snapshot=said)


def _shown(taxpayer: TaxpayerView) -> dict[str, Json]:
    """Give who it is for a paper that others will see: the number masked."""
    return {
        "ref": str(taxpayer.ref),
        "name": taxpayer.name,
        "kind": taxpayer.kind,
        "tax_number_masked": mask(taxpayer.tax_number),
    }


def _document(view: DraftView, taxpayer: TaxpayerView, number: str, day: date) -> Json:
    about = {
        "taxpayer_name": taxpayer.name,
        "taxpayer_number": mask(taxpayer.tax_number),
        "issued_on": _day_text(day),
        "verification_code": number,
    }
    document = catalogue.result_document(view.revision, view.known, view.results, view.period, about)
    return cast("Json", _plain(asdict(document)))


def _day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _traces(view: DraftView) -> dict[str, Json]:
    """Give the reasons of the figures a page explains; one that is a step of an earlier one is not told twice."""
    traces: dict[str, Json] = {}
    told: set[str] = set()
    for figure in view.revision.explain:
        if figure not in told:
            explained = catalogue.explain(view.revision, view.known, view.period, figure, view.results)
            traces[figure] = cast("Json", explained.as_dict())
            told |= {f"{figure.partition('.')[0]}.{step.name}" for step in explained.steps}
    return traces


def _plain(value: object) -> object:
    """Turn tuples into lists, as canonical JSON knows them."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
