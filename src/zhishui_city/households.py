"""Who lives together? Couples with children, singles and elders, drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from zhishui_city.dice import Dice
from zhishui_city.names import Namer
from zhishui_city.numbers import Numberer
from zhishui_city.places import DISTRICTS
from zhishui_city.types import Person, Relative


CHILDREN = (0, 0, 1, 1, 1, 1, 2, 2, 3)
KINDS = {"single": 22, "elders": 18, "couple": 60}
COUPLE = 2
ONE_CHILD_POLICY = 1980
ALIVE_SINCE = 1938
LAST_BIRTH = date(2025, 12, 31)


class Households:
    """Draws one household after another."""

    def __init__(self, rng: Dice, numberer: Numberer) -> None:
        self._rng = rng
        self._numberer = numberer
        self._namer = Namer(rng)

    def draw(self, room: int) -> list[Person]:
        """Draw the grown-ups of one household of at most `room` people, children included."""
        kind = self._rng.one_of(KINDS)
        if room < COUPLE or kind == "single":
            return [self._single()]
        if kind == "elders":
            return list(self._elders())
        return list(self._couple(room - COUPLE))

    def _single(self) -> Person:
        return self._adult(self._birth(22, 45), woman=self._rng.happens(50))

    def _elders(self) -> Iterator[Person]:
        born_on = self._birth(62, 84)
        yield self._adult(born_on, woman=False, parents=False)
        yield self._adult(born_on + timedelta(days=self._rng.randrange(1500)), woman=True, parents=False)

    def _couple(self, room: int) -> Iterator[Person]:
        husband = self._adult(self._birth(24, 59), woman=False)
        near = husband.born_on + timedelta(days=self._rng.randrange(-700, 1400))
        wife = self._adult(min(near, date(2003, 6, 30)), woman=True)
        husband.children = wife.children = self._children(husband.name[0], wife.born_on, room)
        yield husband
        yield wife

    def _children(self, surname: str, mother: date, room: int) -> tuple[Relative, ...]:
        found: list[Relative] = []
        born_on = mother + timedelta(days=365 * self._rng.randrange(23, 33) + self._rng.randrange(365))
        for _ in range(min(room, self._rng.choice(CHILDREN))):
            if born_on > LAST_BIRTH:
                break
            found.append(Relative(self._fresh(surname, found), born_on))
            born_on += timedelta(days=self._rng.randrange(500, 1900))
        return tuple(found)

    def _fresh(self, surname: str, siblings: list[Relative]) -> str:
        name = self._namer.full(surname, woman=self._rng.happens(50))
        taken = {sibling.name for sibling in siblings}
        return name if name not in taken else self._fresh(surname, siblings)

    def _adult(self, born_on: date, *, woman: bool, parents: bool = True) -> Person:
        surname = self._namer.surname()
        division = self._rng.choice(list(DISTRICTS))
        return Person(
            number=self._numberer.person(division, born_on, woman=woman),
            name=self._namer.full(surname, woman=woman),
            born_on=born_on,
            parents=tuple(self._parents(surname, born_on)) if parents else (),
            only_child=self._rng.happens(60 if born_on.year >= ONE_CHILD_POLICY else 10),
        )

    def _parents(self, surname: str, child: date) -> Iterator[Relative]:
        for own, woman in ((surname, False), (self._namer.surname(), True)):
            born_on = child - timedelta(days=365 * self._rng.randrange(22, 34) + self._rng.randrange(365))
            if born_on.year > ALIVE_SINCE and self._rng.happens(90):
                yield Relative(self._namer.full(own, woman=woman), born_on)

    def _birth(self, youngest: int, oldest: int) -> date:
        year = 2025 - self._rng.randrange(youngest, oldest + 1)
        return date(year, 1, 1) + timedelta(days=self._rng.randrange(365))
