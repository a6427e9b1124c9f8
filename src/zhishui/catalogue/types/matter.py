"""What is a matter as a whole? Its revisions by day, and its acceptance scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhishui.catalogue.types.asking import Check, Question, Section
from zhishui.catalogue.types.doing import (
    Calculation,
    DocumentTemplate,
    Due,
    Effect,
    Material,
    PeriodRule,
    Permission,
    Process,
    RowsOf,
    Saying,
)
from zhishui.catalogue.types.words import Vocabulary
from zhishui.kernel import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A matter as offered from one day to another; `version` is the hash of its content."""

    from_: date
    until: date | None
    version: str
    applicants: tuple[str, ...]
    period: PeriodRule
    due: str  # a deadline kind of the law; "" = none
    sections: tuple[Section, ...]
    lists: Mapping[str, tuple[RowsOf, ...]]
    calculations: tuple[Calculation, ...]
    eligibility: tuple[Check, ...]
    headline: tuple[Saying, ...]
    obligation: tuple[Saying, ...]
    explain: tuple[str, ...]
    checks: tuple[Check, ...]
    materials: tuple[Material, ...]
    process: Process
    effects: tuple[Effect, ...]
    dues: tuple[Due, ...]
    closes: tuple[str, ...]  # matter codes whose duty for the period is done by this
    document: DocumentTemplate
    legal_basis: tuple[str, ...]
    amend: Permission
    withdraw: Permission

    @property
    def questions(self) -> tuple[Question, ...]:
        """Give every question in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """Give one question; KeyError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def calculation(self, calculation_id: str) -> Calculation:
        """Give one calculation; KeyError when there is none."""
        for calculation in self.calculations:
            if calculation.id == calculation_id:
                return calculation
        raise KeyError(calculation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A script that does the matter for real, as one demo persona.

    `expect` maps a figure ("settle.balance") to its value, worked out by hand.
    """

    persona: str
    says: str
    period: str
    answers: Mapping[str, Json]
    expect: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing a taxpayer can do here."""

    code: str
    name: str
    plain: str
    category: str
    keywords: tuple[str, ...]
    confidence: str  # "A", or "B": never shown to the public as a promise
    revisions: tuple[Revision, ...]
    acceptance: tuple[Acceptance, ...]

    def on(self, day: date) -> Revision | None:
        """Give the revision offered on a day, if any."""
        for revision in self.revisions:
            if revision.from_ <= day and (revision.until is None or day < revision.until):
                return revision
        return None

    def of_version(self, version: str) -> Revision:
        """Give the revision a case was made with; KeyError when it is gone."""
        for revision in self.revisions:
            if revision.version == version:
                return revision
        raise KeyError(version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every matter, by code in order, and the words they are made of."""

    matters: Mapping[str, Matter]
    vocabulary: Vocabulary
