"""Nothing serious for people with disabilities, on any page, in both modes, on a desk and on a phone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from journey.web_kit import Walker, needs_chromium, prepared, site, walking  # noqa: F401  fixtures


AXE = Path(__file__).parent.parent / "data" / "vendor" / "axe" / "axe.min.js"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"

pytestmark = needs_chromium


def examine(walker: Walker, what: str) -> None:
    walker.seen(what)
    walker.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = walker.page.evaluate(RUN)
    grave = [
        (one["id"], one["impact"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert grave == [], f"{what}: {grave}"


def test_the_engine_is_the_one_we_vendored():
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == SHA256


@pytest.mark.parametrize(("width", "elder"), [(1280, False), (360, False), (1280, True), (360, True)])
def test_every_page(site, width, elder):  # noqa: F811  fixture
    with walking(site, f"axe-{width}{'-elder' if elder else ''}", width=width) as walker:
        page = walker.page
        walker.go("/login/")
        if elder:
            page.get_by_role("button", name="长辈版").click()
        examine(walker, "login")
        page.fill("#id_login", "chenjing")
        page.fill("#id_password", "no")
        page.get_by_role("button", name="登录", exact=True).click()
        examine(walker, "login-refused")
        walker.enter("chenjing")
        examine(walker, "home")
        of_matters(walker)
        of_filing(walker)
        of_the_rest(walker)


def of_matters(walker: Walker) -> None:
    for path, what in (("/matters/", "matters"), ("/matters/?q=zzzz", "nothing-found"), ("/matters/SB09/", "matter")):
        walker.go(path)
        examine(walker, what)


def of_filing(walker: Walker) -> None:
    page = walker.page
    page.locator("main .btn").first.click()
    examine(walker, "check")
    draft = page.url.removesuffix("check/")
    for question in ("salary", "special", "certificates", "pupils", "royalty", "withholding_done", "bank"):
        page.goto(f"{draft}q/{question}/?via=check")
        examine(walker, f"question-{question}")
    page.goto(f"{draft}q/certificates/?via=check")
    page.locator("[value=change]").check()
    page.locator("[name=add]").click()
    examine(walker, "rows-added")
    page.locator("[name=go]").click()
    examine(walker, "question-refused")
    page.goto(f"{draft}why/settle.balance/")
    examine(walker, "explain")
    page.goto(f"{draft}check/")
    page.get_by_role("button", name="签名并提交").click()
    examine(walker, "receipt-waiting")
    page.get_by_role("link", name="下载回执PDF").wait_for(timeout=30_000)
    examine(walker, "receipt")


def of_the_rest(walker: Walker) -> None:
    paths = ("/", "/archive/", "/access/", "/verify/", "/help/", "/accessibility/", "/nothing/")
    for path in paths:
        walker.go(path)
        examine(walker, f"after{path.replace('/', '-')}")
