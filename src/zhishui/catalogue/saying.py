"""What do pages say about where a case stands? The first case that holds is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhishui.catalogue.asking import of_visible
from zhishui.catalogue.figures import Results, named_of
from zhishui.catalogue.formulas import MonthStart, Named, Plain, holds
from zhishui.catalogue.scene import Answers
from zhishui.catalogue.types import Question, Revision, Saying
from zhishui.kernel import Fen, Period, Unknown


HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Said:
    """The words for one moment; `amount` is without its sign, None when there is none to show."""

    words: str
    amount: Fen | None = None
    figure: str = ""
    sentence: str = ""
    button: str = ""
    duty: str = ""

    def text(self) -> str:
        """Give the answer in one line: "可退 1,284.00 元"."""
        return self.words if self.amount is None else f"{self.words} {self.amount.text()} 元"


def headline(revision: Revision, answers: Answers, figures: Results, period: Period) -> Said:
    """Give the answer first: "可退" and how much."""
    return _first(revision.headline, revision, answers, figures, period)


def obligation(revision: Revision, answers: Answers, figures: Results, period: Period) -> Said:
    """Give whether the taxpayer must, may or need not do it; `duty` is "" while that cannot be told."""
    return _first(revision.obligation, revision, answers, figures, period)


def consequences(
    revision: Revision, question: Question, answers: Answers, figures: Results, period: Period
) -> dict[str, str]:
    """Give, by choice, what follows from it; a choice whose figures are unknown says nothing."""
    named = named_of(revision, of_visible(revision, answers, figures), figures, period)
    return {choice.value: filled_in(choice.consequence, named, unknown="") for choice in question.choices}


def _first(sayings: Sequence[Saying], revision: Revision, answers: Answers, figures: Results, period: Period) -> Said:
    named = named_of(revision, of_visible(revision, answers, figures), figures, period)
    for saying in sayings:
        if holds(saying.when, named):
            amount = _amount(named, saying.figure)
            sentence = filled_in(saying.sentence, named)
            return Said(saying.words, amount, saying.figure, sentence, saying.button, saying.duty)
    return Said("")


def _amount(named: Named, figure: str) -> Fen | None:
    known = named.get(figure.replace(".", "_"))
    if known is None or isinstance(known, Unknown) or not isinstance(known.value, Fen):
        return None
    return Fen(abs(known.value.value))


def filled_in(text: str, named: Named, *, unknown: str | None = None) -> str:
    """Put values into the holes of a sentence: "{settle_tax_total}".

    With `unknown` given, a sentence with a hole nothing is known of becomes that.
    """
    for hole in HOLE.findall(text):
        known = named[hole]
        if isinstance(known, Unknown) or known.value is None:
            if unknown is not None:
                return unknown
            text = text.replace(f"{{{hole}}}", "（待定）")
        else:
            text = text.replace(f"{{{hole}}}", shown(known.value))
    return text


def shown(value: Plain) -> str:
    """Give a value as people read it."""
    match value:
        case bool():
            return "是" if value else "否"
        case Fen():
            return value.text()
        case MonthStart():
            return f"{value.year}年{value.month}月"
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case None:
            return ""
    return str(value)
