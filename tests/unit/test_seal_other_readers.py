"""The seal is a PAdES B-T signature to others too: pyHanko's validator, which shares no code with ours, agrees."""

import io
from datetime import UTC, datetime, timedelta

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from data.receipts import make


def status(pdf, trust):
    roots = [x509.Certificate.load(der) for der in trust.authorities]
    context = ValidationContext(trust_roots=roots, moment=make.AT, allow_fetching=False)
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    return validate_pdf_signature(embedded, context)


def test_another_validator_finds_it_valid_trusted_and_stamped():
    seen = status(make.good(), make.keys().trust)
    assert seen.bottom_line
    assert seen.intact
    assert seen.valid
    assert seen.trusted
    assert seen.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert seen.timestamp_validity.valid
    assert seen.timestamp_validity.trusted
    assert seen.timestamp_validity.timestamp == make.AT


def test_another_validator_does_not_trust_another_citys_seal():
    assert not status(make.good(), make.keys("other").trust).trusted


def test_another_validator_accepts_an_encoding_that_we_refuse():
    """Why we check more than others do: an upper-case digit is the same signature to them."""
    pdf = make.good()
    start = pdf.index(b"/Contents <3") + len(b"/Contents <")
    upper = pdf[:start] + pdf[start : start + 4000].upper() + pdf[start + 4000 :]
    assert upper != pdf
    assert status(upper, make.keys().trust).bottom_line


def test_the_file_names_no_machine_time():
    made, now = make.good(), datetime.now(UTC)  # noqa: TID251  the machine's clock is what must not show
    days = {now - timedelta(days=1), now, now + timedelta(days=1)}
    assert not [day for day in days if f"D:{day:%Y%m%d}".encode() in made]
    assert not [day for day in days if f"D\\072{day:%Y%m%d}".encode() in made]
    assert b"D\\07220260316010203Z" in made


def test_sealing_twice_gives_two_genuine_files():
    data = make.receipt_json()
    assert make.sealed(data) != make.sealed(data)
