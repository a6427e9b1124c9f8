"""Values every room speaks in. Imports the standard library only."""

from zhishui.kernel.canonical import Json, canonical_json
from zhishui.kernel.knowing import Assumed, Knowledge, Known, Source, Unknown
from zhishui.kernel.moments import CHINA, local_day
from zhishui.kernel.money import Fen
from zhishui.kernel.period import Period, PeriodKind
from zhishui.kernel.ports import Chance, Clock
from zhishui.kernel.problem import Problem, Refused, problem_document, refuse
from zhishui.kernel.ref import Acting, Ref


__all__ = [
    "CHINA",
    "Acting",
    "Assumed",
    "Chance",
    "Clock",
    "Fen",
    "Json",
    "Knowledge",
    "Known",
    "Period",
    "PeriodKind",
    "Problem",
    "Ref",
    "Refused",
    "Source",
    "Unknown",
    "canonical_json",
    "local_day",
    "problem_document",
    "refuse",
]
