"""Bad input gets a page that says what to do, never a fault of ours; good input gets strict headers."""

from __future__ import annotations

import gzip
import re
import shutil

import pytest

from journey.web_client import Client
from journey.web_kit import prepared, serving, site  # noqa: F401  fixtures


HAN = re.compile(r"[\u4e00-\u9fff]")
NOBODY = "0190f5fe-0000-7000-8000-000000000000"
LIGHT = 150 * 1024  # bytes of a first load, compressed


@pytest.fixture(scope="module")
def served(prepared, tmp_path_factory):  # noqa: F811  fixture
    data = tmp_path_factory.mktemp("manners") / "data"
    shutil.copytree(prepared, data)
    with serving(data) as address:
        yield address
    assert "Internal Server Error" not in (data / "server.log").read_text()


@pytest.fixture
def stranger(served):
    return Client(served)


@pytest.fixture
def citizen(served):
    client = Client(served)
    client.enter("liwei")
    return client


def refused(answer, *statuses):
    """A page of ours: right status, a Chinese sentence, a way on, no trace of our insides."""
    assert answer.status in statuses, answer.status
    assert HAN.search(answer.text)
    assert "12366" in answer.text
    assert "Traceback" not in answer.text
    assert "Exception" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/drafts/1/",
        f"/drafts/{NOBODY}/",
        f"/drafts/{NOBODY}/check/",
        f"/drafts/{NOBODY}/q/salary/",
        f"/drafts/{NOBODY}/why/settle.balance/",
        f"/cases/{NOBODY}/",
        f"/cases/{NOBODY}/files/receipt.pdf",
        f"/cases/{NOBODY}/files/..%2f..%2fkeys",
        "/matters/SB99/",
        "/matters/%E4%B8%AD/",
        "/static/zhishui/nothing.css",
    ],
)
def test_what_is_not_there_is_404(citizen, path):
    refused(citizen.get(path), 404)


@pytest.mark.parametrize("path", ["/?q=%00", "/matters/?q=%00", "/matters/%00/", "/drafts/%00/", "/%ff/"])
def test_nul_and_broken_bytes_in_an_address(citizen, path):
    refused(citizen.get(path), 400, 404)


def test_an_address_of_eight_kilobytes(citizen):
    refused(citizen.get("/matters/?q=" + "a" * 8_000), 414)
    refused(citizen.get("/" + "b" * 8_000), 414)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/"), ("GET", "/logout/"), ("GET", "/matters/SB09/start/"), ("PUT", "/login/"), ("DELETE", "/archive/"),
     ("TRACE", "/"), ("BREW", "/")],
)  # fmt: skip
def test_a_method_no_page_of_ours_uses(citizen, method, path):
    refused(citizen.ask(method, path, headers={"X-CSRFToken": citizen.token()}), 405)


def test_a_form_without_its_token(citizen):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    refused(citizen.ask("POST", "/matters/SB09/start/", b"period=2025", kind), 403)


def test_too_large_a_form(citizen):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    refused(citizen.ask("POST", "/login/", b"a=" + b"x" * 1_100_000, kind), 413)


@pytest.mark.parametrize("length", ["-1", "abc", "1e3"])
def test_a_length_that_is_no_number(citizen, length):
    try:
        answer = citizen.ask("GET", "/help/", headers={"Content-Length": length})
    except ConnectionError:
        return  # the server hung up on it, which is an answer too
    assert 400 <= answer.status < 500


@pytest.mark.parametrize("cookie", ["x", "\x01", "a" * 3_000, '"; drop', "%00", "../../etc"])
def test_a_broken_cookie_is_a_stranger(served, cookie):
    client = Client(served, {"sessionid": cookie, "elder": cookie, "csrftoken": cookie})
    answer = client.get("/")
    assert answer.status in (302, 400)


@pytest.mark.parametrize(
    "period", ["", "25", "2025-13", "２０２５", "2025\0", "9" * 40, "2025Q5", "1999", "2019-01-01"]
)
def test_a_period_that_is_none(citizen, period):
    refused(citizen.post("/matters/SB09/start/", period=period), 400, 422)


def test_a_matter_that_is_none(citizen):
    refused(citizen.post("/matters/SB99/start/", period="2025"), 404)


def test_an_identity_that_is_not_mine(citizen):
    for wanted in ("", "x", "person.taxpayer:1", "\0", f"person.taxpayer:{NOBODY}"):
        refused(citizen.post("/identity/", **{"for": wanted}), 400, 404)


def test_another_persons_draft_and_case_do_not_exist(served):
    mine, other = Client(served), Client(served)
    mine.enter("zhaomin")
    other.enter("wangfang")
    draft = mine.start()
    assert mine.get(draft + "check/").status == 200
    for path in ("", "check/", "q/salary/", "why/settle.balance/"):
        refused(other.get(draft + path), 404)
    refused(other.post(draft + "check/", key="x"), 404)
    refused(other.post(draft + "q/salary/", choice="yes"), 404)


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("labour", {"labour": "1,284.00"}),
        ("labour", {"labour": "-5"}),
        ("labour", {"labour": "1.005"}),
        ("labour", {"labour": "１２"}),
        ("labour", {"labour": "1e9"}),
        ("labour", {"labour": "9" * 60}),
        ("labour", {"labour": ""}),
        ("pupils", {"pupils-count": "1", "pupils-0-months": "13"}),
        ("pupils", {"pupils-count": "1"}),
        ("pupils", {"pupils-count": "999999", "pupils-0-months": "1"}),
        ("bank", {"bank-bank_name": "x" * 5_000}),
        ("salary", {"choice": "wrong", "reason": ""}),
        ("salary", {"choice": "wrong", "reason": "x" * 2_000}),
    ],
)
def test_an_answer_that_cannot_be_read_comes_back_with_what_was_typed(served, question, fields):
    client = Client(served)
    client.enter("chenjing")
    draft = client.start()
    if question not in client.get(draft + "check/").text:
        pytest.skip("this draft does not ask it")
    answer = client.post(f"{draft}q/{question}/", **({"choice": "change"} | fields))
    assert answer.status in (422, 400), answer.status
    assert HAN.search(answer.text)
    if answer.status == 422:
        assert 'id="errors"' in answer.text
        assert 'aria-invalid="true"' in answer.text or "reason" in fields or "count" in str(fields)


def test_text_no_database_keeps_is_refused(citizen):
    draft = citizen.start()
    refused(citizen.post(f"{draft}q/salary/", choice="wrong", reason="a\0b"), 400)


def test_a_wrong_password_says_so_once_and_keeps_the_name(stranger):
    answer = stranger.post("/login/", login="chenjing", password="wrong")
    assert answer.status == 422
    assert "没有登录成功" in answer.text
    assert 'value="chenjing"' in answer.text
    assert "wrong" not in answer.text.replace("need-wrong", "")


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_form_sends_one_elsewhere(stranger, target):
    assert stranger.post("/elder/", next=target).headers["Location"] == "/"
    assert stranger.post("/login/demo/", login="liwei", next=target).headers["Location"] == "/"


def test_pages_need_a_login_and_come_back_to_it(stranger):
    answer = stranger.get("/archive/")
    assert answer.status == 302
    assert answer.headers["Location"] == "/login/?next=/archive/"
    assert stranger.post("/login/demo/", login="liwei", next="/archive/").headers["Location"] == "/archive/"


def test_staff_have_no_page_here_and_are_told_why(stranger):
    stranger.enter("clerk")
    answer = stranger.get("/")
    refused(answer, 403)
    assert "没有纳税人身份" in answer.text


def test_every_page_carries_strict_headers_and_no_inline_code(citizen):
    draft = citizen.start()
    paths = [
        "/",
        "/archive/",
        "/access/",
        "/matters/",
        "/matters/SB09/",
        "/verify/",
        "/help/",
        "/accessibility/",
        "/nothing/",
    ]
    for path in [*paths, draft + "check/", draft + "q/salary/", draft + "why/settle.balance/"]:
        answer = citizen.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store, private", path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", answer.text), path
        inline = [tag for tag in re.findall(r"<script[^>]*>", answer.text) if "src=" not in tag]
        assert all('type="application/json"' in tag for tag in inline), path


def test_a_first_load_is_light(served):
    client = Client(served)
    page = client.get("/login/")
    client.enter("liwei")
    page = client.get("/")
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text))
    assert len(files) > 5
    weight = len(gzip.compress(page.body)) + sum(len(gzip.compress(client.get(path).body)) for path in files)
    assert weight <= LIGHT, weight


def test_elder_mode_is_a_cookie_and_each_page_knows_it(citizen):
    assert '<html lang="zh-CN">' in citizen.get("/").text
    citizen.post("/elder/", next="/")
    for path in ("/", "/archive/", "/matters/SB09/", "/nothing/"):
        assert '<html lang="zh-CN" class="elder">' in citizen.get(path).text
    citizen.post("/elder/", next="/")
    assert '<html lang="zh-CN">' in citizen.get("/").text


def test_the_demo_says_so_on_every_page(citizen):
    for path in ("/", "/archive/", "/verify/", "/nothing/", "/help/"):
        text = citizen.get(path).text
        assert "演示系统，内容虚构，没有法律效力" in text
        assert re.search(r'演示日期 <time datetime="2026-03-16">2026年3月16日</time>', text)


def test_search_finds_by_plain_words_and_initials_and_guesses(citizen):
    for words in ("hsqj", "%E9%80%80%E4%B8%AA%E7%A8%8E", "SB09", "gsnsjl"):
        assert "/matters/" in citizen.get(f"/matters/?q={words}").text
    text = citizen.get("/matters/?q=%E6%B1%87%E7%AE%97%E8%AF%B7%E7%BC%B4").text  # 汇算请缴, one slip of the finger
    assert "没有找到" in text
    assert "您是不是想找“汇算清缴”" in text
    assert "没有找到" in citizen.get("/matters/?q=zzzz").text


def test_too_many_tries_are_told_to_wait(site):  # noqa: F811  fixture
    client = Client(site)
    answers = [client.post("/login/", login="x", password="y") for _ in range(32)]
    refused(answers[-1], 429)
    assert "等一分钟" in answers[-1].text


def test_a_host_that_is_not_ours(stranger):
    answer = stranger.ask("GET", "/help/", headers={"Host": "evil.example"})
    refused(answer, 400)
    assert "evil" not in answer.text


def test_a_form_nobody_can_read(citizen):
    kind = {"Content-Type": "multipart/form-data; boundary=", "X-CSRFToken": citizen.token()}
    refused(citizen.ask("POST", "/login/", b"--x\r\nbad", kind), 400)
