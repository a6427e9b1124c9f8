"""Tax law as pure functions over dated parameters. Never Django, a clock, I/O on request, or a float.

What is given here is all other rooms need.
"""

from zhishui.law.engine.answers import (
    Explanation,
    FigureValue,
    Result,
    Step,
    StepInput,
    TableRow,
    Value,
    WhyNot,
    Window,
)
from zhishui.law.engine.expression import Expression
from zhishui.law.engine.laws import Cite
from zhishui.law.service import ActView, FigureView, InputView, acts, compute, deadline, explain


__all__ = [
    "ActView",
    "Cite",
    "Explanation",
    "Expression",
    "FigureValue",
    "FigureView",
    "InputView",
    "Result",
    "Step",
    "StepInput",
    "TableRow",
    "Value",
    "WhyNot",
    "Window",
    "acts",
    "compute",
    "deadline",
    "explain",
]
