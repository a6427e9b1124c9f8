"""What do many measured moments come to?"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


__all__ = ["median", "quantile", "ratio"]


def quantile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that `share` of all do not exceed; 0 of nothing.

    >>> quantile([3, 1, 2, 4], 0.5)
    2
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def ratio(value: float, baseline: float) -> float:
    """Give how many times the baseline it is; 0 without one."""
    return value / baseline if baseline else 0.0
