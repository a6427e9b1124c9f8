"""Is what `zs case file` said true, whatever moment the whole program is killed at?"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from faults import history
from faults.installation import Installation, fresh


SEED = 20260316
PEOPLE = 40


class Terminal:
    """A person at a command line, who writes down what was sent and what was said."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.drafts = {
            draft["login"]: draft["draft"] for draft in json.loads((installation.folder / "drafts.json").read_text())
        }
        self.log: list[dict[str, Any]] = []

    def file(self, login: str, *, kill_at: float | None = None, delay: float = 0.0) -> int:
        """Run one command; kill it once the database's log has grown by `kill_at` bytes. Give how far it grew."""
        key = f"cli-{login}"
        self.log.append({"op": "invoke", "key": key, "draft": self.drafts[login]})
        command = [
            sys.executable,
            "-m",
            "zhishui",
            "case",
            "file",
            "--matter",
            "SB09",
            "--as",
            login,
            "--key",
            key,
            "--json",
        ]
        program = subprocess.Popen(
            command, env=self.installation.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        grown = self._watch(program, kill_at, delay)
        said, complaint = program.communicate()
        self.log.append(
            self._line(key, said) if said.endswith("\n") else {"op": "info", "key": key, "why": complaint[-500:]}
        )
        return grown

    def unanswered(self) -> list[str]:
        """Name those who sent something and were never told that it is done."""
        told = {line["key"] for line in self.log if line["op"] == "ok"}
        sent = {line["key"] for line in self.log if line["op"] == "invoke"}
        return [key.removeprefix("cli-") for key in sorted(sent - told)]

    def _watch(self, program: subprocess.Popen[str], kill_at: float | None, delay: float) -> int:
        grown = 0
        while program.poll() is None:
            with suppress(FileNotFoundError):
                grown = max(grown, Path(f"{self.installation.database}-wal").stat().st_size)
            if kill_at is not None and grown >= kill_at:
                time.sleep(delay)
                program.kill()
                program.wait()
            time.sleep(0.0002)
        return grown

    def _line(self, key: str, said: str) -> dict[str, Any]:
        answer = json.loads(said)
        if "problems" in answer:
            return {"op": "fail", "key": key, "code": answer["problems"][0]["code"]}
        body = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return {
            "op": "ok",
            "key": key,
            "case": answer["case"],
            "snapshot": answer["snapshot_sha256"],
            "answer": history.digest(body),
        }


def test_a_killed_command_keeps_its_word(tmp_path: Path, size: Callable[..., int]) -> None:
    cycles, chance = size(gate=2, full=20, seed=SEED), Random(SEED)
    terminal = Terminal(fresh(tmp_path, PEOPLE))
    whole = terminal.file("p0")
    for number in range(1, cycles + 1):
        # Most often near the commit: the end of what a filing writes; returns differ in size, so a little before it.
        kill_at = whole * (0.5 if chance.random() < 0.4 else chance.uniform(0.01, 0.5))
        terminal.file(f"p{number}", kill_at=kill_at, delay=chance.uniform(0, 0.003))
        # A second command ends in peace: the same one again, or somebody else's.
        terminal.file(f"p{number}" if chance.random() < 0.5 else f"p{number + cycles}")
        assert history.check(terminal.installation.database, terminal.log) == []
    for login in terminal.unanswered():
        terminal.file(login)  # in the end everybody asks again, under the same key
    assert history.check(terminal.installation.database, terminal.log) == []
    counts = {op: sum(line["op"] == op for line in terminal.log) for op in ("ok", "info", "fail")}
    print(f"seed {SEED}, {cycles} kills: {counts}")
    assert counts["info"] > 0
    assert counts["fail"] == 0
    assert not terminal.unanswered()
