"""What happens to a sum when one of its facts is not known? It is not known either.

`Missing` takes part in a formula like a number and remembers why: the inputs
nobody has given yet, and the law there is none of for the date. Where the rest
already decides (false and unknown is false) it steps aside, so a relief that
has expired stops only the figures that would have tested it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NoReturn


class Missing:
    """An operand without a value. Truth testing it is an error: formulas do not branch."""

    __slots__ = ("inputs", "laws")

    def __init__(self, inputs: Iterable[str] = (), laws: Iterable[str] = ()) -> None:
        self.inputs: Final = frozenset(inputs)
        self.laws: Final = frozenset(laws)

    def __repr__(self) -> str:
        return f"Missing(inputs={sorted(self.inputs)}, laws={sorted(self.laws)})"

    def __bool__(self) -> NoReturn:
        raise TypeError("a missing value has no truth; use choose, & and |")

    def _with(self, other: object) -> Missing:
        return union((self, other)) if isinstance(other, Missing) else self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _with
    __lt__ = __le__ = __gt__ = __ge__ = _with
    __eq__ = __ne__ = _with  # type: ignore[assignment]  # a comparison with the unknown is unknown, not a bool
    __hash__ = None  # type: ignore[assignment]  # it equals nothing, so it cannot be a key

    def __and__(self, other: object) -> object:
        return self._unless(other, settles=False)

    def __or__(self, other: object) -> object:
        return self._unless(other, settles=True)

    __rand__, __ror__ = __and__, __or__

    def _unless(self, other: object, *, settles: bool) -> object:
        if isinstance(other, bool | Missing):
            return settles if other is settles else self._with(other)
        return NotImplemented  # the other gear's condition knows better


def union(parts: Iterable[object]) -> Missing:
    """Join the reasons of every missing part; the others do not matter."""
    missing = [part for part in parts if isinstance(part, Missing)]
    return Missing(
        frozenset().union(*(part.inputs for part in missing)),
        frozenset().union(*(part.laws for part in missing)),
    )
