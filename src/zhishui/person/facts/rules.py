"""When do two statements say the same, and when does one speak of a period?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from zhishui.kernel import Json, Period, canonical_json
from zhishui.person.facts.types import Declaration, Earlier, FactView, Judged, NewFact, Verdict


SEPARATOR = "\x1f"
CHUNK = 500
KEY_SIZE = 32


def judge(fact: NewFact, earlier: Mapping[tuple[str, ...], Earlier], taken: Mapping[str, str]) -> Judged:
    """Compare a statement with what is kept under its record number, and with what says the same."""
    value = canonical_json(dict(fact.value)).decode()
    digest, about = digest_of(fact, value), key_of(fact)
    before = earlier.get(record_of(fact), Earlier("", ()))
    return Judged(fact, value, digest, about, len(before.digests) + 1, _verdict(fact, digest, before, taken.get(about)))


def _verdict(fact: NewFact, digest: str, before: Earlier, holder: str | None) -> Verdict:
    if before.digests and before.taxpayer != fact.taxpayer.id:
        return Verdict.OTHER_TAXPAYER
    if digest in before.digests:
        return Verdict.KNOWN if before.digests[-1] == digest else Verdict.OUTDATED
    if holder is not None and holder != fact.record_id and not fact.void:
        return Verdict.OTHER_NUMBER
    return Verdict.CONFLICTING if before.digests else Verdict.NEW


def digest_of(fact: NewFact, value: str) -> str:
    """Give what a statement says, as a hash. `value` is canonical, so equal content has one spelling."""
    said = (
        fact.taxpayer.id,
        value,
        fact.period,
        str(fact.valid_from),
        str(fact.valid_until),
        fact.edition,
        str(fact.void),
    )
    return hashlib.sha256(SEPARATOR.join(said).encode()).hexdigest()


def key_of(fact: NewFact) -> str:
    """Give what a statement is about, as a hash, whatever its record number."""
    about = ("record", fact.record_id) if fact.key is None else ("key", *fact.key)
    parts = (fact.taxpayer.id, fact.department, fact.name, fact.period, *about)
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()[:KEY_SIZE]


def record_of(fact: NewFact) -> tuple[str, ...]:
    """Give what names a record: numbers are a department's own, per kind of record."""
    return fact.department, fact.name, fact.record_id


def speaks_of(asked: Period | None, *, own: str, valid: tuple[date | None, date | None]) -> bool:
    """Tell whether a fact matters for a period: its own period, or else its validity, overlaps it."""
    if asked is None:
        return True
    if own:
        period = _parse(own)
        return period.from_ < asked.until and asked.from_ < period.until
    start, end = valid
    return (start is None or start < asked.until) and (end is None or asked.from_ < end)


def declared(declaration: Declaration, record_id: str, value: Mapping[str, Json], *, void: bool = False) -> NewFact:
    """Make the statement of one record of a declaration; `record_id` is whole, see `own_number`."""
    return NewFact(
        taxpayer=declaration.taxpayer,
        shard=declaration.shard,
        name=declaration.name,
        value=value,
        department=declaration.department,
        record_id=record_id,
        retrieved_at=declaration.at,
        period=declaration.period,
        purpose="declared",
        request_id=declaration.edition,
        edition=declaration.edition,
        void=void,
    )


def own_number(declaration: Declaration, number: str) -> str:
    """Give a declared record a number nobody else's has: "1" of this taxpayer is not "1" of the next."""
    return f"{declaration.taxpayer.id}:{number}"


def left_out(declaration: Declaration, named: Iterable[str], facts: Iterable[FactView]) -> Iterator[NewFact]:
    """Void what an earlier declaration or file said and this declaration no longer names."""
    kept = set(named)
    for fact in facts:
        same_place = (fact.source.department, fact.period) == (declaration.department, declaration.period)
        if same_place and fact.source.record not in kept:
            yield declared(declaration, fact.source.record, fact.value, void=True)


def chunks(items: Iterable[str]) -> Iterator[Sequence[str]]:
    """Cut what goes into one `IN (…)`."""
    whole = list(items)
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    return Period.parse(text)
