"""A second verifier, in the reader's browser from a page on disk: it agrees with the first on every file."""

import base64
import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import zhishui.doors.web
from data.receipts import make
from zhishui.filing.signing.verifier import verify


SEED = 20260316
STATIC = Path(zhishui.doors.web.__file__).with_name("static") / "zhishui"
CHROMIUM = Path("/usr/bin/chromium")
RUN = "([pdf, trust]) => zhishuiVerify(Uint8Array.from(atob(pdf), letter => letter.charCodeAt(0)), trust)"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        # No network at all: what passes here passes on a machine that is cut off.
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto((STATIC / "verify.html").as_uri())
        yield page
        assert page.problems == []
        browser.close()


def in_browser(page, pdf, trust=None):
    believed = json.loads((trust or make.keys().trust).to_json())
    return page.evaluate(RUN, [base64.b64encode(pdf).decode(), believed])


def in_python(pdf, trust=None):
    return json.loads(json.dumps(verify(pdf, trust or make.keys().trust).as_dict()))


def agree(page, pdf, trust=None):
    seen = in_browser(page, pdf, trust)
    assert seen == in_python(pdf, trust)
    return seen["ok"]


def flipped(pdf, bit):
    return pdf[: bit // 8] + bytes([pdf[bit // 8] ^ 1 << bit % 8]) + pdf[bit // 8 + 1 :]


def test_a_good_receipt_gets_the_same_report_in_every_word(page):
    assert agree(page, make.good())
    assert agree(page, make.sealed(make.receipt_json("陈𠮷")))
    assert agree(page, make.sealed(make.receipt_json(body=make.computed())))


def test_every_place_in_small_logs(page):
    for size in (1, 2, 3, 7, 8):
        for index in range(size):
            assert agree(page, make.sealed(make.receipt_json(index=index, size=size)))


def test_flipped_bits_are_refused_for_the_same_reason(page, size):
    pdf, dice = make.good(), random.Random(SEED)
    start = pdf.rindex(b"/Contents <") * 8
    inside = dice.sample(range(start, start + 8 * 5_000), size(gate=30, full=1_000, seed=SEED))
    elsewhere = dice.sample(range(len(pdf) * 8), size(gate=30, full=1_000, seed=SEED))
    for bit in (*inside, *elsewhere):
        assert not agree(page, flipped(pdf, bit)), bit


def test_other_encodings_and_ends_are_refused(page):
    pdf = make.good()
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    for other in (
        b"",
        pdf[:-1],
        pdf + b"\n",
        pdf[: start + 40] + pdf[start + 40 : start + 80].upper() + pdf[start + 80 :],
        pdf.replace(b"/ByteRange [0 ", b"/ByteRange [1 "),
        make.sealed(by=make.keys("other")),
        make.sealed(b""),
        make.sealed(b"{}" + b" " * 400),
        make.sealed(b'{"a":1,"a":1}' + b" " * 300),
        make.sealed(b'{"a":1.5}' + b" " * 300),
        make.sealed(b'{"a":"\\ud800"}' + b" " * 300),
    ):
        assert not agree(page, other)


def test_forged_parts_are_refused_for_the_same_reason(page):
    data = make.receipt_json()
    given, other = json.loads(data), json.loads(make.receipt_json("李雷"))
    path, signature = given["inclusion_path"], given["taxpayer_signature"]
    for forgery in (
        {"leaf_index": 4},
        {"leaf_index": 13},
        {"leaf_index": -1},
        {"leaf_index": "5"},
        {"inclusion_path": path[:-1]},
        {"inclusion_path": path[::-1]},
        {"inclusion_path": [*path, path[0]]},
        {"inclusion_path": [path[0].upper(), *path[1:]]},
        {"salt": "00" * 16},
        {"salt": "xy"},
        {"format": "zhishui-receipt/2"},
        {"extra": 1},
        {"snapshot": other["snapshot"]},
        {"taxpayer_signature": other["taxpayer_signature"]},
        {"taxpayer_signature": {**signature, "alg": "none"}},
        {"taxpayer_signature": {**signature, "signature": signature["signature"] + "="}},
        {"taxpayer_signature": {**signature, "signature": "A" * 86}},
        {"taxpayer_signature": {**signature, "public_jwk": {**signature["public_jwk"], "x": "A" * 43}}},
        {name: other[name] for name in ("event", "inclusion_path", "checkpoint")},
        {"event": {**given["event"], "at": "2026-03-15T01:02:03.000000Z"}},
        {"event": []},
        {"checkpoint": given["checkpoint"].replace("\n13\n", "\n14\n")},
        {"checkpoint": json.loads(make.receipt_json(by=make.keys("other")))["checkpoint"]},
        {"checkpoint": ""},
    ):
        assert not agree(page, make.sealed(make.changed(data, **forgery))), forgery


def test_other_trust_is_not_believed(page):
    from dataclasses import replace

    ours, other = make.keys().trust, make.keys("other").trust
    assert not agree(page, make.good(), other)
    for name in ("authorities", "seals", "time_stampers", "logs"):
        assert not agree(page, make.good(), replace(ours, **{name: getattr(other, name)})), name
        assert not agree(page, make.good(), replace(ours, **{name: ()})), name


def test_a_reader_picks_the_files_and_reads_the_verdict(page, tmp_path):
    trust, good, bad = tmp_path / "trust.json", tmp_path / "good.pdf", tmp_path / "bad.pdf"
    trust.write_text(make.keys().trust.to_json(), encoding="utf-8")
    good.write_bytes(make.good())
    bad.write_bytes(flipped(make.good(), 80_000))
    page.set_input_files("#receipt-file", good)
    page.get_by_text("还缺信任文件").wait_for()
    page.set_input_files("#trust-file", trust)
    page.get_by_role("heading", name="真的，没有改动").wait_for()
    said = page.inner_text("#verdict")
    for words in ("陈静", "1,284.00", "第6条", "演示密钥签发，没有法律效力", "纳税人签名"):
        assert words in said
    page.set_input_files("#receipt-file", bad)
    page.get_by_role("heading", name="不能证明是真的").wait_for()
    assert "陈静" not in page.inner_text("#verdict")
