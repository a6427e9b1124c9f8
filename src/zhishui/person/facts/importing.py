"""How does a department's file become facts: every row, or none?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError

from zhishui.journal import transaction
from zhishui.kernel import Acting, Problem, refuse
from zhishui.person.exchange import services as exchange
from zhishui.person.exchange.types import Batch, Entry, Party
from zhishui.person.facts.permissions import may_import
from zhishui.person.facts.store import compare, keep
from zhishui.person.facts.types import ImportReport, Judged, NewFact, Recorded, Verdict
from zhishui.person.identity import queries as people
from zhishui.person.identity import services as identity
from zhishui.person.identity.types import NewTaxpayer, TaxpayerView


CLASHES = {
    Verdict.OTHER_TAXPAYER: "这个记录编号以前属于另一个人：请核对证件号码，或者换一个新编号",
    Verdict.OTHER_NUMBER: "同一件事已经用另一个编号报过：更正请沿用原来的编号，不要新编",
}


def import_file(*, department: str, path: Path, by: Acting, at: datetime, record: str = "") -> ImportReport:
    """Take in one file: every row, or `Refused` with each row that is wrong and nothing kept.

    The record name is the file name's first part unless `record` says it.
    People not known yet become known by it; the journal event tells of the file.
    """
    if not may_import(by):
        raise refuse("not-found", "没有找到，或者您没有权限。请换一个身份再试。", status=404)
    batch = exchange.read_file(department=department, path=path, record=record)
    try:
        with transaction():
            return _take_in(batch, by, at)
    except IntegrityError:
        message = "另一次导入正在写同样的记录，这一次没有写入，请稍后重试。"
        raise refuse("import-in-progress", message, status=409) from None


def _take_in(batch: Batch, by: Acting, at: datetime) -> ImportReport:
    parties = {party.tax_number: party for entry in batch.entries for party in _parties(entry)}
    before = people.taxpayers_by_number(parties)
    new = [NewTaxpayer(party.kind, party.name, number) for number, party in parties.items() if number not in before]
    known = before | identity.ensure_taxpayers(people=new, by=by, at=at)
    exchange.raise_all(list(_misnamed(batch, known)))
    judged = compare([new_fact(batch, entry, known, at) for entry in batch.entries])
    exchange.raise_all(list(_clashes(batch, judged)))
    recorded = keep(judged, at)
    counts = {**asdict(recorded), "new_taxpayers": len(new)}
    exchange.note_import(batch=batch, counts=counts, by=by, at=at)
    return _report(batch, recorded, len(new))


def request_of(sha256: str) -> str:
    """Give the request id of facts that came by file."""
    return f"file:{sha256}"


def new_fact(batch: Batch, entry: Entry, known: Mapping[str, TaxpayerView], at: datetime) -> NewFact:
    """Make the fact of an accepted record."""
    taxpayer = known[entry.taxpayer.tax_number]
    contract = batch.contract
    return NewFact(
        taxpayer=taxpayer.ref,
        shard=taxpayer.shard,
        name=contract.fact,
        value=entry.value,
        department=contract.department,
        record_id=entry.record_id,
        retrieved_at=at,
        key=entry.key,
        period=entry.period,
        purpose=contract.purpose,
        request_id=request_of(batch.sha256),
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
    )


def _parties(entry: Entry) -> Iterator[Party]:
    yield entry.taxpayer
    if entry.also is not None:
        yield entry.also


def _misnamed(batch: Batch, known: Mapping[str, TaxpayerView]) -> Iterator[Problem]:
    """A wrong name on a right number means somebody else's record: never attach it in silence."""
    for entry in batch.entries:
        for party in _parties(entry):
            if known[party.tax_number].name != party.name:
                words = "名称和这个号码已经登记的不一致：请核对号码和名称哪个错了"
                yield _problem(batch, entry, "taxpayer_name", words)


def _clashes(batch: Batch, judged: Iterable[Judged]) -> Iterator[Problem]:
    for entry, one in zip(batch.entries, judged, strict=True):
        if one.verdict in CLASHES:
            yield _problem(batch, entry, "record_id", CLASHES[one.verdict])


def _problem(batch: Batch, entry: Entry, field: str, words: str) -> Problem:
    title = batch.contract.fields[field].title
    return Problem(
        "row-contradicts", f"第{entry.number}{batch.unit}“{title}”{words}。", f"rows[{entry.number}].{field}"
    )


def _report(batch: Batch, recorded: Recorded, new_taxpayers: int) -> ImportReport:
    contract, notices = batch.contract, batch.notices
    if recorded.conflicting:
        notices = (*notices, f"{recorded.conflicting}条与以前报的内容不同，两个版本都留着，办事人看得到。")
    if recorded.outdated:
        notices = (*notices, f"{recorded.outdated}条和较早的版本相同，以后来的版本为准，没有改动。")
    return ImportReport(
        department=contract.department,
        department_title=contract.department_title,
        record=contract.record,
        fact=contract.fact,
        sha256=batch.sha256,
        rows=batch.rows,
        recorded=recorded,
        new_taxpayers=new_taxpayers,
        notices=notices,
    )
