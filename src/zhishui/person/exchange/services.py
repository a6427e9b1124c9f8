"""Read what a department sends, and note that it came. Storing it is the business of facts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from zhishui.journal import services as journal
from zhishui.kernel import Acting, Json, Problem, Ref, Refused, refuse
from zhishui.person.exchange.decoding import LIMIT, TOO_LARGE, decode
from zhishui.person.exchange.queries import find_contract, record_of_file
from zhishui.person.exchange.rules import Reader
from zhishui.person.exchange.tables import read_csv, read_json
from zhishui.person.exchange.types import Batch, Contract, Entry, RawTable


IMPORTED = "exchange.file.imported"
MOST_PROBLEMS = 10_000


def read_file(*, department: str, path: Path, record: str = "") -> Batch:
    """Give the whole file as accepted records, or raise `Refused` with every row that is wrong."""
    contract = find_contract(department, record or record_of_file(path.name))
    try:
        if path.stat().st_size > LIMIT:
            raise refuse("file-too-large", TOO_LARGE, field="file", status=413)
        content = path.read_bytes()
    except OSError:
        raise refuse("file-not-readable", "打不开这个文件，请检查文件名和权限。", field="file") from None
    return read_content(contract=contract, content=content, is_json=path.suffix.lower() == ".json")


def read_content(*, contract: Contract, content: bytes, is_json: bool) -> Batch:
    """Do the same for bytes already at hand."""
    text, notices = decode(content, is_json=is_json)
    table = read_json(text, contract) if is_json else read_csv(text, contract)
    if not table.rows:
        raise refuse("empty-file", "文件里没有记录，请检查是不是选错了文件。", field="file")
    entries, repeated = _distinct(_accepted(contract, table), table.unit)
    if repeated:
        notices = (*notices, f"文件里有{repeated}{table.unit}完全重复，只算一次。")
    return Batch(
        contract=contract,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=len(table.rows),
        unit=table.unit,
        entries=entries,
        notices=notices,
    )


def note_import(*, batch: Batch, counts: Mapping[str, int], by: Acting, at: datetime) -> None:
    """Record, in the caller's transaction, which file came and what became of it."""
    data: dict[str, Json] = {
        "department": batch.contract.department,
        "record": batch.contract.record,
        "fact": batch.contract.fact,
        "sha256": batch.sha256,
        "rows": batch.rows,
        **counts,
    }
    journal.append(IMPORTED, by=by, at=at, subject=Ref("exchange", "file", batch.sha256), data=data)


def _accepted(contract: Contract, table: RawTable) -> list[Entry]:
    reader = Reader(contract, typed=table.typed, unit=table.unit)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for raw in table.rows:
        read = reader.row(raw)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            problems.extend(read)
        if len(problems) >= MOST_PROBLEMS:
            break
    raise_all(problems)
    return entries


def _distinct(entries: Iterable[Entry], unit: str) -> tuple[tuple[Entry, ...], int]:
    """Drop exact repeats; refuse two records under one number, or one record under two."""
    by_record: dict[str, Entry] = {}
    by_key: dict[tuple[str, ...], Entry] = {}
    problems: list[Problem] = []
    repeated = 0
    for one in entries:
        same = by_record.setdefault(one.record_id, one)
        twin = by_key.setdefault((one.taxpayer.tax_number, one.period, *one.key), one)
        if same is not one and same == one:
            repeated += 1
        elif same is not one:
            problems.append(_clash(one, same, unit, "record_id", "记录编号相同、内容不同：请只留正确的一条"))
        elif twin is not one:
            problems.append(_clash(one, twin, unit, "record_id", "说的是同一件事，编号却不同：请只留一条"))
    raise_all(problems)
    return tuple(by_record.values()), repeated


def _clash(one: Entry, other: Entry, unit: str, field: str, words: str) -> Problem:
    return Problem("row-twice", f"第{one.number}{unit}和第{other.number}{unit}{words}。", f"rows[{one.number}].{field}")


def raise_all(problems: list[Problem]) -> None:
    """Raise every problem found, at most 10,000 and a last one that says there are more."""
    if len(problems) >= MOST_PROBLEMS:
        more = Problem("too-many-problems", "错误太多，只列出前面10000处，请先检查整列是不是放错了。", "rows")
        raise Refused(*problems[:MOST_PROBLEMS], more)
    if problems:
        raise Refused(*problems)
