"""Does the book balance, whatever is booked, undone and booked again?"""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhishui.filing.ledger import queries, services
from zhishui.filing.ledger.models import Line
from zhishui.filing.ledger.rules import lines_for, reversed_lines
from zhishui.filing.ledger.types import Account
from zhishui.journal import transaction
from zhishui.kernel import Fen, Ref


TAXPAYER = Ref("person", "taxpayer", "t-1")
AMOUNTS = st.integers(-(10**14), 10**14).map(Fen)


@given(AMOUNTS)
def test_every_booking_has_two_equal_sides(amount):
    lines = lines_for(amount)
    assert sum(line.debit.value for line in lines) == sum(line.credit.value for line in lines)
    assert reversed_lines(reversed_lines(lines)) == lines
    assert (lines == ()) == (amount == Fen(0))


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.integers(0, 2), AMOUNTS, st.booleans()), max_size=8))
def test_the_last_word_of_each_case_is_what_stands(bound_clock, history):
    Line.objects.all()
    stands: dict[int, Fen] = {}
    before = queries.balances(TAXPAYER)
    base = len(queries.entries_of(TAXPAYER))
    for number, amount, undo in history:
        case = Ref("filing", "case", f"c-{base}-{number}")
        with transaction():
            if undo or number in stands:
                services.reverse(case=case, taxpayer=TAXPAYER, shard=1, at=bound_clock.now())
                stands.pop(number, None)
            if not undo:
                services.book(case=case, taxpayer=TAXPAYER, shard=1, balance=amount, at=bound_clock.now())
                stands[number] = amount
    after = queries.balances(TAXPAYER)
    assert sum(amount.value for amount in after.values()) == 0
    moved = {name: after.get(name, Fen(0)).value - before.get(name, Fen(0)).value for name in Account}
    assert moved[Account.DUE] == sum(amount.value for amount in stands.values() if amount > Fen(0))
    assert moved[Account.OWED] == sum(amount.value for amount in stands.values() if amount < Fen(0))


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE ledger_line SET debit_fen = debit_fen + 1", "DELETE FROM ledger_line"])
def test_the_database_itself_refuses_to_change_a_line(bound_clock, change):
    from django.db import connection

    with transaction():
        case = Ref("filing", "case", "c-9")
        services.book(case=case, taxpayer=TAXPAYER, shard=1, balance=Fen(1), at=bound_clock.now())
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db
def test_replacing_a_line_is_refused_too(bound_clock):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    with transaction():
        case = Ref("filing", "case", "c-9")
        services.book(case=case, taxpayer=TAXPAYER, shard=1, balance=Fen(1), at=bound_clock.now())
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ledger_line SELECT id, account, 7, 0, entry_id FROM ledger_line LIMIT 1")
