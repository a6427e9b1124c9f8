"""What is the answer to this question, in the form we keep?"""

from __future__ import annotations

from collections.abc import Mapping

from zhishui.catalogue.leaves import read_leaf
from zhishui.catalogue.types import Field, Question, QuestionType
from zhishui.kernel import Json, Problem, Refused


CODE = "answer-unreadable"
MOST_ROWS = 500


def read_answer(question: Question, raw: object) -> Json:
    """Give the canonical answer; `Refused` holds every slip with its path, such as "children[1].born_on"."""
    problems: list[Problem] = []
    if question.type is QuestionType.ROWS:
        value = _rows(question, raw, problems)
    elif question.type is QuestionType.RECORD:
        value = _record(question, question.id, raw, problems)
    else:
        value = _leaf(question, question.id, raw, problems)
    if problems:
        raise Refused(*problems)
    return value


def _leaf(field: Field, path: str, raw: object, problems: list[Problem]) -> Json:
    try:
        return read_leaf(field, raw)
    except ValueError as error:
        problems.append(Problem(CODE, str(error), path))
        return None


def _record(question: Question, path: str, raw: object, problems: list[Problem]) -> Json:
    if raw is None and not question.required:
        return None
    if not isinstance(raw, Mapping):
        problems.append(Problem(CODE, f"{question.title}请按各个空分别填写", path))
        return None
    if not question.required and question.type is QuestionType.RECORD and not any(raw.values()):
        return None
    known = {field.id for field in question.fields}
    problems += [
        Problem("answer-unknown-field", f"{question.title}里没有这一项，请去掉", f"{path}.{_short(key)}")
        for key in raw
        if key not in known
    ]
    return {field.id: _leaf(field, f"{path}.{field.id}", raw.get(field.id), problems) for field in question.fields}


def _rows(question: Question, raw: object, problems: list[Problem]) -> Json:
    if not isinstance(raw, list | tuple):
        problems.append(Problem(CODE, f"{question.title}请逐条填写", question.id))
        return None
    most = int(question.most or MOST_ROWS)
    if len(raw) > most:
        problems.append(Problem("answer-too-many-rows", f"{question.title}最多写{most}条", question.id))
        return None
    return [_record(question, f"{question.id}[{index}]", row, problems) for index, row in enumerate(raw)]


def _short(key: object) -> str:
    """Give a key fit for a path: what came in may be anything, of any length."""
    text = str(key)[:40]
    return "".join(char if (char.isalnum() and char.isascii()) or char == "_" else "?" for char in text)
