"""What does an employer withhold? The demo city's own small reckoning, apart from the product's law.

Cumulative withholding of salaries, and fees by payment: STA announcement
2018 no. 61; bonus apart: announcement 2023 no. 30. Whole fen, rounded half up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


BASIC = 500_000
SMALL_FEE, SMALL_FEE_COST = 400_000, 80_000
# (up to, rate in hundredths, quick deduction), in fen; the last has no end.
YEARLY = (
    (3_600_000, 3, 0),
    (14_400_000, 10, 252_000),
    (30_000_000, 20, 1_692_000),
    (42_000_000, 25, 3_192_000),
    (66_000_000, 30, 5_292_000),
    (96_000_000, 35, 8_592_000),
    (None, 45, 18_192_000),
)
MONTHLY = (
    (300_000, 3, 0),
    (1_200_000, 10, 21_000),
    (2_500_000, 20, 141_000),
    (3_500_000, 25, 266_000),
    (5_500_000, 30, 441_000),
    (8_000_000, 35, 716_000),
    (None, 45, 1_516_000),
)
LABOUR = ((2_000_000, 20, 0), (5_000_000, 30, 200_000), (None, 40, 700_000))
FLAT = ((None, 20, 0),)
Table = Sequence[tuple[int | None, int, int]]


def tax(base: int, table: Table) -> int:
    """Apply a table with quick deductions to a base in fen."""
    for top, rate, quick in table:
        if top is None or base <= top:
            return max(0, (base * rate + 50) // 100 - quick)
    raise AssertionError(table)


def salary_months(months: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """Withhold month by month from (income, special, additional); an excess waits for the settlement."""
    taxable = withheld = 0
    for income, special, additional in months:
        taxable += income - BASIC - special - additional
        due = max(0, tax(max(0, taxable), YEARLY) - withheld)
        withheld += due
        yield due


def bonus_apart(bonus: int) -> int:
    """Tax a yearly bonus on its own: the bracket of a twelfth, applied to the whole."""
    for top, rate, quick in MONTHLY:
        if top is None or bonus <= top * 12:
            return (bonus * rate + 50) // 100 - quick
    raise AssertionError(bonus)


def fee(kind: str, income: int) -> int:
    """Withhold from one labour, royalty or licence payment."""
    net = max(0, income - SMALL_FEE_COST) if income <= SMALL_FEE else income - (income * 20 + 50) // 100
    if kind == "royalty":
        net = (net * 70 + 50) // 100
    return tax(net, LABOUR if kind == "labour" else FLAT)
