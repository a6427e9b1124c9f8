"""Pure rules of cases: numbers, fingerprints, and the snapshot that is signed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from zhishui.filing.cases.types import AnswerView, DraftView, FigureView, Standing
from zhishui.kernel import Acting, Assumed, Fen, Json, Knowledge, Known, Source, Unknown, canonical_json, refuse


KEY_LENGTH = 64
FORMAT = "zhishui-snapshot/1"


def case_number(matter: str, day: date, chance: bytes) -> str:
    """Give the number a person reads out on the phone: SB09-20260316-K7QX2MTD.

    Forty random bits: the next number cannot be guessed from this one.
    """
    return f"{matter}-{day:%Y%m%d}-{base64.b32encode(chance[:5]).decode()}"


def checked_key(key: str) -> str:
    """Refuse an Idempotency-Key that is absent, too long or not plain text."""
    if not key or len(key) > KEY_LENGTH or not (key.isascii() and key.isprintable()):
        words = "提交要带 Idempotency-Key：1 到 64 个可见的英文字符，同一次提交重试时不变。"
        raise refuse("bad-idempotency-key", words, field="Idempotency-Key", status=400)
    return key


def content_mark(answers: Mapping[str, AnswerView]) -> str:
    """Give the mark of what a draft says: what was shown and what is signed must bear the same one.

    Whether an answer is confirmed does not count: confirming is what the mark guards.
    """
    said: Json = [[a.question, a.value, a.reason if a.standing is Standing.CONTESTED else ""] for a in answers.values()]
    return hashlib.sha256(canonical_json(said)).hexdigest()


def knowledge_of(answer: AnswerView, saved_at: datetime) -> Knowledge[Json]:
    """Give an answer with the standing the law engine carries on to its figures."""
    match answer.standing:
        case Standing.KNOWN | Standing.CONTESTED:
            return Known(answer.value, answer.sources)
        case Standing.DECLARED:
            return Known(answer.value, (Source("taxpayer", answer.question, saved_at),))
        case Standing.ASSUMED if answer.confirmed_at is not None:
            return Known(answer.value, (Source("taxpayer", answer.question, saved_at),))
        case Standing.ASSUMED:
            return Assumed(answer.value, answer.reason)
        case Standing.MISSING:
            return Unknown(answer.question)


def moment(at: datetime) -> str:
    """Write a moment as UTC with milliseconds: "2026-03-16T02:03:04.567Z"."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formalities:
    """What a snapshot says besides the draft."""

    case: str
    number: str
    version: int
    taxpayer: Mapping[str, Json]
    by: Acting
    at: datetime
    headline: str
    answer: Mapping[str, Json]
    law: Sequence[Mapping[str, Json]]
    traces: Mapping[str, Json]
    warnings: Sequence[Json]


def snapshot(draft: DraftView, formal: Formalities) -> dict[str, Json]:
    """Give everything a case says, as plain data: what is signed is what was shown."""
    matter: dict[str, Json] = {"code": draft.matter, "name": draft.name, "revision": draft.revision.version}
    return {
        "format": FORMAT,
        "case": formal.case,
        "number": formal.number,
        "version": formal.version,
        "amends": draft.amends,
        "matter": matter,
        "period": str(draft.period),
        "occurrence": draft.occurrence,
        "taxpayer": dict(formal.taxpayer),
        "by": {"actor": str(formal.by.actor), "under": formal.by.under},
        "submitted_at": moment(formal.at),
        "answers": [_answer(draft, question) for question in draft.visible],
        "figures": [_figure(key, figure) for key, figure in draft.figures.items() if not figure.advice],
        "headline": formal.headline,
        "answer": dict(formal.answer),
        "law": [dict(entry) for entry in formal.law],
        "traces": dict(formal.traces),
        "warnings": list(formal.warnings),
    }


def _answer(draft: DraftView, question: str) -> Json:
    answer = draft.answers[question]
    return {
        "question": question,
        "title": draft.revision.question(question).title,
        "value": answer.value,
        "standing": _signed_standing(answer).value,
        "reason": answer.reason,
        "known_value": answer.known_value,
        "sources": [source_json(source) for source in answer.backing],
    }


def _signed_standing(answer: AnswerView) -> Standing:
    """An assumption that is signed is the taxpayer's own word."""
    return Standing.DECLARED if answer.standing is Standing.ASSUMED else answer.standing


def source_json(source: Source) -> Json:
    """Write a source as plain data."""
    return {
        "department": source.department,
        "record": source.record,
        "retrieved_at": moment(source.retrieved_at),
        "purpose": source.purpose,
        "request_id": source.request_id,
    }


def source_of(data: Mapping[str, Json]) -> Source:
    """Read back what `source_json` wrote."""
    return Source(
        str(data["department"]),
        str(data["record"]),
        datetime.fromisoformat(str(data["retrieved_at"])),
        str(data["purpose"]),
        str(data["request_id"]),
    )


def _figure(key: str, figure: FigureView) -> Json:
    unit = "元" if isinstance(figure.value, Fen) else ""
    return {"name": key, "title": figure.title, "value": plain(figure.value), "unit": unit}


def plain(value: Fen | int | str | date | None) -> Json:
    """Write a figure as JSON: money as plain yuan, a date as ISO."""
    match value:
        case Fen():
            return value.yuan()
        case date():
            return value.isoformat()
    return value
