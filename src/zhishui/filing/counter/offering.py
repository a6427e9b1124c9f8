"""May this matter be done now, by this person, for this period?"""

from __future__ import annotations

from datetime import date, datetime

from zhishui import catalogue
from zhishui.catalogue import Matter, Revision
from zhishui.filing.cases import queries as cases
from zhishui.journal import services as journal
from zhishui.kernel import (
    Acting,
    Json,
    Period,
    Ref,
    refuse,
)
from zhishui.person.identity import queries as identity


def offered(code: str, day: date) -> tuple[Matter, Revision]:
    """Give a matter and its revision of a day; Refused 404 when it is not offered then."""
    entry = catalogue.load().matters.get(code)
    revision = None if entry is None else entry.on(day)
    if entry is None or revision is None:
        words = f"没有事项“{code[:20]}”，或者它现在不办理。请在“全部事项”里找。"
        raise refuse("unknown-matter", words, field="matter", status=404)
    return entry, revision


def taxpayer_of(by: Acting) -> Ref:
    """Give for whom somebody acts; Refused 409 when for nobody."""
    if by.for_taxpayer is None:
        raise refuse("no-taxpayer", "请先选好以谁的名义办理。", status=409)
    return by.for_taxpayer


def refuse_wrong_taxpayer(revision: Revision, taxpayer: Ref) -> None:
    """Refuse 409 a matter that is not for this kind of taxpayer."""
    kind = identity.get_taxpayer(taxpayer).kind
    if kind not in revision.applicants:
        words = "这件事不能用现在的身份办。请在页面上方换一个身份再试。"
        raise refuse("wrong-identity", words, status=409, allowed=("switch-identity",))


def refuse_closed_period(revision: Revision, period: Period, day: date) -> None:
    """Refuse 422 a period that cannot be filed on a day, and say which can."""
    open_now = catalogue.open_periods(revision, day)
    if revision.period.kind is not period.kind or period not in open_now:
        known = "、".join(str(one) for one in open_now[:3]) or "现在没有可以办的所属期"
        raise refuse("period-not-open", f"所属期 {period} 现在不能办。可以办的是：{known}。", field="period")


def tell(name: str, draft: str, data: dict[str, Json], by: Acting, at: datetime) -> None:
    """Record what was done to a draft."""
    journal.append(name, by=by, at=at, subject=cases.draft_ref(draft), data=data)
