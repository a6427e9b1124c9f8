"""Answer, confirm, contest: what a person says to a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from zhishui import catalogue
from zhishui.catalogue import Question
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases import services as drafts
from zhishui.filing.cases.rules import content_mark
from zhishui.filing.cases.types import AnswerView, DraftView, Standing
from zhishui.filing.counter.offering import tell
from zhishui.journal import transaction
from zhishui.kernel import (
    Acting,
    Json,
    Refused,
    refuse,
)


LONGEST_REASON = 500


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
        tell(event, view.id, data, by, at)
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
        tell("filing.draft.confirmed", view.id, {"questions": list(questions)}, by, at)
    return cases.get_draft(view.id, by)


def _question(view: DraftView, question: str) -> Question:
    if question not in view.visible:
        raise refuse(
            "unknown-question", "这份申报里没有这个问题，或者按您的情况不用回答它。", field=question[:60], status=404
        )
    return view.revision.question(question)
