"""Forgeries that need a key of ours gone wrong: the sealing refuses to hand out what a stranger would refuse."""

import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from data.receipts import make
from zhishui.filing.signing import certificates, cms, der, receipt, sealed, verifier
from zhishui.filing.signing.filekeys import P256_ORDER, FileSigner
from zhishui.filing.signing.types import Broken, Signer
from zhishui.filing.signing.verifier import verify


@dataclass(frozen=True)
class Bent:
    """A signer whose signatures are written another way."""

    inner: Signer
    bend: object

    @property
    def certificate(self):
        return self.inner.certificate

    @property
    def issuer(self):
        return self.inner.issuer

    def sign(self, data):
        return self.bend(self.inner.sign(data))


def other_s(signature):
    r, s = utils.decode_dss_signature(signature)
    return utils.encode_dss_signature(r, P256_ORDER - s)


def padded(signature):
    """The same numbers, r with a needless leading zero: BER, not DER."""
    r, s = (der.content(signature, at) for at in (0, 1))
    return der.sequence(der.tlv(der.INTEGER, b"\0" + r), der.tlv(der.INTEGER, s))


@pytest.mark.parametrize("bend", [other_s, padded, lambda _: b"junk", lambda signature: signature[:-1]])
@pytest.mark.parametrize("which", ["seal", "time"])
def test_a_signature_in_another_form_is_never_handed_out(bend, which):
    keys = make.keys()
    with pytest.raises(Broken, match="不是真的"):
        make.sealed(by=replace(keys, **{which: Bent(getattr(keys, which), bend)}))


def test_a_certificate_our_authority_never_issued():
    """Same names, same trust list, but signed by somebody else's authority key."""
    key, stranger = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    keys = make.keys()
    root = x509.load_der_x509_certificate(keys.trust.authorities[0])
    forged = certificates.seal("和城市税务局电子印章", key.public_key(), root, stranger)
    trust = replace(keys.trust, seals=(forged,))
    with pytest.raises(Broken, match="签发"):
        make.sealed(by=replace(keys, seal=FileSigner(forged, keys.seal.issuer, key), trust=trust))


def test_a_certificate_with_another_kind_of_key_verifies_nothing():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, make.AT, make.AT + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )
    with pytest.raises(Broken, match="为什么"):
        sealed._verify(certificate, b"", b"", "为什么")


def test_a_certificate_without_a_name_is_nobody():
    assert sealed.common_name(make.keys().trust.seals[0]).startswith("和城市税务局电子印章")


@pytest.mark.parametrize("time", [b"20261316010203Z", b"20260316010260Z", b"2026031601020Z", b"20260316010203+"])
def test_a_time_that_does_not_exist(time, monkeypatch):
    build = cms.tst_info
    monkeypatch.setattr(cms, "tst_info", lambda imprint, serial, _: build(imprint, serial, time))
    with pytest.raises(Broken, match="时间戳"):
        make.sealed()


def test_a_signature_that_lies_elsewhere_in_the_file():
    pdf = make.good().replace(b"/Contents <", b"/Contentx <")
    assert verify(pdf, make.keys().trust).why == "签名区不在约定的位置。"


def packed_file(packed, length=None):
    head = f"<</Length {length or len(packed)}/Type/EmbeddedFile/Filter/FlateDecode/Subtype/x>>\nstream\n"
    return head.encode() + packed + b"\nendstream\nendobj\n"


def test_an_attachment_reads_back():
    assert receipt.attachment(packed_file(zlib.compress(b"text" * 99))) == b"text" * 99


@pytest.mark.parametrize(
    "pdf",
    [
        packed_file(b"not packed at all"),
        packed_file(zlib.compress(b"text" * 99)[:-3]),
        packed_file(zlib.compress(b"text" * 99) + b"more"),
        packed_file(zlib.compress(b"text" * 99), length=5),
        packed_file(zlib.compress(bytes(receipt.LARGEST + 1))),
        packed_file(zlib.compress(b"a")) * 2,
        packed_file(b""),
    ],
)
def test_an_attachment_that_cannot_be_unpacked_whole(pdf):
    with pytest.raises(Broken):
        receipt.attachment(pdf)


def test_what_nobody_foresaw_is_a_refusal_too(monkeypatch):
    def explode(*_):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(verifier.receipt, "attachment", explode)
    report = verify(make.good(), make.keys().trust)
    assert not report.ok
    assert report.checks[-1].code == "attachment"
    assert report.why == "文件读不懂，不能证明是真的。"


def test_the_smallest_and_largest_moments_a_certificate_covers():
    trust = make.keys().trust
    for at in (certificates.VALID_FROM, certificates.VALID_UNTIL, datetime(2026, 3, 16, tzinfo=UTC)):
        sealed.check_validity(trust, trust.seals, at)
    for at in (certificates.VALID_FROM - timedelta(seconds=1), certificates.VALID_UNTIL + timedelta(seconds=1)):
        with pytest.raises(Broken):
            sealed.check_validity(trust, trust.seals, at)
