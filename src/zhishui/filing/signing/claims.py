"""What does a genuine receipt say, in words for people?"""

from __future__ import annotations

from datetime import datetime

from zhishui.filing.signing.moments import moment
from zhishui.filing.signing.receipt import Receipt
from zhishui.filing.signing.sealed import Seal
from zhishui.filing.signing.types import Broken, Claims
from zhishui.journal.note import Head
from zhishui.kernel import Fen, Json


UNSAID = "回执里没有写明是谁办的什么事。"


def read(receipt: Receipt, seal: Seal, head: Head) -> Claims:
    """Give who filed what, when, with which figures; Broken if the snapshot does not say who and what."""
    snapshot = receipt.snapshot
    return Claims(
        who=_text(_member(snapshot, "taxpayer", "name")),
        what=_text(_member(snapshot, "matter", "name")),
        number=str(snapshot.get("number", "")),
        period=str(snapshot.get("period", "")),
        headline=str(snapshot.get("headline", "")),
        figures=_figures(snapshot),
        submitted_at=moment(datetime.fromisoformat(_text(receipt.event.get("at")))),
        sealed_at=moment(seal.at),
        sealed_by=seal.by,
        log_origin=head.origin,
        log_index=receipt.proof.index,
        log_size=head.size,
    )


def _member(parts: dict[str, Json], name: str, inner: str) -> Json:
    value = parts.get(name)
    return value.get(inner) if isinstance(value, dict) else None


def _text(value: Json) -> str:
    if not isinstance(value, str) or not value:
        raise Broken(UNSAID)
    return value


def _figures(snapshot: dict[str, Json]) -> tuple[tuple[str, str], ...]:
    """Give the lines as printed on the document; without one, every figure that was computed.

    A return computes the same figure several ways to compare them, so a bare
    list of all figures would leave the reader to guess which one counts.
    """
    printed = _objects(_member(snapshot, "document", "lines"))
    if printed:
        return tuple((str(line.get("label", "")), str(line.get("value", ""))) for line in printed)
    return tuple(
        (str(figure.get("title", "")), _figure(figure.get("value"), str(figure.get("unit", ""))))
        for figure in _objects(snapshot.get("figures"))
        if figure.get("value") is not None
    )


def _objects(value: Json) -> list[dict[str, Json]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _figure(value: Json, unit: str) -> str:
    return f"{Fen.of_yuan(value).text()}{unit}" if unit == "元" and isinstance(value, str) else f"{value}{unit}"
