"""What is this matter, may I do it, and what do you already have?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zhishui.catalogue import Matter, Question, Revision, Vocabulary, phrase
from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.parts import Row
from zhishui.filing.cases.types import CaseView
from zhishui.kernel import Period, PeriodKind
from zhishui.person.identity.types import Capacity, Identity


KINDS = {"natural_person": "个人", "enterprise": "企业", "individual_business": "个体工商户"}
CAPACITIES = {Capacity.SELF: "本人", Capacity.LEGAL_REPRESENTATIVE: "企业"}


@dataclass(frozen=True, slots=True)
class Switch:
    """Another name one may act under, with its Ref as the form sends it."""

    label: str
    name: str
    ref: str


@dataclass(frozen=True, slots=True)
class Start:
    """One period that may be filed now."""

    period: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPage:
    """The page of one matter."""

    title: str
    code: str
    category: str
    name: str
    what: str
    terms: tuple[Row, ...]
    already: tuple[Row, ...]
    asks: tuple[Row, ...]
    cites: tuple[str, ...]
    action: str
    starts: tuple[Start, ...]
    filed: tuple[Row, ...]
    wrong_identity: str
    switches: tuple[Switch, ...]
    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who is looking, and what they may start today."""

    today: date
    acting: Identity
    identities: Sequence[Identity]
    periods: Sequence[Period]
    due: date | None
    filed: Sequence[CaseView] = ()


def matter_page(matter: Matter, revision: Revision | None, who: Standing, vocabulary: Vocabulary) -> MatterPage:
    """Draw a matter for somebody on a day."""
    asked = [] if revision is None else [q for q in revision.questions if q.prefill is None]
    known = [] if revision is None else [q for q in revision.questions if q.prefill is not None]
    open_ = [period for period in who.periods if period not in {row.period for row in who.filed}]
    applicants = () if revision is None else revision.applicants
    mine = who.acting.taxpayer.kind in applicants
    return MatterPage(
        title=matter.plain,
        code=matter.code,
        category=matter.category,
        name=matter.plain,
        what=f"正式名称：{matter.name}",
        terms=_terms(revision, who),
        already=_already(known, vocabulary),
        asks=tuple(Row(q.title, phrase(q.label, who.periods[0]) if who.periods else "") for q in asked),
        cites=() if revision is None else revision.legal_basis,
        action=reverse("web:start", args=(matter.code,)),
        starts=tuple(_start(p) for p in open_) if mine else (),
        filed=tuple(_filed(case) for case in who.filed if case.period.kind is not PeriodKind.OCCASION),
        wrong_identity="" if mine or revision is None else _wrong(applicants, who.acting),
        switches=() if mine else _switches(applicants, who.identities),
        closed="现在不在办理时间里。到时候会出现在您的待办里。",
    )


def _start(of: Period) -> Start:
    return Start(str(of), "开始办" if of.kind is PeriodKind.OCCASION else f"办{words.period(of)}的")


def _filed(case: CaseView) -> Row:
    return Row(f"{words.period(case.period)}已经办过", "看回执", href=reverse("web:case", args=(case.id,)))


def _terms(revision: Revision | None, who: Standing) -> tuple[Row, ...]:
    if revision is None:
        return ()
    due = [Row("最后一天", words.day(who.due, "full"))] if who.due else []
    days = revision.process.limit_working_days
    process = "提交就办好，不用等" if revision.process.mode == "instant" else f"{days}个工作日内办好"
    paper = [m.name for m in revision.materials if not m.unnecessary_by]
    return (
        Row("谁来办", "、".join(KINDS[a] for a in revision.applicants if a in KINDS)),
        *due,
        Row("多久办好", process),
        Row("要交的纸", "、".join(paper) if paper else "不用交，都由部门提供"),
        *([Row("填错了", revision.amend.words)] if revision.amend.words else []),
    )


def _already(questions: Sequence[Question], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """Say which departments give what: one line each, since twenty questions come from three of them."""
    given: dict[str, list[str]] = {}
    for question in questions:
        fact = vocabulary.facts.get(question.prefill.fact) if question.prefill else None
        if fact is not None:
            holders = "、".join(vocabulary.departments[code] for code in fact.departments)
            given.setdefault(holders, []).append(question.title)
    return tuple(Row(holders, "、".join(titles)) for holders, titles in given.items())


def _wrong(applicants: Sequence[str], acting: Identity) -> str:
    whom = "、".join(KINDS[a] for a in applicants if a in KINDS)
    return f"这件事由{whom}来办，您现在的名义是“{acting.taxpayer.name}”。"


def _switches(applicants: Sequence[str], identities: Sequence[Identity]) -> tuple[Switch, ...]:
    return tuple(
        Switch(CAPACITIES[one.capacity], one.taxpayer.name, str(one.taxpayer.ref))
        for one in identities
        if one.taxpayer.kind in applicants
    )
