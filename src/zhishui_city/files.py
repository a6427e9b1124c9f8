"""How does a city leave the departments? As the files they would drop, for import to read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from zhishui_city.types import City


ROWS_PER_FILE = 40_000
AS_JSON = {("market_regulation", "firm"), ("civil_affairs", "donation"), ("public_security", "household_only_child")}
# Who people are comes before what is known about them.
FIRST = ("public_security", "market_regulation")
Row = dict[str, object]


def write(city: City, directory: Path) -> list[Path]:
    """Write `directory/<department>/<record>[-part].csv|json`; give the files in order of import."""
    return [_put(directory / department / name, content) for department, name, content in contents(city)]


def contents(city: City) -> Iterator[tuple[str, str, bytes]]:
    """Give every file as (department, file name, bytes), in order of import."""
    for department, record in sorted(city.rows, key=lambda place: (place[0] not in FIRST, place)):
        rows = city.rows[department, record]
        parts = [rows[start : start + ROWS_PER_FILE] for start in range(0, len(rows), ROWS_PER_FILE)]
        for number, part in enumerate(parts, start=1):
            name = record if len(parts) == 1 else f"{record}-{number}"
            if (department, record) in AS_JSON:
                yield department, f"{name}.json", _json(part)
            else:
                yield department, f"{name}.csv", _csv(part)


def _json(rows: Sequence[Row]) -> bytes:
    return (json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: Sequence[Row]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
