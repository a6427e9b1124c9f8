"""Rows and files of departments, for tests: good ones, and good ones spoiled in one place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from zhishui.person.exchange.queries import contracts
from zhishui.person.exchange.types import Contract


EXAMPLES = json.loads((Path(__file__).parent / "data/exchange/examples.json").read_text("utf-8"))
CHENJING = {"taxpayer_number": "380102198804120025", "taxpayer_name": "陈静"}
BY_PLACE = {f"{contract.department}/{contract.record}": contract for contract in contracts()}


def good_row(place: str, **changes: object) -> dict[str, object]:
    """Give the example record of a contract; a change to None leaves the field out."""
    row = {"record_id": "R-1"} | CHENJING | EXAMPLES[place] | changes
    return {name: value for name, value in row.items() if value is not None}


def contract_of(place: str) -> Contract:
    return BY_PLACE[place]


def csv_text(*rows: dict[str, object]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: str(value).lower() if isinstance(value, bool) else value for name, value in row.items()})
    return text.getvalue()


def json_text(*rows: dict[str, object]) -> str:
    return json.dumps(rows, ensure_ascii=False)
