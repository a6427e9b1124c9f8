"""Make taxpayers, accounts and rights known; act in a name; look at a person's data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from zhishui.journal import queries as history
from zhishui.journal import services as journal
from zhishui.journal import transaction
from zhishui.kernel import Acting, Json, Ref, ports, refuse
from zhishui.person.identity import queries
from zhishui.person.identity.models import Account, Right, StaffRole, Taxpayer
from zhishui.person.identity.rules import shard_of
from zhishui.person.identity.types import (
    Capacity,
    DerivedRight,
    NewTaxpayer,
    Role,
    TaxpayerView,
)


def ensure_taxpayers(*, people: Iterable[NewTaxpayer], by: Acting, at: datetime) -> dict[str, TaxpayerView]:
    """Know each of these taxpayers, old or new; give them by tax number.

    Must be called inside a transaction: an import that fails on row 900 must
    not leave 899 half-known people behind.
    """
    wanted = {person.tax_number: person for person in people}
    known = queries.taxpayers_by_number(wanted)
    rows = [_new_row(person, at) for number, person in wanted.items() if number not in known]
    Taxpayer.objects.bulk_create(rows, batch_size=500)
    if rows:
        kinds: list[Json] = [*sorted({row.kind for row in rows})]
        data: dict[str, Json] = {"count": len(rows), "kinds": kinds}
        journal.append("person.taxpayers.known", by=by, at=at, subject=Ref("person", "taxpayer", rows[0].id), data=data)
    return known | {row.tax_number: queries.taxpayer_view(row) for row in rows}


def _new_row(person: NewTaxpayer, at: datetime) -> Taxpayer:
    new_id = ports.chance().new_id(at)
    return Taxpayer(
        id=new_id,
        kind=person.kind,
        name=person.name,
        tax_number=person.tax_number,
        shard=shard_of(new_id),
        known_at=at,
    )


def open_account(
    *,
    login: str,
    password: str | None,
    full_name: str,
    person: Ref | None,
    elder: bool,
    demo_note: str,
    by: Acting,
    at: datetime,
) -> Ref:
    """Open a login for a person or a member of staff; without password nobody can type one."""
    with transaction():
        account = Account(username=login, full_name=full_name, person_id=None if person is None else person.id)
        account.elder, account.demo_note = elder, demo_note
        if password is None:
            account.set_unusable_password()
        else:
            account.set_password(password)
        account.save()
        ref = Ref("person", "account", str(account.pk))
        journal.append("person.account.opened", by=by, at=at, subject=ref, data={"login": login}, taxpayer=person)
    return ref


def appoint(*, account: Ref, role: Role, office: str, by: Acting, at: datetime) -> None:
    """Give an account a staff role at an office."""
    with transaction():
        StaffRole.objects.create(account_id=int(account.id), role=role, office=office)
        journal.append("person.staff.appointed", by=by, at=at, subject=account, data={"role": role, "office": office})


def follow_registry(
    *, rights: Iterable[DerivedRight], firms: Iterable[Ref], on: date, by: Acting, at: datetime
) -> None:
    """Let derived rights over `firms` begin and end as the registry now says.

    A right the registry no longer shows ends on the day of this sync; nobody
    has to remember to revoke the former legal representative.
    """
    wanted = {(right.holder.id, right.taxpayer.id, right.capacity): right for right in rights}
    with transaction():
        open_rows = Right.objects.filter(taxpayer__in=[firm.id for firm in firms], until_on=None)
        held = {(row.holder_id, row.taxpayer_id, Capacity(row.capacity)): row for row in open_rows}
        for key, row in held.items():
            if key not in wanted:
                _end(row, on, by, at)
        for key, right in wanted.items():
            if key not in held:
                _begin(right, by, at)


def _begin(right: DerivedRight, by: Acting, at: datetime) -> None:
    row = Right(
        id=ports.chance().new_id(at),
        holder_id=right.holder.id,
        taxpayer_id=right.taxpayer.id,
        capacity=right.capacity,
        from_on=right.from_on,
        source=right.source,
    )
    row.save()
    _tell("person.right.begun", row, by, at)


def _end(row: Right, on: date, by: Acting, at: datetime) -> None:
    row.until_on = max(on, row.from_on)
    row.save(update_fields=["until_on"])
    _tell("person.right.ended", row, by, at)


def _tell(name: str, row: Right, by: Acting, at: datetime) -> None:
    firm = Ref("person", "taxpayer", row.taxpayer_id)
    data = {"holder": row.holder_id, "capacity": str(row.capacity), "source": row.source}
    journal.append(name, by=by, at=at, subject=Ref("person", "right", row.id), data=data, taxpayer=firm)


def act(*, account: Ref, for_taxpayer: Ref, on: date) -> Acting:
    """Give the standing to act for a taxpayer; 404 without the right, so existence is not told."""
    for identity in queries.identities(account, on):
        if identity.taxpayer.ref == for_taxpayer:
            return Acting(account, for_taxpayer, identity.capacity)
    raise refuse("not-found", "没有找到，或者您没有权限。请在页面上方换一个身份再试。", status=404)


def look(*, subject: Ref, by: Acting, purpose: str, case: str, request: str, at: datetime) -> None:
    """Log that somebody is about to see another person's data; call before reading it.

    One row per (request, subject, purpose), however often a page reads. One's
    own data is not logged; a look without a purpose is refused 422.
    """
    account = queries.get_account(by.actor)
    if account.person is not None and account.person.ref == subject:
        return
    if not purpose.strip():
        raise refuse("purpose-needed", "查看他人数据要写明用途，比如正在办的案件。", field="purpose")
    glance = Ref("person", "look", hashlib.sha256(f"{request}\n{subject}\n{purpose}".encode()).hexdigest())
    if history.events_about(glance):
        return
    office = account.staff[0].office if account.staff else ""
    data = {"who": account.name, "office": office, "purpose": purpose, "case": case, "request": request}
    with transaction():
        journal.append(queries.LOOKED, by=by, at=at, subject=glance, data=data, taxpayer=subject)
