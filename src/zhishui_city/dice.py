"""How does chance enter the city? From one seed, so that it can be drawn again."""

from __future__ import annotations

import random
from collections.abc import Mapping


class Dice(random.Random):
    """Repeatable, not secret."""

    def happens(self, percent: int) -> bool:
        """Say yes in `percent` of a hundred cases."""
        return self.randrange(100) < percent

    def one_of(self, weights: Mapping[str, int]) -> str:
        """Draw a word as often as its weight says."""
        return self.choices(list(weights), weights=list(weights.values()))[0]
