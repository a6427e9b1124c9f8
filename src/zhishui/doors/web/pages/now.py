"""What does it come to, with what is saved so far? The figure beside the form."""

from __future__ import annotations

from django.urls import reverse

from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.parts import Now, Row
from zhishui.filing.cases.types import DraftView
from zhishui.kernel import Fen


SHOWN = 6  # figures beside the form


def now_of(draft: DraftView, problem: str = "") -> Now:
    """Give the headline of a draft, and the figures its matter chose to explain."""
    said = draft.headline
    amount = "" if said.amount is None else said.amount.text()
    return Now(
        caption="照现在的内容算" if amount else "现在的情况",
        words=said.words,
        value=amount,
        unit="元" if amount else "",
        waiting=said.words or "还差资料，填好这一页就能算。",
        problem=problem,
        rows=other_figures(draft)[:SHOWN],
        href=reverse("web:explain", args=(draft.id, said.figure)) if said.figure and amount else "",
    )


def other_figures(draft: DraftView) -> tuple[Row, ...]:
    """Give the figures besides the headline's own, which is said in the headline's words."""
    mine = f"/{draft.headline.figure}/"
    return tuple(row for row in figure_rows(draft) if not row.href.endswith(mine))


def figure_rows(draft: DraftView) -> tuple[Row, ...]:
    """Give each figure the matter explains, with the way to its explanation; unknown ones and zeros are left out."""
    found = []
    for name in draft.revision.explain:
        figure = draft.figures.get(name)
        if figure is not None and figure.value is not None and figure.value != Fen(0):
            cell = words.figure(figure.value)
            found.append(Row(figure.title, cell.text, cell.unit, reverse("web:explain", args=(draft.id, name))))
    return tuple(found)
