"""How do files in a folder become durable, all together or not at all?

Everything is written beside the archive, synced, and moved into place by one
rename. What a crash leaves beside is swept by the next writer.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class FileStorage:
    """A `Storage` in a folder of this machine."""

    root: Path

    @property
    def _staging(self) -> Path:
        # Beside the root, for nothing but objects may lie in an OCFL root; on the same disk, for rename.
        return self.root.with_name(f".{self.root.name}-staging")

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the writers' lock; what lies in staging then belongs to nobody."""
        self._staging.mkdir(parents=True, exist_ok=True)
        with (self._staging / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            shutil.rmtree(self._staging / "new", ignore_errors=True)
            yield

    def names(self, folder: str) -> tuple[str, ...]:
        """Give what lies in a folder, sorted."""
        path = self._path(folder)
        return tuple(sorted(child.name for child in path.iterdir())) if path.is_dir() else ()

    def is_folder(self, path: str) -> bool:
        """Tell whether the path is a folder."""
        return self._path(path).is_dir()

    def read(self, path: str) -> bytes:
        """Give a file's bytes."""
        return self._path(path).read_bytes()

    def add(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Make a folder with its files by one rename of the topmost part that is missing."""
        target = self._path(folder)
        if target.is_dir() and any(target.iterdir()):
            raise FileExistsError(folder)
        top = target
        while top != self.root and not top.parent.exists():
            top = top.parent
        self._place({target.relative_to(top) / name: content for name, content in files.items()}, top)

    def replace(self, path: str, content: bytes) -> None:
        """Put a file in the place of the one there."""
        target = self._path(path)
        fresh = self._staging / "new" / target.name
        _write(fresh, content)
        fresh.replace(target)
        _sync(target.parent)

    def _place(self, files: Mapping[Path, bytes], top: Path) -> None:
        fresh = self._staging / "new" / top.name
        for relative, content in files.items():
            _write(fresh / relative, content)
        for folder, _, _ in os.walk(fresh):
            _sync(Path(folder))
        top.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(top)
        _sync(top.parent)

    def _path(self, path: str) -> Path:
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts:
            raise ValueError(path)
        return self.root / parts


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
