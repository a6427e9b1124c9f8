"""Whatever comes in, is it read or refused with words, and read again to the same?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhishui.catalogue import calculate, check, headline, load, read_answer, search, visible
from zhishui.kernel import Known, Period, Refused, canonical_json


QUESTIONS = [question for matter in load().matters.values() for question in matter.revisions[0].questions]
LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.from_regex(r"-?[0-9]{1,18}(\.[0-9]{0,3})?", fullmatch=True),
    st.sampled_from(["2025-03", "2025-02-30", "100", "true", "12", "elder_shared", "陈静"]),
)
NAMES = st.sampled_from(sorted({field.id for question in QUESTIONS for field in question.fields}))
RAW = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=12
)


@settings(max_examples=300, deadline=None)
@given(question=st.sampled_from(QUESTIONS), raw=RAW)
def test_an_answer_is_read_or_refused_with_words(question, raw):
    stored, problems = _read(question, raw)
    if problems:
        assert all(problem.message and problem.field.startswith(question.id) for problem in problems)
    else:
        canonical_json(stored)
        assert read_answer(question, stored) == stored


def _read(question, raw):
    try:
        return read_answer(question, raw), ()
    except Refused as refused:
        return None, refused.problems


SETTLEMENT = load().matters["SB09"].revisions[0]
MONEY = st.integers(0, 10**14).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
MONTHS = st.integers(1, 12)
ANSWERS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("salary", "bonus", "labour", "royalty", "licence", "special", "withheld", "donation"), MONEY
    )
    | {
        "bonus_method": st.sampled_from(["merged", "separate"]),
        "withholding_done": st.booleans(),
        "loans": st.lists(
            st.fixed_dictionaries({"months": MONTHS, "share": st.sampled_from(["100", "50", None])}), max_size=2
        ),
        "elders": st.lists(
            st.fixed_dictionaries(
                {
                    "item": st.sampled_from(["elder_only_child", "elder_shared"]),
                    "months": MONTHS,
                    "agreed": st.none() | MONEY,
                }
            ),
            max_size=2,
        ),
        "illness": st.lists(st.fixed_dictionaries({"patient": st.just("陈静"), "own_cost": MONEY}), max_size=3),
    },
)


@settings(max_examples=150, deadline=None)
@given(told=ANSWERS, year=st.integers(2019, 2028))
def test_half_a_return_is_calculated_and_checked_without_a_fault(told, year):
    answers = {name: Known(value, ()) for name, value in told.items()}
    period = Period.of_year(year)
    results = calculate(SETTLEMENT, answers, period)
    asked = visible(SETTLEMENT, answers, results)
    said = check(SETTLEMENT, answers, results, period)
    blank = {problem.field for problem in said if problem.code == "answer-missing"}
    assert {name for name in asked if name not in told} <= blank
    assert headline(SETTLEMENT, answers, results, period).words


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_search_takes_anything(typed):
    search(load(), typed)
