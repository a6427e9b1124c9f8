"""Is every fact described once, and does every matter say what people need to read?"""

from __future__ import annotations

import re

import pytest

from zhishui.catalogue import QuestionType, load, phrase, vocabulary
from zhishui.kernel import Period


MATTERS = list(load().matters.values())
REVISIONS = [(matter.code, revision) for matter in MATTERS for revision in matter.revisions]
OFFICE_WORDS = re.compile(r"尊敬的|点击此处|确定|系统异常|格式不正确|已办结|请按规定")


def test_every_fact_has_a_holder_and_words():
    words = vocabulary()
    for fact in words.facts.values():
        assert fact.title
        assert fact.departments
        assert all(department in words.departments for department in fact.departments)
        assert len({field.id for field in fact.fields}) == len(fact.fields)


def test_facts_about_a_stretch_of_time_say_which():
    dated = {name: fact.dated for name, fact in vocabulary().facts.items() if fact.dated}
    assert dated["income.payment"] == dated["insurance.contribution"] == "month"
    assert dated["donation.receipt"] == "on"


@pytest.mark.parametrize(("code", "revision"), REVISIONS, ids=[code for code, _ in REVISIONS])
def test_every_question_says_why_it_is_asked_in_plain_words(code, revision):
    for question in revision.questions:
        assert question.label.endswith("？"), question.id
        assert question.why, question.id
        assert question.help, question.id
        assert not OFFICE_WORDS.search(question.label + question.why + question.help), question.id
        shown = phrase(question.label, Period.parse("2025"))
        assert "{" not in shown


@pytest.mark.parametrize(("code", "revision"), REVISIONS, ids=[code for code, _ in REVISIONS])
def test_every_matter_can_be_understood_and_ends_in_a_paper(code, revision):
    assert revision.headline
    assert all(saying.button for saying in revision.headline)
    assert revision.document.title
    assert revision.legal_basis
    assert revision.amend.words
    assert revision.withdraw.words
    for question in revision.questions:
        for choice in question.choices:
            assert choice.label
        if question.type is QuestionType.ROWS:
            assert question.fields


def test_labels_speak_of_the_year():
    assert phrase("您{year}年的工资", Period.parse("2025")) == "您2025年的工资"
