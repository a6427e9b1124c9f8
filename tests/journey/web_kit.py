"""A running service of its own for each journey, and a browser to walk through it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright


ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS = ROOT / "shots"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
PEOPLE = "30"
PATIENCE = 60  # seconds for a server to answer on a busy machine

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHISHUI_", "DJANGO_"))}
    return kept | {
        "ZHISHUI_DATA": str(data),
        "ZHISHUI_WORKER": "1",
        "DJANGO_SETTINGS_MODULE": "zhishui.config.settings",
    }


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `zs up` makes it: database, keys, page files, a small demo city."""
    data = tmp_path_factory.mktemp("prepared")
    command = [sys.executable, "-m", "zhishui", "up", "--people", PEOPLE, "--prepare"]
    subprocess.run(command, env=environment(data), check=True, cwd=ROOT, capture_output=True, timeout=300)
    return data


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Serve a data folder as `zs up` does; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--log-level", "error", "zhishui.config.wsgi:application"]
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment(data), cwd=ROOT, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address + "/login/", server)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer")


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[str]:
    """A fresh copy of the demo, served: what one test files, no other sees."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    with serving(data) as address:
        yield address
        log = (data / "server.log").read_text()
        assert "Internal Server Error" not in log, log


class Walker:
    """A person at a browser: opens pages, clicks what they see, keeps a picture of each page."""

    def __init__(self, page: Page, site: str, name: str, *, scripts: bool = True) -> None:
        self.page, self.site, self.name, self.scripts = page, site, name, scripts
        self.count = 0
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self.hear)

    def hear(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if "Content Security Policy" in text or "Refused to" in text:
            self.complaints.append(text)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def enter(self, login: str) -> None:
        self.go("/login/")
        self.page.locator(f"button[value={login}]").click()
        self.page.wait_for_url(lambda address: "/login/" not in address)

    def seen(self, what: str) -> None:
        """Keep a picture, and see that nothing is cut off at the side."""
        self.count += 1
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}-{self.count:02d}-{what}.png", full_page=True)
        if self.scripts:
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{what} is {over} px too wide"
        assert self.complaints == []


@contextmanager
def walking(site: str, name: str, *, width: int = 1280, scripts: bool = True) -> Iterator[Walker]:
    """Open a browser of a width, with or without scripts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        size = {"width": width, "height": 780 if width < 600 else 900}
        context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(20_000)
        yield Walker(context.new_page(), site, name, scripts=scripts)
        browser.close()
