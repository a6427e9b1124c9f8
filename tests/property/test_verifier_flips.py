"""No changed file passes: bits, bytes, cuts, additions, other encodings. And nothing makes the verifier raise."""

import io
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from data.receipts import make
from zhishui.filing.signing.sealed import ROOM
from zhishui.filing.signing.verifier import verify


SEED = 20260316


def refused(pdf):
    report = verify(pdf, make.keys().trust)
    assert not report.ok
    assert report.claims is None
    assert report.why
    assert report.why == report.checks[-1].why
    return True


def gap(pdf):
    """Where the signature's text lies, brackets included: found without the byte range."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


def flipped(pdf, bit):
    return pdf[: bit // 8] + bytes([pdf[bit // 8] ^ 1 << bit % 8]) + pdf[bit // 8 + 1 :]


def test_every_flipped_bit_inside_the_signature_is_refused(size):
    pdf, dice = make.good(), random.Random(SEED)
    start, end = gap(pdf)
    assert end - start == 2 * ROOM + 2
    bits = dice.sample(range(start * 8, end * 8), size(gate=1_000, full=20_000, seed=SEED))
    assert all(refused(flipped(pdf, bit)) for bit in bits)


def test_every_flipped_bit_elsewhere_is_refused(size):
    pdf, dice = make.good(), random.Random(SEED)
    start, end = gap(pdf)
    outside = [*range(start * 8), *range(end * 8, len(pdf) * 8)]
    bits = dice.sample(outside, size(gate=1_000, full=20_000, seed=SEED))
    assert all(refused(flipped(pdf, bit)) for bit in bits)


def test_every_digit_of_the_signature_itself_counts(size):
    """Each hex digit of seal, time-stamp and certificates changed to another: this passes the layout, not the DER."""
    pdf, dice = make.good(), random.Random(SEED)
    start, end = gap(pdf)
    used = len(pdf[start + 1 : end - 1].rstrip(b"0"))
    for at in range(start + 1, start + 1 + used + 8, size(gate=17, full=1, seed=SEED)):
        other = dice.choice([digit for digit in b"0123456789abcdef" if digit != pdf[at]])
        assert refused(pdf[:at] + bytes([other]) + pdf[at + 1 :])


def test_another_writing_of_the_same_signature_is_refused():
    pdf = make.good()
    start, end = gap(pdf)
    text = pdf[start + 1 : end - 1]
    used = len(text.rstrip(b"0"))
    used += used % 2
    for other in (
        text.upper(),
        text[:10].upper() + text[10:],
        b" " + text[:-1],
        text[:used] + b" " * (len(text) - used),
        text[:used] + text[used:-2] + b"01",
        text[:-1] + b"\n",
    ):
        assert refused(pdf[: start + 1] + other + pdf[end - 1 :])


def test_anything_added_or_cut_is_refused():
    pdf = make.good()
    for other in (b"", pdf[:-1], pdf[:1000], pdf[1:], pdf + b"\n", pdf + b"\0", b"\n" + pdf, pdf + pdf, pdf[::-1]):
        assert refused(other)


def test_a_shadow_attack_is_refused():
    """A later revision that draws other content over the signed one, as editors and forgers append it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(make.good()))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    fake = generic.StreamObject(stream_data=b"BT (1,000,000.00) Tj ET")
    page["/Contents"] = writer.add_object(fake)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(make.good()[:1000])
    assert refused(out.getvalue())


def test_a_byte_range_that_leaves_something_out_is_refused():
    pdf = make.good()
    start, end = gap(pdf)
    at = pdf.index(b"/ByteRange [")
    old = pdf[at : pdf.index(b"]", at) + 1]
    rest = len(pdf) - end
    for numbers in (
        f"0 {start} {end} {rest - 1}",
        f"0 {start - 10} {end} {rest}",
        f"1 {start} {end} {rest}",
        f"0 {start} {end + 8} {rest - 8}",
        f"0 {start} {end} {rest} 0 0",
        f"00 {start} {end} {rest}",
    ):
        new = f"/ByteRange [{numbers}]".encode()
        body = pdf.replace(old + b" " * max(0, len(new) - len(old)), new.ljust(len(old)))
        assert refused(body)


def test_a_second_byte_range_is_refused():
    pdf = make.good()
    at = pdf.index(b"/ByteRange")
    assert refused(pdf[:at] + b"/ByteRange [0 1 2 3] " + pdf[at:])


def test_seals_of_two_receipts_cannot_be_swapped():
    one, two = make.good(), make.sealed(make.receipt_json("李雷"))
    for body, signature in ((one, two), (two, one)):
        (start, end), (from_, until) = gap(body), gap(signature)
        assert refused(body[:start] + signature[from_:until] + body[end:])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_spliced_files_are_refused(data):
    """Pieces of a good file moved, repeated or dropped; the verdict is a report, never an exception."""
    pdf = make.good()
    places = st.integers(0, len(pdf))
    a, b, c = (data.draw(places) for _ in range(3))
    other = pdf[: min(a, b)] + pdf[c : c + data.draw(st.integers(0, 300))] + pdf[max(a, b) :]
    assert other == pdf or refused(other)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_refused(noise):
    assert refused(noise)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=ROOM), st.booleans())
def test_any_signature_content_is_refused(content, keep_head):
    """A well-formed file with arbitrary bytes for a signature: the DER reader is made for that."""
    pdf = make.good()
    start, end = gap(pdf)
    head = pdf[start + 1 : start + 1 + 40] if keep_head else b""
    text = (head + content.hex().encode()).ljust(2 * ROOM, b"0")[: 2 * ROOM]
    assert refused(pdf[: start + 1] + text + pdf[end - 1 :])
