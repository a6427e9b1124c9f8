"""What may lie on the disk when the power comes back?

A disk keeps what was synced. Of what was written since, it keeps all, nothing,
some of the writes, or some 512-byte sectors of some writes: the order of
un-synced writes means nothing to it. A file's name is on the disk once its
folder was synced; name changes reach the disk in order.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from faults.recording import Event, Recording


SECTOR = 512
LOSSES = ("none", "all", "some", "torn")


@dataclass(slots=True)
class File:
    """What is on the disk for sure, and what was asked of it since the last sync."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        for event in self.pending:
            apply(self.durable, event)
        self.pending.clear()

    def after(self, loss: str, chance: Random) -> bytearray:
        """Give its content after a power loss that keeps this much of what was pending."""
        content = bytearray(self.durable)
        for event in self.pending if loss != "none" else ():
            if loss == "torn" and event.op == "W":
                for sector in sectors(event):
                    if chance.random() < 0.5:
                        apply(content, sector)
            elif loss == "all" or chance.random() < 0.5:
                apply(content, event)
        return content


def apply(content: bytearray, event: Event) -> None:
    """Do a write or a truncation; a gap or a longer file is filled with zeros."""
    end = event.offset + len(event.data)
    if event.op == "T":
        del content[event.offset :]
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[event.offset : end] = event.data


def sectors(event: Event) -> Iterator[Event]:
    """Cut a write where the disk's sectors end."""
    at = event.offset
    end = at + len(event.data)
    while at < end:
        to = min(end, (at // SECTOR + 1) * SECTOR)
        yield Event("W", event.fd, at, event.data[at - event.offset : to - event.offset])
        at = to


@dataclass(slots=True)
class Disk:
    """The files of one database under a recording, moved on event by event."""

    recording: Recording
    lying: bool = False  # a disk whose syncs do nothing: the control that must lose
    live: dict[str, File] = field(default_factory=dict)
    durable: dict[str, File] = field(default_factory=dict)
    renamed: list[tuple[str, File | None]] = field(default_factory=list)  # names not yet synced; None = unlinked
    opened: dict[int, File | None] = field(default_factory=dict)  # None = the folder
    log: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.live = {name: File(bytearray(content)) for name, content in self.recording.before.items()}
        self.durable = dict(self.live)

    def step(self, event: Event) -> None:
        match event.op:
            case "O":
                self._open(event)
            case "C":
                self.opened.pop(event.fd)
            case "W" | "T":
                self._file(event.fd).pending.append(event)
            case "S" if not self.lying:
                self._sync(event.fd)
            case "U":
                self.renamed.append((event.data.decode(), None))
                del self.live[event.data.decode()]
            case "A":
                self.log.extend(json.loads(line) for line in event.data.decode().splitlines())

    def _open(self, event: Event) -> None:
        name = event.data.decode()
        if name == str(self.recording.database.parent):
            self.opened[event.fd] = None
            return
        if name not in self.live:
            assert event.offset & os.O_CREAT, name
            self.live[name] = File()
            self.renamed.append((name, self.live[name]))
        assert not event.offset & os.O_TRUNC, name
        self.opened[event.fd] = self.live[name]

    def _file(self, fd: int) -> File:
        file = self.opened[fd]
        assert file is not None
        return file

    def _sync(self, fd: int) -> None:
        file = self.opened[fd]
        if file is not None:
            file.sync()
            return
        self._name(self.durable, len(self.renamed))
        self.renamed.clear()

    def _name(self, names: dict[str, File], count: int) -> None:
        for name, file in self.renamed[:count]:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file

    def write(self, folder: Path, loss: str, chance: Random) -> Path:
        """Lay into `folder` what the disk holds when the power goes now; give the database's path."""
        keep = {"none": 0, "all": len(self.renamed)}.get(loss, chance.randint(0, len(self.renamed)))
        names = dict(self.durable)
        self._name(names, keep)
        for name, file in names.items():
            (folder / Path(name).name).write_bytes(file.after(loss, chance))
        return folder / self.recording.database.name


def crash_points(recording: Recording, count: int, chance: Random) -> list[int]:
    """Choose after how many events the power goes: half right after an answer, half anywhere.

    Right after an answer a weak database has lost it; anywhere else is where a
    recovery could go wrong.
    """
    answers = [n for n, event in enumerate(recording.events, start=1) if event.op == "A"]
    anywhere = range(answers[0], len(recording.events) + 1)
    chosen = chance.choices(answers, k=count // 2) + chance.choices(anywhere, k=count - count // 2)
    return sorted(chosen)


def crashes(
    recording: Recording, count: int, seed: int, *, lying: bool = False
) -> Iterator[tuple[Disk, int, str, Random]]:
    """Give `count` states: crash points in order, each with all four kinds of loss."""
    chance = Random(seed)
    disk, done = Disk(recording, lying=lying), 0
    for point in crash_points(recording, -(-count // len(LOSSES)), chance):
        for event in recording.events[done:point]:
            disk.step(event)
        done = point
        for loss in LOSSES:
            yield disk, point, loss, chance
