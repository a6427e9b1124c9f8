"""How is the result of a return booked?"""

from __future__ import annotations

from zhishui.filing.ledger.types import Account, LineView
from zhishui.kernel import Fen


ZERO = Fen(0)


def lines_for(balance: Fen) -> tuple[LineView, ...]:
    """Book a balance: positive is due from the taxpayer, negative is owed back.

    A balance of nothing books no line; an entry of zeros would say that
    something moved.
    """
    if balance == ZERO:
        return ()
    if balance > ZERO:
        return (LineView(Account.DUE, balance, ZERO), LineView(Account.ASSESSED, ZERO, balance))
    return (LineView(Account.ASSESSED, -balance, ZERO), LineView(Account.OWED, ZERO, -balance))


def reversed_lines(lines: tuple[LineView, ...]) -> tuple[LineView, ...]:
    """Undo lines by swapping their sides."""
    return tuple(LineView(line.account, line.credit, line.debit) for line in lines)
