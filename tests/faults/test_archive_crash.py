"""Is the archive readable and valid wherever the process dies?

The process "dies" before the n-th step that touches the disk, for every n until
the work completes; a restart then does the work again.
"""

import os
from collections.abc import Callable
from pathlib import Path

import ocfl
import pytest

from conftest import NOON
from journal_kit import BY
from zhishui.filing.archive import queries, services
from zhishui.journal.queries import events_about
from zhishui.kernel import Ref


pytestmark = pytest.mark.django_db
CASE = Ref("filing", "case", "c1")
STEPS = ((os, "fsync"), (os, "open"), (Path, "mkdir"), (Path, "rename"), (Path, "replace"), (Path, "open"))


class Killed(BaseException):
    """The process is gone."""


def store(documents: dict[str, bytes]) -> None:
    services.store(case=CASE, documents=documents, retention="10y", by=BY, at=NOON)


def run_killed_before(step: int, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> bool:
    left = [step]

    def counted(real: Callable) -> Callable:
        def call(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return real(*args, **named)

        return call

    with monkeypatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, counted(getattr(owner, name)))
        try:
            work()
        except Killed:
            return True
    return False


def test_a_writer_killed_anywhere_loses_nothing(data_folder, monkeypatch):
    kills, step, number = 0, 1, 0
    while True:
        fresh = {f"d{number}.pdf": b"%d" % number}
        if not run_killed_before(step, lambda: store(fresh), monkeypatch):  # noqa: B023  called at once
            break
        kills += 1
        # Whatever the moment: what was stored before can be read, and nothing half-stored is shown.
        for earlier in range(max(number - 2, 0), number):
            assert queries.read(CASE, f"d{earlier}.pdf") == b"%d" % earlier
        store(fresh)  # the restart
        assert queries.read(CASE, f"d{number}.pdf") == fresh[f"d{number}.pdf"]
        assert queries.scan().damages == ()
        step, number = step + 1, number + 1
    assert kills > 15
    view = queries.contents(CASE)
    versions = [e.data["version"] for e in events_about(CASE)]
    assert sorted(versions) == list(range(1, view.version + 1))  # told once each, none left out
    root = ocfl.StorageRoot(root=str(data_folder / "archive"))
    assert root.validate()


def test_the_first_object_killed_anywhere(data_folder, monkeypatch, settings):
    for step in range(1, 100):
        settings.ZHISHUI_ARCHIVE = data_folder / f"try{step}" / "archive"
        killed = run_killed_before(step, lambda: store({"a.pdf": b"a"}), monkeypatch)
        store({"a.pdf": b"a"})
        assert queries.read(CASE, "a.pdf") == b"a"
        assert queries.scan().damages == ()
        if not killed:
            break
    assert step > 15
    assert len(events_about(CASE)) == 1


def test_a_crash_before_the_journal_is_told_afterwards(data_folder, monkeypatch):
    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(services, "append", die)
        with pytest.raises(Killed):
            store({"a.pdf": b"a"})
    assert events_about(CASE) == ()
    assert {damage.why for damage in queries.scan().damages} == {"日志没有记载"}
    store({"a.pdf": b"a"})
    assert [event.data["version"] for event in events_about(CASE)] == [1]
    assert queries.scan().damages == ()
