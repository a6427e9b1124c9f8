"""How much money is it? A whole number of fen 分, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass


YUAN = re.compile(r"(-?)(\d{1,17})(?:\.(\d{1,2}))?")


@dataclass(frozen=True, order=True, slots=True)
class Fen:
    """An amount in fen; negative means owed the other way round.

    >>> Fen.of_yuan("1284.5") + Fen(50)
    Fen(value=128500)
    >>> Fen(-128400).text()
    '−1,284.00'
    """

    value: int

    @classmethod
    def of_yuan(cls, text: str) -> Fen:
        """Read yuan with at most two decimals; ValueError on anything else.

        Thousands separators, full-width digits, exponents and a third decimal
        are refused: guessing what a person meant by "1,000.005" moves money.
        """
        match = YUAN.fullmatch(text)
        if match is None or not text.isascii():
            raise ValueError(text)
        sign, yuan, cents = match.groups()
        fen = int(yuan) * 100 + int((cents or "").ljust(2, "0"))
        return cls(-fen if sign else fen)

    def yuan(self) -> str:
        """Give plain yuan for machines: "-1284.00"."""
        yuan, cents = divmod(abs(self.value), 100)
        return f"{'-' if self.value < 0 else ''}{yuan}.{cents:02d}"

    def text(self) -> str:
        """Give yuan for people: thousands grouped, a real minus sign."""
        yuan, cents = divmod(abs(self.value), 100)
        return f"{'−' if self.value < 0 else ''}{yuan:,}.{cents:02d}"

    def __add__(self, other: Fen) -> Fen:
        return Fen(self.value + other.value)

    def __sub__(self, other: Fen) -> Fen:
        return Fen(self.value - other.value)

    def __neg__(self) -> Fen:
        return Fen(-self.value)

    def __mul__(self, times: int) -> Fen:
        return Fen(self.value * times)
