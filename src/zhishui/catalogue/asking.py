"""Which questions are asked, given what is known?"""

from __future__ import annotations

from types import MappingProxyType

from zhishui.catalogue.figures import Results, figure_names
from zhishui.catalogue.formulas import holds
from zhishui.catalogue.scene import BLANK, Answers, answer_names, answer_of, question_names
from zhishui.catalogue.types import Revision
from zhishui.kernel import Json, Knowledge


NOTHING: Results = MappingProxyType({})


def visible(revision: Revision, answers: Answers, figures: Results = NOTHING) -> tuple[str, ...]:
    """Give the ids of the questions to ask, in order.

    A question whose condition cannot be told yet is not asked: what would
    decide it is asked before it.
    """
    named = {**answer_names(revision, answers), **figure_names(revision, answers, figures)}
    asked: list[str] = []
    for question in revision.questions:
        if question.visible_when is None or holds(question.visible_when, named):
            asked.append(question.id)
        else:
            # What hangs on a question that is not asked must not see its old answer.
            named |= question_names(question, BLANK)
    return tuple(asked)


def of_visible(revision: Revision, answers: Answers, figures: Results = NOTHING) -> dict[str, Knowledge[Json]]:
    """Give the answers, with those of questions that are not asked left blank.

    Without this a bonus method chosen before the bonus went back to zero would still count.
    """
    asked = set(visible(revision, answers, figures))
    return {
        question.id: answer_of(question, answers) if question.id in asked else BLANK for question in revision.questions
    }
