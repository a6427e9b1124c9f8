"""Does a draft still say what registries say? Followed until it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhishui.filing.cases import queries as cases
from zhishui.filing.cases import services as drafts
from zhishui.filing.cases.rules import source_json
from zhishui.filing.cases.types import AnswerView, DraftView, Standing
from zhishui.filing.counter.offering import tell
from zhishui.filing.prefill.queries import prefilled
from zhishui.journal import transaction
from zhishui.kernel import Acting, Assumed, Json, Knowledge, Known, Source, Unknown


def resume(*, draft: str, by: Acting, at: datetime) -> DraftView:
    """Go on with a draft, with what registries say today where the person has not spoken."""
    view = cases.get_draft(draft, by)
    return cases.get_draft(draft, by) if take_in(view, by=by, at=at) else view


def take_in(view: DraftView, *, by: Acting, at: datetime) -> bool:
    """Take in what changed in registries since; tell whether anything did.

    A closed draft stays as it was signed, and an amendment speaks of what was
    filed, so neither follows registries.
    """
    if view.closed or view.amends:
        return False
    known = prefilled(view.revision, view.taxpayer, view.period)
    if not _differs(view, known):
        return False
    with transaction():
        drafts.lock_open(draft=view.id, by=by)
        changed = drafts.refresh(draft=view.id, prefilled=known, at=at)
        tell("filing.draft.refreshed", view.id, {"changed": changed}, by, at)
    return changed > 0


def _differs(view: DraftView, known: Mapping[str, Knowledge[Json]]) -> bool:
    return any(_stale(view.answers[question], now) for question, now in known.items())


def _stale(answer: AnswerView, now: Knowledge[Json]) -> bool:
    match answer.standing, now:
        case (Standing.DECLARED | Standing.CONTESTED, _) | (Standing.MISSING, Unknown()):
            return False
        case (Standing.KNOWN, Known(value, sources)):
            return answer.value != value or _stored(answer.sources) != _stored(sources)
        case (Standing.ASSUMED, Assumed(value, reason)):
            return (answer.value, answer.reason) != (value, reason)
    return True


def _stored(sources: Iterable[Source]) -> list[Json]:
    """Compare sources as a draft keeps them: a fact's moment is finer, and would always differ."""
    return [source_json(source) for source in sources]
