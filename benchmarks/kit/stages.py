"""Where does the time go? Functions are wrapped by a watch while a case runs, then put back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from zhishui.doors.cli.bench import Stage


REST = "其余"
Place = tuple[object, str]


@dataclass(slots=True)
class Watch:
    """Seconds and calls per stage; the time of a stage inside another counts for the inner one only."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    _inner: list[float] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one run of a stage."""
        self._inner.append(0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - start
            own = spent - self._inner.pop()
            self.seconds[name] = self.seconds.get(name, 0.0) + own
            self.calls[name] = self.calls.get(name, 0) + 1
            if self._inner:
                self._inner[-1] += spent

    def shown(self, case: str, times: int) -> tuple[Stage, ...]:
        """Give the stages of one case, longest first."""
        whole = sum(self.seconds.values()) or 1.0
        ordered = sorted(self.seconds.items(), key=lambda pair: -pair[1])
        return tuple(
            Stage(
                case=case,
                stage=name,
                ms=round(spent * 1000 / times, 3),
                share_pct=round(100 * spent / whole, 1),
                each=round(self.calls[name] / times, 2),
            )
            for name, spent in ordered
        )


@contextmanager
def watching(places: Mapping[str, list[Place]]) -> Iterator[Watch]:
    """Watch functions, named by who holds them and under which name, by stage."""
    watch = Watch()
    kept = [(owner, name, getattr(owner, name)) for found in places.values() for owner, name in found]
    for stage, found in places.items():
        for owner, name in found:
            setattr(owner, name, _timed(getattr(owner, name), stage, watch))
    try:
        yield watch
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)


def _timed(function: Callable[..., Any], stage: str, watch: Watch) -> Callable[..., Any]:
    def timed(*args: object, **words: object) -> Any:
        with watch.stage(stage):
            return function(*args, **words)

    return timed
