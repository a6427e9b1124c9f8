"""Start, answer, confirm, contest, amend: everything before the signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from django.db import IntegrityError

from zhishui import catalogue
from zhishui.catalogue import Matter, Revision
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases import services as drafts
from zhishui.filing.cases.rules import content_mark, source_of
from zhishui.filing.cases.types import AnswerView, CaseView, DraftView, Standing
from zhishui.filing.prefill.queries import prefilled
from zhishui.journal import services as journal
from zhishui.journal import transaction
from zhishui.kernel import Acting, Assumed, Json, Knowledge, Known, Period, PeriodKind, Ref, Refused, Unknown, refuse
from zhishui.person.identity import queries as identity


CHINA = timezone(timedelta(hours=8))  # no summer time since 1991; law counts days here
LONGEST_REASON = 500


def local_day(at: datetime) -> date:
    """Give the day in China on which something happens."""
    return at.astimezone(CHINA).date()


def start(*, matter: str, period: Period, by: Acting, at: datetime, occurrence: str = "") -> DraftView:
    """Give the open draft, made and prefilled if there is none.

    Answers the person has not spoken to take in what registries say today.
    Raises Refused: 404 unknown matter, 409 not for this taxpayer or already
    filed, 422 a period that is not open.
    """
    entry, revision = _offered(matter, local_day(at))
    taxpayer = _taxpayer(by)
    _refuse_wrong_taxpayer(revision, taxpayer)
    _refuse_closed_period(revision, period, local_day(at))
    occurrence = occurrence or _next_occurrence(revision, matter, taxpayer, period)
    draft = cases.open_draft_of(taxpayer, matter, period, occurrence)
    if draft is not None:
        return resume(draft=draft, by=by, at=at)
    _refuse_second(entry, taxpayer, period, occurrence)
    new = drafts.NewDraft(
        taxpayer=taxpayer,
        shard=identity.get_taxpayer(taxpayer).shard,
        matter=matter,
        revision=revision.version,
        period=period,
        occurrence=occurrence,
    )
    try:
        draft = _open(new, entry, revision, by, at)
    except IntegrityError:
        # Two tabs started at once: the other one's draft is this one's too.
        draft = cases.open_draft_of(taxpayer, matter, period, occurrence)
        if draft is None:
            raise
    return cases.get_draft(draft, by)


def _open(new: drafts.NewDraft, entry: Matter, revision: Revision, by: Acting, at: datetime) -> str:
    known = prefilled(revision, new.taxpayer, new.period)
    with transaction():
        draft = drafts.open_draft(new=new, prefilled=known, at=at)
        _tell("filing.draft.opened", draft, {"matter": new.matter, "period": str(new.period)}, by, at)
        _log_pull(entry, new, known, by, at)
    return draft


def _log_pull(
    entry: Matter, new: drafts.NewDraft, known: Mapping[str, Knowledge[Json]], by: Acting, at: datetime
) -> None:
    """Tell the person which departments' records were taken in for them 谁看过我的数据."""
    names = catalogue.load().vocabulary.departments
    found = {s.department for value in known.values() if isinstance(value, Known) for s in value.sources}
    if found:
        office = "、".join(names.get(department, department) for department in sorted(found))
        data: dict[str, Json] = {"who": "自动预填", "office": office, "purpose": f"预填“{entry.plain}”", "case": ""}
        journal.append(identity.PULLED, by=by, at=at, subject=new.taxpayer, data=data)


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
        _tell("filing.draft.refreshed", view.id, {"changed": changed}, by, at)
    return changed > 0


def _differs(view: DraftView, known: Mapping[str, Knowledge[Json]]) -> bool:
    return any(_stale(view.answers[question], now) for question, now in known.items())


def _stale(answer: AnswerView, now: Knowledge[Json]) -> bool:
    match answer.standing, now:
        case (Standing.DECLARED | Standing.CONTESTED, _) | (Standing.MISSING, Unknown()):
            return False
        case (Standing.KNOWN, Known(value, sources)):
            return (answer.value, answer.sources) != (value, sources)
        case (Standing.ASSUMED, Assumed(value, reason)):
            return (answer.value, answer.reason) != (value, reason)
    return True


def answer(*, draft: str, question: str, raw: object, by: Acting, at: datetime) -> DraftView:
    """Save one answer, as typed on a page or sent as JSON; Refused 422 with the field's path."""
    view = cases.get_draft(draft, by)
    asked = _question(view, question)
    value = catalogue.read_answer(asked, raw)
    before = view.answers[question]
    standing = before.standing if value == before.value and before.value is not None else Standing.DECLARED
    if asked.locked and standing is Standing.DECLARED and before.known_value is not None:
        who = asked.corrected_by or "数据来源部门"
        words = f"这一项来自部门数据，不能直接改。如果不对，请点“有误”，我们转给{who}核实。"
        raise refuse("locked", words, field=question, status=409, allowed=("contest",))
    said = AnswerView(
        question=question,
        value=value,
        standing=Standing.DECLARED if standing is Standing.ASSUMED else standing,
        sources=before.sources,
        reason=before.reason if standing is Standing.CONTESTED else "",
        confirmed_at=at,
        known_value=before.known_value,
    )
    return _save(view, said, "filing.draft.answered", by, at)


def contest(*, draft: str, question: str, reason: str, by: Acting, at: datetime) -> DraftView:
    """Mark a department's value as wrong 有误: it stays, 待核验, and the filing goes on."""
    view = cases.get_draft(draft, by)
    before = view.answers[_question(view, question).id]
    if before.known_value is None:
        raise refuse(
            "nothing-to-contest",
            "这一项不是部门给的数据，您可以直接修改。",
            field=question,
            status=409,
            allowed=("answer",),
        )
    words = _reason(reason)
    said = AnswerView(question, before.known_value, Standing.CONTESTED, before.sources, words, at, before.known_value)
    return _save(view, said, "filing.answer.contested", by, at)


def _reason(raw: str) -> str:
    ask = "请用一两句话写出哪里不对，500 字以内，我们转给部门核实。"
    try:
        words = catalogue.clean_text(raw, LONGEST_REASON)
    except ValueError as error:
        raise refuse("reason-unreadable", f"{error}。", field="reason") from None
    if not words:
        raise refuse("reason-needed", ask, field="reason")
    return words


def _save(view: DraftView, said: AnswerView, event: str, by: Acting, at: datetime) -> DraftView:
    records: list[Json] = [f"{source.department}:{source.record}" for source in said.backing]
    with transaction():
        drafts.lock_open(draft=view.id, by=by)
        drafts.save_answer(draft=view.id, answer=said, at=at)
        data: dict[str, Json] = {"question": said.question, "standing": said.standing.value}
        if said.standing is Standing.CONTESTED:
            data |= {"reason": said.reason, "records": records}
        _tell(event, view.id, data, by, at)
    return cases.get_draft(view.id, by)


def confirm(*, draft: str, question: str, by: Acting, at: datetime) -> DraftView:
    """Say yes to what is prefilled; an objection made before is taken back by it."""
    view = cases.get_draft(draft, by)
    before = view.answers[_question(view, question).id]
    if before.value is None:
        raise refuse("nothing-to-confirm", "这一项还没有内容，请先填写。", field=question)
    if before.standing is Standing.CONTESTED:
        said = replace(before, standing=Standing.KNOWN, reason="", confirmed_at=at)
        return _save(view, said, "filing.objection.withdrawn", by, at)
    return _confirm(view, (question,), by, at)


def confirm_all(*, draft: str, by: Acting, at: datetime, seen: str = "") -> DraftView:
    """Say yes to the whole return, as the check page asks.

    `seen` is the mark of the draft that was shown: another tab or a registry
    may have changed it since, and nobody says yes to what they did not see.
    """
    view = cases.get_draft(draft, by)
    refuse_unseen(view, seen)
    return _confirm(view, view.unconfirmed, by, at)


def refuse_unseen(view: DraftView, seen: str) -> None:
    """Refuse 409 when what was shown is not what the draft says now."""
    if seen and seen != view.mark:
        raise changed_meanwhile()


def changed_meanwhile() -> Refused:
    """Give the refusal of a signature under something that has just changed."""
    words = "您核对的同时，内容有了变化，我们已经换成最新的。请再看一遍，再签名提交。"
    return refuse("changed-meanwhile", words, status=409, allowed=("confirm",))


def _confirm(view: DraftView, questions: tuple[str, ...], by: Acting, at: datetime) -> DraftView:
    with transaction():
        drafts.lock_open(draft=view.id, by=by)
        if content_mark(cases.answers_of(view)) != view.mark:
            raise changed_meanwhile()
        drafts.confirm(draft=view.id, questions=questions, at=at)
        _tell("filing.draft.confirmed", view.id, {"questions": list(questions)}, by, at)
    return cases.get_draft(view.id, by)


def amend(*, case: str, by: Acting, at: datetime) -> DraftView:
    """Open a draft that corrects a filed return, starting from what was said then."""
    filed = _amendable(case, by)
    _, revision = _offered(filed.matter, local_day(at))
    occurrence = str(filed.snapshot["occurrence"])
    with transaction():
        draft = cases.open_draft_of(filed.taxpayer, filed.matter, filed.period, occurrence)
        if draft is None:
            _amendable(case, by)  # it may have been amended while we waited for the lock
            draft = _open_amendment(filed, revision, occurrence, at)
            _tell("filing.draft.opened", draft, {"matter": filed.matter, "amends": case}, by, at)
    return cases.get_draft(draft, by)


def _amendable(case: str, by: Acting) -> CaseView:
    filed = cases.get_case(case, by)
    if "amend" not in filed.allowed:
        words = "这份申报不能更正：它已经有更正的新版本，或者这件事按规定不能更正。"
        raise refuse("not-amendable", words, status=409, allowed=filed.allowed)
    return filed


def _open_amendment(filed: CaseView, revision: Revision, occurrence: str, at: datetime) -> str:
    new = drafts.NewDraft(
        taxpayer=filed.taxpayer,
        shard=identity.get_taxpayer(filed.taxpayer).shard,
        matter=filed.matter,
        revision=revision.version,
        period=filed.period,
        occurrence=occurrence,
        amends=filed.id,
    )
    known = prefilled(revision, filed.taxpayer, filed.period)
    draft = drafts.open_draft(new=new, prefilled=known, at=at)
    said = filed.snapshot["answers"]
    assert isinstance(said, list)
    asked = {question.id for question in revision.questions}
    answers = [_said(entry) for entry in said if isinstance(entry, dict) and entry["question"] in asked]
    drafts.copy_answers(answers=answers, draft=draft, at=at)
    return draft


def _said(entry: dict[str, Json]) -> AnswerView:
    sources = entry["sources"]
    assert isinstance(sources, list)
    return AnswerView(
        question=str(entry["question"]),
        value=entry["value"],
        standing=Standing(str(entry["standing"])),
        sources=tuple(source_of(source) for source in sources if isinstance(source, dict)),
        reason=str(entry["reason"]),
        known_value=entry["known_value"],
    )


def _offered(code: str, day: date) -> tuple[Matter, Revision]:
    entry = catalogue.load().matters.get(code)
    revision = None if entry is None else entry.on(day)
    if entry is None or revision is None:
        words = f"没有事项“{code[:20]}”，或者它现在不办理。请在“全部事项”里找。"
        raise refuse("unknown-matter", words, field="matter", status=404)
    return entry, revision


def _taxpayer(by: Acting) -> Ref:
    if by.for_taxpayer is None:
        raise refuse("no-taxpayer", "请先选好以谁的名义办理。", status=409)
    return by.for_taxpayer


def _refuse_wrong_taxpayer(revision: Revision, taxpayer: Ref) -> None:
    kind = identity.get_taxpayer(taxpayer).kind
    if kind not in revision.applicants:
        words = "这件事不能用现在的身份办。请在页面上方换一个身份再试。"
        raise refuse("wrong-identity", words, status=409, allowed=("switch-identity",))


def _next_occurrence(revision: Revision, matter: str, taxpayer: Ref, period: Period) -> str:
    """Number what is done by occasion 按次: the second certificate of a day is not the first again."""
    if revision.period.kind is not PeriodKind.OCCASION:
        return ""
    return str(cases.count_cases_of(taxpayer, matter, period) + 1)


def _refuse_second(entry: Matter, taxpayer: Ref, period: Period, occurrence: str) -> None:
    filed = cases.latest_case_of(taxpayer, entry.code, period, occurrence)
    if filed is not None:
        words = f"{period} 的{entry.plain}已经办过了。要改请到“我的档案”里选“更正”。"
        raise refuse("already-filed", words, status=409, allowed=("amend", f"case:{filed}"))


def _refuse_closed_period(revision: Revision, period: Period, day: date) -> None:
    open_now = catalogue.open_periods(revision, day)
    if revision.period.kind is not period.kind or period not in open_now:
        known = "、".join(str(one) for one in open_now[:3]) or "现在没有可以办的所属期"
        raise refuse("period-not-open", f"所属期 {period} 现在不能办。可以办的是：{known}。", field="period")


def _question(view: DraftView, question: str) -> catalogue.Question:
    if question not in view.visible:
        raise refuse(
            "unknown-question", "这份申报里没有这个问题，或者按您的情况不用回答它。", field=question[:60], status=404
        )
    return view.revision.question(question)


def _tell(name: str, draft: str, data: dict[str, Json], by: Acting, at: datetime) -> None:
    journal.append(name, by=by, at=at, subject=cases.draft_ref(draft), data=data)


__all__ = ["amend", "answer", "confirm", "confirm_all", "contest", "local_day", "start"]
