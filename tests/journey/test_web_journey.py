"""The main job, as a person does it: log in, see why, sign, hold a receipt that verifies without us."""

from __future__ import annotations

from pathlib import Path

import pytest

from journey.web_kit import Walker, needs_chromium, prepared, site, walking  # noqa: F401  fixtures
from zhishui.filing.signing.trust import Trust
from zhishui.filing.signing.verifier import verify


pytestmark = needs_chromium


def to_check_page(walker: Walker) -> None:
    """From the first screen to the page one signs: everything is known, so nothing is asked."""
    page = walker.page
    walker.enter("chenjing")
    walker.seen("home")
    assert "陈静" in page.locator("h1").inner_text()
    assert page.locator(".task").count() == 1
    assert "1,284.00" in page.locator(".task").inner_text()
    page.locator(".task .btn").click()
    assert page.url.endswith("/check/")
    walker.seen("check")


def see_why(walker: Walker) -> None:
    """Each step with its number, the row of the rate table that was hit, and articles."""
    page = walker.page
    page.get_by_role("link", name="看怎么算的").first.click()
    walker.seen("explain")
    account = page.locator(".calc")
    assert "1,284.00" in page.locator("h1").inner_text()
    for text in ("213,240.00", "57,600.00", "49,740.00", "2,454.00", "个人所得税法 第六条"):
        assert text in account.inner_text() or text in account.text_content()
    assert "10%" in page.locator(".mini .me").text_content()
    page.get_by_role("link", name="去核对、签名").click()


def sign(walker: Walker) -> None:
    walker.page.get_by_role("button", name="签名并提交").click()
    assert "已收到，可退 1,284.00 元" in walker.page.locator("h1").inner_text()
    walker.seen("receipt-first")


def wait_for_receipt(walker: Walker) -> None:
    """The page that waits comes anew by itself, with scripts or without."""
    walker.page.get_by_role("link", name="下载回执PDF").wait_for(timeout=30_000)
    walker.seen("receipt")


def download(walker: Walker, folder: Path) -> Path:
    with walker.page.expect_download() as waiting:
        walker.page.get_by_role("link", name="下载回执PDF").click()
    target = folder / "receipt.pdf"
    waiting.value.save_as(target)
    return target


@pytest.mark.parametrize(
    ("width", "scripts", "elder"),
    [(1280, True, False), (360, True, True), (1280, False, True), (360, False, False)],
)
def test_from_login_to_a_receipt_that_verifies(site, tmp_path, width, scripts, elder):  # noqa: F811  fixture
    name = f"journey-{width}{'' if scripts else '-noscript'}{'-elder' if elder else ''}"
    with walking(site, name, width=width, scripts=scripts) as walker:
        if elder:
            walker.go("/login/")
            walker.page.get_by_role("button", name="长辈版").click()
        walker.go("/login/")
        walker.seen("login")
        to_check_page(walker)
        see_why(walker)
        sign(walker)
        wait_for_receipt(walker)
        pdf = download(walker, tmp_path)
        trust = Trust.load(next((tmp_path / "data" / "keys").rglob("trust.json")))
        report = verify(pdf.read_bytes(), trust)
        assert report.ok
        assert report.claims.who == "陈静"
        walker.go("/archive/")
        walker.seen("archive")
        if scripts:
            verify_in_browser(walker, pdf)


def verify_in_browser(walker: Walker, pdf: Path) -> None:
    page = walker.page
    walker.go("/verify/")
    page.locator("#receipt-file").set_input_files(pdf)
    page.get_by_role("heading", name="真的，没有改动").wait_for()
    walker.seen("verified")
    broken = bytearray(pdf.read_bytes())
    broken[len(broken) // 2] ^= 1
    pdf.with_name("broken.pdf").write_bytes(broken)
    page.locator("#receipt-file").set_input_files(pdf.with_name("broken.pdf"))
    page.get_by_role("heading", name="不能证明是真的").wait_for()
    walker.seen("refused")


def test_a_second_click_and_a_reload_give_the_same_receipt(site):  # noqa: F811  fixture
    with walking(site, "twice", scripts=False) as walker:
        to_check_page(walker)
        check = walker.page.url
        key = walker.page.locator("[name=key]").get_attribute("value")
        token = walker.page.locator("main [name=csrfmiddlewaretoken]").get_attribute("value")
        sign(walker)
        receipt = walker.page.url
        again = walker.page.request.post(
            check, form={"key": key, "csrfmiddlewaretoken": token}, headers={"Referer": check}, max_redirects=0
        )
        assert again.status == 303
        assert walker.site + again.headers["location"] == receipt
        walker.page.goto(check)
        assert walker.page.url == receipt
        walker.go("/archive/")
        assert walker.page.locator("main .rows > li").count() == 1


def test_a_filed_return_can_be_put_right(site):  # noqa: F811  fixture
    with walking(site, "amend", scripts=False) as walker:
        to_check_page(walker)
        sign(walker)
        page = walker.page
        page.locator("summary", has_text="发现填错了").click()
        page.get_by_role("button", name="更正这份申报").click()
        walker.seen("check")
        page.locator("#q-certificates a").click()
        walker.seen("question")
        page.locator("[name=choice][value=change]").check()
        page.locator("[name=remove]").click()
        page.get_by_role("button", name="下一步").click()
        assert "924.00" in page.locator("main .fig").first.inner_text()
        page.get_by_role("button", name="签名并提交").click()
        assert "可退 924.00 元" in page.locator("h1").inner_text()
        assert "以这份为准" in page.locator("main").inner_text()
        walker.seen("receipt")
