"""Questions without scripts and with them: yes, change, contest, rows, errors, the figure beside the form."""

from __future__ import annotations

import pytest

from journey.web_kit import Walker, needs_chromium, prepared, site, walking  # noqa: F401  fixtures


pytestmark = needs_chromium


def open_question(walker: Walker, question: str, login: str = "chenjing") -> str:
    """Log in, start the settlement, open one of its questions from the check page; give the draft's address."""
    walker.enter(login)
    walker.page.locator(".task .btn").click()
    draft = walker.page.url.removesuffix("check/")
    walker.page.goto(f"{draft}q/{question}/?via=check")
    return draft


def test_yes_goes_back_to_the_check_page(site):  # noqa: F811  fixture
    with walking(site, "yes", scripts=False) as walker:
        draft = open_question(walker, "special")
        assert "45,900.00" in walker.page.locator(".known").inner_text()
        assert "人社局" in walker.page.locator(".chips").inner_text()
        walker.page.get_by_role("button", name="确认，下一步").click()
        assert walker.page.url == f"{draft}check/"


def test_what_a_department_got_wrong_is_said_and_does_not_stop_the_filing(site):  # noqa: F811  fixture
    with walking(site, "wrong", scripts=False) as walker:
        page = walker.page
        open_question(walker, "salary")
        assert page.locator("[value=change]").count() == 0  # a locked value is not overwritten
        page.locator("[value=wrong]").check()
        page.get_by_role("button", name="确认，下一步").click()
        assert page.locator("#errors a").get_attribute("href") == "#reason"
        assert page.locator("#errors").evaluate("e => e === document.activeElement")
        walker.seen("no-reason")
        page.fill("#reason", "12月的工资没有发，多记了一笔")
        page.get_by_role("button", name="确认，下一步").click()
        row = page.locator("#q-salary").inner_text()
        assert "204,000.00" in row
        assert "您说有误，待核验" in row
        assert "不影响您现在提交" in page.locator("main").inner_text()
        walker.seen("contested")
        page.get_by_role("button", name="签名并提交").click()
        assert "已收到" in page.locator("h1").inner_text()


def test_rows_are_added_and_taken_away_without_a_script(site):  # noqa: F811  fixture
    with walking(site, "rows", scripts=False) as walker:
        page = walker.page
        open_question(walker, "degrees")
        assert page.locator(".record").count() == 0
        page.locator("[name=add]").click()
        page.locator("[name=add]").click()
        assert page.locator(".record").count() == 2
        page.fill("#degrees-1-months", "13")
        page.locator("[name=remove]").first.click()
        assert page.locator(".record").count() == 1
        assert page.locator("#degrees-0-months").input_value() == "13"  # what was typed moved up with its row
        page.get_by_role("button", name="下一步").click()
        assert page.locator("#errors a").get_attribute("href") == "#degrees-0-months"
        assert page.locator("#degrees-0-months").get_attribute("aria-invalid") == "true"
        walker.seen("refused")
        page.fill("#degrees-0-months", "12")
        page.get_by_role("button", name="下一步").click()
        assert page.url.endswith("/check/")
        assert "12个月" in page.locator("#q-degrees").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_figure_beside_the_form_follows_each_change(site, width):  # noqa: F811  fixture
    with walking(site, f"live-{width}", width=width) as walker:
        page = walker.page
        open_question(walker, "royalty")
        assert "1,284.00" in page.locator("#now").inner_text()
        page.fill("#royalty", "10000")
        page.locator("#royalty").blur()
        # 10,000 × 80 % × 70 % = 5,600 more income, at 10 %: 560.00 less comes back
        page.locator("#now", has_text="724.00").wait_for()
        walker.seen("followed")
        page.fill("#royalty", "1,0")
        page.locator("#royalty").blur()
        page.locator("#now", has_text="不要写逗号").wait_for()
        walker.seen("complained")


def test_one_by_one_walks_through_every_question_and_back(site):  # noqa: F811  fixture
    with walking(site, "walk", scripts=False) as walker:
        page = walker.page
        open_question(walker, "salary")
        page.goto(page.url.split("/q/")[0] + "/check/")
        page.get_by_role("link", name="一项一项看").click()
        seen = []
        while "/q/" in page.url:
            seen.append(page.url.split("/q/")[1].split("/")[0])
            assert page.locator("h1").inner_text().count("{") == 0
            page.locator("[name=go]").click()
        assert page.url.endswith("/check/")
        assert len(seen) > 10
        assert len(set(seen)) == len(seen)


def test_a_firms_representative_switches_names_and_is_offered_the_way_back(site):  # noqa: F811  fixture
    with walking(site, "switch", scripts=False) as walker:
        page = walker.page
        walker.enter("sunlei")
        names = page.locator(".who button")
        assert names.count() == 1
        firm = names.inner_text().split("\n")[0]
        names.click()
        assert page.locator(".who [aria-current]").inner_text() != ""
        assert "孙磊" not in page.locator("h1").inner_text()
        walker.seen("as-firm")
        walker.go("/matters/SB09/")
        assert "这件事由个人来办" in page.locator("main").inner_text()
        walker.seen("wrong-name")
        page.locator("main form button").first.click()
        assert page.locator("main [name=period]").count() >= 1
        assert firm


def test_read_aloud_is_offered_only_where_it_works(site):  # noqa: F811  fixture
    for scripts, visible in ((True, True), (False, False)):
        with walking(site, f"aloud-{scripts}", width=360, scripts=scripts) as walker:
            walker.go("/login/")
            walker.page.get_by_role("button", name="长辈版").click()
            assert walker.page.locator("[data-read]").is_visible() is visible
            assert walker.page.get_by_role("link", name="打电话问").is_visible()


def test_the_keyboard_alone_reaches_what_matters(site):  # noqa: F811  fixture
    with walking(site, "keys") as walker:
        page = walker.page
        walker.enter("chenjing")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text().startswith("核对")
        page.keyboard.press("Enter")
        page.wait_for_url("**/check/")
        assert page.locator("h1").is_visible()
