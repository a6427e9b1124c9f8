"""Do the worked examples still come out? Each is a case a tax officer can read and check by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from zhishui.kernel import Period, Refused
from zhishui.law.engine.answers import as_plain
from zhishui.law.engine.formula import LawError
from zhishui.law.engine.parameters import read_yaml
from zhishui.law.service import compute


CASES = Path(__file__).parent / "cases"
KEYS = {"title", "act", "period", "why", "inputs"}


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example: facts, expected figures or the expected refusal, and the article that says so."""

    where: str
    title: str
    act: str
    period: str
    why: str
    inputs: dict[str, object]
    expect: dict[str, object]
    refused: str

    def run(self) -> list[str]:
        """Give what differs from the expectation; nothing is good."""
        try:
            result = compute(self.act, Period.parse(self.period), self.inputs)
        except Refused as refusal:
            got = refusal.problems[0]
            given = f"{got.code} {got.field}".strip()
            return [] if given == self.refused else [f"{self.where} {self.title}: refused as {given}"]
        if self.refused:
            return [f"{self.where} {self.title}: not refused"]
        figures = {name: as_plain(figure) for name, figure in result.figures.items()}
        return [
            f"{self.where} {self.title}: {name} is {shown(figures[name])}, expected {expected}"
            for name, expected in self.expect.items()
            if shown(figures[name]) != expected
        ]


def shown(figure: dict[str, object]) -> object:
    """Give a figure as cases write it: its value, the code of its problem, or what is missing."""
    if figure["problem"]:
        return cast("dict[str, object]", figure["problem"])["code"]
    return {"missing": figure["missing"]} if figure["value"] is None else figure["value"]


def cases() -> tuple[Case, ...]:
    """Read every worked example."""
    return tuple(case for path in sorted(CASES.rglob("*.yaml")) for case in _read(path))


def _read(path: Path) -> list[Case]:
    found = []
    for at, body in enumerate(cast("list[dict[str, object]]", read_yaml(path)), start=1):
        where = f"{path.name} #{at}"
        expect = {"expect", "refused"} & set(body)
        if set(body) - expect != KEYS or len(expect) != 1:
            raise LawError(f"{where}: a case has {', '.join(sorted(KEYS))} and either expect or refused")
        text = {name: str(body[name]) for name in ("title", "act", "period", "why")}
        inputs = cast("dict[str, object]", body["inputs"])
        expected = cast("dict[str, object]", body.get("expect", {}))
        found.append(Case(where, **text, inputs=inputs, expect=expected, refused=str(body.get("refused", ""))))
    return found
