"""Work out a person's obligations 我的待办 from what is known, without asking anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from zhishui import catalogue
from zhishui.catalogue import Matter, Revision, Said
from zhishui.filing.cases import queries as cases
from zhishui.filing.obligations.types import Obligation, State
from zhishui.filing.prefill.queries import prefilled
from zhishui.kernel import Acting, Json, Knowledge, Period, Ref
from zhishui.person.identity import queries as identity


DUTIES = ("must", "may")


def obligations(taxpayer: Ref, on: date) -> tuple[Obligation, ...]:
    """Give what a taxpayer must or may do on a day: nearest last day first, done ones last."""
    found = (one for matter in catalogue.load().matters.values() for one in _of_matter(matter, taxpayer, on))
    return tuple(sorted(found, key=lambda one: (one.state is State.DONE, one.days_left, one.matter)))


def _of_matter(matter: Matter, taxpayer: Ref, on: date) -> Iterator[Obligation]:
    revision = matter.on(on)
    if revision is None or not revision.obligation:
        return
    if identity.get_taxpayer(taxpayer).kind not in revision.applicants:
        return
    # Only the period a person most likely means: last year's return, not those of years ago.
    for period in catalogue.open_periods(revision, on)[:1]:
        one = _one(matter, revision, taxpayer, period, on)
        if one is not None:
            yield one


def _one(matter: Matter, revision: Revision, taxpayer: Ref, period: Period, on: date) -> Obligation | None:
    window = catalogue.window(revision, period)
    if window is None:
        return None
    draft, case, said = _standing(matter, revision, taxpayer, period)
    if said.duty not in DUTIES and not case and not draft:
        return None
    return Obligation(
        matter=matter.code,
        name=f"{period}年{matter.plain}",
        period=period,
        opens_on=window.opens,
        due_on=window.due,
        days_left=(window.due - on).days,
        state=State.STARTED if draft else State.DONE if case else State.TO_DO,
        must=said.duty == "must",
        amount=said.amount,
        words=said.words,
        note=said.sentence,
        verb=said.button,
        cites=revision.legal_basis,
        draft=draft,
        case=case,
    )


def _standing(matter: Matter, revision: Revision, taxpayer: Ref, period: Period) -> tuple[str, str, Said]:
    """Give (open draft, filed case, what is to be said): a draft speaks for itself, else registries do."""
    draft = cases.open_draft_of(taxpayer, matter.code, period, "") or ""
    case = cases.latest_case_of(taxpayer, matter.code, period) or ""
    if draft:
        view = cases.get_draft(draft, Acting(taxpayer, taxpayer, "self"))
        return draft, case, catalogue.obligation(view.revision, view.known, view.results, view.period)
    known: dict[str, Knowledge[Json]] = dict(prefilled(revision, taxpayer, period))
    results = catalogue.calculate(revision, known, period)
    said = catalogue.obligation(revision, known, results, period)
    if case:
        # What was filed is what is owed or due, whatever registries say by now.
        words, amount = cases.filed_answer(case)
        said = replace(said, words=words, amount=amount)
    return draft, case, said
