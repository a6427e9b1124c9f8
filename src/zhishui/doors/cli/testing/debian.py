"""Which Debian packages do some tests need, and can we install them here?"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """A tool that one part of the tests uses and no wheel brings."""

    part: str
    what: str
    packages: tuple[str, ...]

    def missing(self) -> bool:
        """Say whether the machine lacks it."""
        if self.what == "中文字体":
            # Without fontconfig no browser is installed either, which the other need says.
            return shutil.which("fc-list") is None or not _output("fc-list", ":lang=zh")
        return shutil.which(self.what) is None


NEEDS = (
    Need("journey", "chromium", ("chromium", "fonts-noto-cjk")),
    Need("journey", "中文字体", ("fonts-noto-cjk",)),
    Need("faults", "strace", ("strace",)),
    Need("faults", "gcc", ("gcc", "libc6-dev")),
)


def prepare(parts: tuple[str, ...]) -> list[str]:
    """Install what is absent, when we may; give one sentence for each thing still missing."""
    missing = [need for need in NEEDS if need.part in parts and need.missing()]
    if missing and _may_install():
        _install(sorted({package for need in missing for package in need.packages}))
    return [_sentence(need) for need in missing if need.missing()]


def _sentence(need: Need) -> str:
    return f"{need.part} 中要用 {need.what} 的测试：这台机器没有。装上再跑：apt-get install {' '.join(need.packages)}"


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> None:
    print(f"── 安装测试要用的 Debian 包：{' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *words], env=environment, check=False, stdout=subprocess.DEVNULL)


def _output(*command: str) -> bytes:
    return subprocess.run(command, check=False, capture_output=True).stdout
