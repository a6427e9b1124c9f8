"""How facts become an answer, as a matter file's prefill says."""

from __future__ import annotations

from collections.abc import Sequence

from zhishui.catalogue import Prefill, Question, Take
from zhishui.kernel import Assumed, Fen, Json, Knowledge, Known, Unknown
from zhishui.person.facts.types import FactView


FIXED_REASON = "有的栏没有部门数据，先按常见情况填好，请您核对"


def answer_from(question: Question, facts: Sequence[FactView]) -> Knowledge[Json]:
    """Give what these facts say in answer to a question.

    Known when facts say it, Assumed where the matter file names a lawful
    guess, Unknown otherwise: never a silent zero.
    """
    spec = question.prefill
    if spec is None:
        return Unknown(question.id)
    found = [fact for fact in facts if fact.name == spec.fact and _wanted(spec, fact)]
    if not found:
        missing = spec.otherwise
        return Unknown(question.id) if missing is None else Assumed(missing.value, missing.reason)
    value = _take(spec, found)
    if spec.fixed:
        return Assumed(value, FIXED_REASON)
    return Known(value, tuple(fact.source for fact in found))


def _wanted(spec: Prefill, fact: FactView) -> bool:
    return all(fact.value.get(name) in values for name, values in spec.where.items())


def _take(spec: Prefill, found: Sequence[FactView]) -> Json:
    newest = max(found, key=lambda fact: (fact.period, fact.source.retrieved_at))
    match spec.take:
        case Take.SUM:
            return sum((Fen.of_yuan(str(fact.value[spec.field])) for fact in found), Fen(0)).yuan()
        case Take.ROWS:
            return [_row(spec, fact) for fact in found]
        case Take.ONE if spec.columns:
            return _row(spec, newest)
        case Take.ONE:
            return newest.value[spec.field]
        case Take.EXISTS:
            return True


def _row(spec: Prefill, fact: FactView) -> Json:
    taken = {column: fact.value[name] for column, name in spec.columns.items() if name in fact.value}
    return dict(spec.fixed) | taken
