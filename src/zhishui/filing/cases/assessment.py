"""What do the answers of a draft come to? The one place where catalogue and law are asked.

Catalogue and law are pure, so the same answers come to the same: whoever looks
at a question, its explanation and the check page has it worked out once. The
key holds every byte the outcome depends on, so nothing here can be out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from zhishui import catalogue, law
from zhishui.catalogue import Matter, Revision, Said
from zhishui.filing.cases.rules import knowledge_of, source_of
from zhishui.filing.cases.types import AnswerView, FigureView, Standing
from zhishui.kernel import Json, Knowledge, Period, Problem, Source


KEPT = 256  # drafts being worked on at once; one takes about 75 kB
NEVER = datetime.min.replace(tzinfo=UTC)  # nothing that a source says takes its moment from us


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One answer as it is stored; JSON stays text, so that it can be compared and hashed."""

    question: str
    value: str
    standing: str
    sources: str
    reason: str
    said_at: datetime | None  # what the taxpayer said or agreed to; None for what a source says


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything that follows from the answers. Shared between readers: never changed."""

    known: Mapping[str, Knowledge[Json]]
    results: Mapping[str, law.Result]
    visible: tuple[str, ...]
    figures: Mapping[str, FigureView]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    headline: Said


def revision_of(matter: Matter, version: str) -> Revision:
    """Give the revision a draft was made with, or today's where that one is gone."""
    try:
        return matter.of_version(version)
    except KeyError:
        return matter.revisions[-1]


@lru_cache(maxsize=KEPT)
def assessed(matter: str, version: str, period: str, words: tuple[Word, ...]) -> Assessment:
    """Work out what these answers come to under a revision of a matter."""
    revision, of = revision_of(catalogue.load().matters[matter], version), Period.parse(period)
    known = _knowledge(revision, words)
    results = catalogue.calculate(revision, known, of)
    return Assessment(
        known=known,
        results=results,
        visible=catalogue.visible(revision, known, results),
        figures=_figures(revision, results),
        problems=catalogue.check(revision, known, results, of),
        warnings=catalogue.warnings(revision, known, results, of),
        headline=catalogue.headline(revision, known, results, of),
    )


@lru_cache(maxsize=64 * KEPT)
def sources_of(text: str) -> tuple[Source, ...]:
    """Read the stored sources of an answer: a year's wages have twelve, and every page shows them."""
    return tuple(source_of(source) for source in json.loads(text))


def _knowledge(revision: Revision, words: Iterable[Word]) -> dict[str, Knowledge[Json]]:
    """Give the answers as the law engine takes them, in the order of the questions."""
    said = {word.question: word for word in words}
    return {
        question.id: _known(said[question.id])
        for question in revision.questions
        if question.id in said and said[question.id].standing != Standing.MISSING
    }


def _known(word: Word) -> Knowledge[Json]:
    said = AnswerView(
        question=word.question,
        value=json.loads(word.value),
        standing=Standing(word.standing),
        sources=sources_of(word.sources),
        reason=word.reason,
        confirmed_at=word.said_at,
    )
    return knowledge_of(said, word.said_at or NEVER)


def _figures(revision: Revision, results: Mapping[str, law.Result]) -> dict[str, FigureView]:
    return {
        f"{key}.{figure.name}": FigureView(
            calculation=key,
            name=figure.name,
            title=_title(revision, key, figure.title),
            value=figure.value,
            assumed=figure.assumed,
            missing=figure.missing,
            advice=revision.calculation(key.partition("[")[0]).advice,
        )
        for key, result in results.items()
        for figure in result.figures.values()
    }


def _title(revision: Revision, key: str, title: str) -> str:
    """Tell figures of like name apart: eight deductions are all called 专项附加扣除."""
    calculation = revision.calculation(key.partition("[")[0])
    alike = sum(one.act == calculation.act for one in revision.calculations if not one.advice)
    return f"{calculation.title}：{title}" if alike > 1 or calculation.each or calculation.advice else title
