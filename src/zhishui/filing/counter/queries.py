"""What a door may show of a filing."""

from __future__ import annotations

from zhishui import catalogue, law
from zhishui.filing.archive import queries as archive
from zhishui.filing.cases import queries as cases
from zhishui.filing.cases.types import CaseView, DraftView
from zhishui.kernel import Acting, refuse


def get_draft(draft: str, by: Acting) -> DraftView:
    """Give a draft, computed anew."""
    return cases.get_draft(draft, by)


def answered(key: str, by: Acting) -> bytes | None:
    """Give what was answered to an idempotency key of this actor, if it was ever used."""
    before = cases.answered_before(by.actor, key)
    return None if before is None else before[1]


def explain(draft: str, figure: str, by: Acting) -> law.Explanation:
    """Explain a figure of a draft: "settle.balance"."""
    view = cases.get_draft(draft, by)
    return catalogue.explain(view.revision, view.known, view.period, figure, view.results)


def get_case(case: str, by: Acting) -> CaseView:
    """Give a submitted case."""
    return cases.get_case(case, by)


def list_cases(by: Acting) -> tuple[CaseView, ...]:
    """Give what the taxpayer somebody acts for has submitted, newest first."""
    return () if by.for_taxpayer is None else cases.list_cases(by.for_taxpayer)


def document(case: str, name: str, by: Acting) -> bytes:
    """Give a document of a case from the archive, its digest checked."""
    view = cases.get_case(case, by)
    if name not in view.documents:
        raise refuse("document-not-ready", "这份文件还没有做好，一般几秒钟。请稍后刷新再下载。", status=404)
    return archive.read(cases.case_ref(view.id), name)
