"""Who is there, and in whose name may an account act?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from zhishui.journal import queries as journal
from zhishui.kernel import Ref
from zhishui.person.identity.models import Account, Right, Taxpayer
from zhishui.person.identity.types import (
    AccessRow,
    AccountView,
    Capacity,
    Identity,
    Role,
    StaffView,
    TaxpayerView,
)


LOOKED = "person.data.looked"
PULLED = "person.data.pulled"


def taxpayer_view(row: Taxpayer) -> TaxpayerView:
    """Give the public view of a row."""
    return TaxpayerView(Ref("person", "taxpayer", row.id), row.kind, row.name, row.tax_number, row.shard)


def get_taxpayer(ref: Ref) -> TaxpayerView:
    """Give the taxpayer a Ref names; it exists, since Refs are made from rows."""
    return taxpayer_view(Taxpayer.objects.get(pk=ref.id))


def taxpayer_by_number(number: str) -> TaxpayerView | None:
    """Find by resident ID or USCC, already normalised."""
    row = Taxpayer.objects.filter(tax_number=number).first()
    return None if row is None else taxpayer_view(row)


def taxpayers_by_number(numbers: Iterable[str]) -> dict[str, TaxpayerView]:
    """Find many at once; numbers nobody has are left out."""
    wanted = sorted(set(numbers))
    found: dict[str, TaxpayerView] = {}
    for start in range(0, len(wanted), 500):
        rows = Taxpayer.objects.filter(tax_number__in=wanted[start : start + 500])
        found.update({row.tax_number: taxpayer_view(row) for row in rows})
    return found


def account_by_login(login: str) -> AccountView | None:
    """Find an account by its login name."""
    row = Account.objects.select_related("person").filter(username=login, is_active=True).first()
    return None if row is None else _account_view(row)


def get_account(ref: Ref) -> AccountView:
    """Give the account a Ref names."""
    return _account_view(Account.objects.select_related("person").get(pk=int(ref.id)))


def list_demo_accounts() -> tuple[AccountView, ...]:
    """Give the test personas for the login page of a demo."""
    rows = Account.objects.select_related("person").exclude(demo_note="").order_by("pk")
    return tuple(_account_view(row) for row in rows)


def identities(account: Ref, on: date) -> tuple[Identity, ...]:
    """Give the names an account may act under on a day: its own first."""
    person = get_account(account).person
    if person is None:
        return ()
    rows = (
        Right.objects.select_related("taxpayer")
        .filter(Q(until_on=None) | Q(until_on__gt=on), holder=person.ref.id, from_on__lte=on)
        .order_by("taxpayer__name")
    )
    others = tuple(Identity(taxpayer_view(row.taxpayer), Capacity(row.capacity)) for row in rows)
    return (Identity(person, Capacity.SELF), *others)


def access_log(taxpayer: Ref, limit: int = 200) -> tuple[AccessRow, ...]:
    """Give who looked at a person's data, newest first 谁看过我的数据."""
    events = journal.events_for(taxpayer, "person.data.", limit=limit)
    return tuple(
        AccessRow(
            at=event.at,
            who=str(event.data["who"]),
            office=str(event.data["office"]),
            purpose=str(event.data["purpose"]),
            case=str(event.data["case"]),
        )
        for event in events
    )


def _account_view(row: Account) -> AccountView:
    staff = tuple(StaffView(Role(s.role), s.office) for s in row.staff_roles.all())
    person = None if row.person is None else taxpayer_view(row.person)
    ref = Ref("person", "account", str(row.pk))
    return AccountView(ref, row.username, row.full_name, person, staff, row.elder, row.demo_note)
