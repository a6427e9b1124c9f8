"""What may a verb of the counter cost? Queries counted, so that a loop with one inside is seen at once.

The numbers are what the verbs need today and two more; whoever passes one has
added a query to every page, or to every filing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhishui.filing.cases import assessment
from zhishui.filing.counter import queries, refreshing, services
from zhishui.kernel import Known, Period


MOST = {"get_draft": 5, "explain": 5, "answer": 17, "submit": 38}


@pytest.fixture
def started(acting, bound_clock):
    by, at = acting("chenjing"), bound_clock.now()
    return services.start(matter="SB09", period=Period.parse("2025"), by=by, at=at).id, by, at


def test_no_verb_asks_the_database_more_often_than_it_must(started):
    draft, by, at = started
    verbs = {
        "get_draft": lambda: queries.get_draft(draft, by),
        "explain": lambda: queries.explain(draft, "settle.balance", by),
        "answer": lambda: services.answer(draft=draft, question="pension", raw="5.00", by=by, at=at),
        "submit": lambda: services.submit(draft=draft, key="k-1", by=by, at=at),
    }
    services.confirm_all(draft=draft, by=by, at=at)
    counted = {}
    for name, verb in verbs.items():
        with CaptureQueriesContext(connection) as asked:
            verb()
        counted[name] = len(asked)
    assert {name: count for name, count in counted.items() if count > MOST[name]} == {}


def test_the_same_answers_are_worked_out_once_and_other_answers_anew(started):
    draft, by, at = started
    assessment.assessed.cache_clear()
    first = queries.get_draft(draft, by)
    again = queries.get_draft(draft, by)
    assert again.results is first.results
    changed = services.answer(draft=draft, question="pension", raw="5.00", by=by, at=at)
    assert changed.figures["settle.balance"].value != first.figures["settle.balance"].value
    assert assessment.assessed.cache_info().misses == 2


def test_what_registries_still_say_is_not_taken_in_again(started):
    """A fact's moment has microseconds, a stored one milliseconds: compared bare, every draft was always stale."""
    draft, by, _ = started
    answer = queries.get_draft(draft, by).answers["salary"]
    finer = [replace(one, retrieved_at=one.retrieved_at + timedelta(microseconds=7)) for one in answer.sources]
    assert not refreshing._stale(answer, Known(answer.value, tuple(finer)))
    later = [replace(one, retrieved_at=one.retrieved_at + timedelta(days=1)) for one in answer.sources]
    assert refreshing._stale(answer, Known(answer.value, tuple(later)))
