"""Which question comes next? Only what nobody could tell us is asked; the rest waits on the check page.

What we assumed is confirmed there with everything else, in one look: asking
nine times "you had no royalties, right?" would make people click without reading.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from zhishui import catalogue
from zhishui.doors.web.pages import words
from zhishui.doors.web.pages.parts import Progress, progress
from zhishui.filing.cases.types import DraftView, Standing


CHECK = "核对、签名"
VIAS = ("ask", "walk", "check")  # only what is open · one by one · back to the check page


@dataclass(frozen=True, slots=True)
class Way:
    """Where this question stands: its own address, the one before, and the step bar."""

    here: str
    live: str
    back: str
    progress: Progress

    @property
    def back_verb(self) -> str:
        """Say where the way back leads."""
        return "回到核对页" if self.back.endswith("/check/") else "上一步"


def open_questions(draft: DraftView) -> tuple[str, ...]:
    """Give the visible questions nobody can answer for the person."""
    missing = (q for q in draft.visible if draft.answers[q].standing is Standing.MISSING)
    return tuple(q for q in missing if draft.revision.question(q).required)


def after(draft: DraftView, question: str, via: str) -> str:
    """Give the address of what comes after a question: the next one, or the check page."""
    if via == "check":
        return check_url(draft)
    order = list(draft.visible)
    rest = order[order.index(question) + 1 :] if question in order else order
    wanted = rest if via == "walk" else [q for q in open_questions(draft) if q != question]
    return question_url(draft, wanted[0], via) if wanted else check_url(draft)


def start(draft: DraftView) -> str:
    """Give the address a draft opens at: its first open question, else the check page."""
    wanted = open_questions(draft)
    return question_url(draft, wanted[0], "ask") if wanted else check_url(draft)


def way(draft: DraftView, question: str, via: str) -> Way:
    """Place a question on the way."""
    order = list(draft.visible)
    before = order[: order.index(question)] if question in order else []
    back = check_url(draft) if via == "check" else ""
    if before and via == "walk":
        back = question_url(draft, before[-1], via)
    live = reverse("web:try", args=(draft.id, question))
    return Way(question_url(draft, question, via), live, back, step(draft, question))


def step(draft: DraftView, question: str = "") -> Progress:
    """Give the step bar: one step per section that asks something, then the check."""
    sections = [s for s in draft.revision.sections if any(q.id in draft.visible for q in s.questions)]
    at = next((i for i, s in enumerate(sections) if any(q.id == question for q in s.questions)), len(sections))
    return progress(matter(draft), [*(s.title for s in sections), CHECK], at)


def matter(draft: DraftView) -> str:
    """Write what this draft is, in plain words: the official name fills two lines."""
    return words.titled(catalogue.load().matters[draft.matter].plain, draft.period)


def question_url(draft: DraftView, question: str, via: str) -> str:
    """Give the address of a question; how one came travels in it, so that no session has to remember."""
    address = reverse("web:question", args=(draft.id, question))
    return address if via == "ask" else f"{address}?via={via}"


def check_url(draft: DraftView) -> str:
    """Give the address of the check page."""
    return reverse("web:check", args=(draft.id,))
