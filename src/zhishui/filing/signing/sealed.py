"""Is this file exactly what the bureau sealed, to the last bit?"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from zhishui.filing.signing import cms, der
from zhishui.filing.signing.filekeys import P256_ORDER
from zhishui.filing.signing.trust import Trust
from zhishui.filing.signing.types import Broken


ROOM = 8192
"""Bytes kept free for the signature; those not used are zero."""

HEX = re.compile(rb"[0-9a-f]*")
BYTE_RANGE = re.compile(rb"/ByteRange \[0 ([1-9]\d{0,9}) ([1-9]\d{0,9}) ([1-9]\d{0,9})\]")
TIME = re.compile(rb"\d{14}Z")
CHANGED = "文件内容在盖章之后被改过。"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed file taken apart: the digest of all bytes but the signature, and the signature."""

    digest: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """Whose seal it is, and when it was put on."""

    by: str
    at: datetime


def open_file(pdf: bytes) -> Envelope:
    """Take a file apart; Broken unless the signature covers every byte but itself.

    The gap in the byte range must be the signature's hexadecimal text and its
    two brackets, nothing more: bytes hidden there, or after the end, are how
    signed PDFs have been forged.
    """
    start, end = _gap(pdf)
    text = pdf[start + 1 : end - 1]
    if pdf[start : start + 1] != b"<" or pdf[end - 1 : end] != b">" or not HEX.fullmatch(text):
        raise Broken("签名区不是约定的写法。")
    padded = bytes.fromhex(text.decode("ascii"))
    signature = der.whole(padded)
    if padded[len(signature) :].strip(b"\0"):
        raise Broken("签名之后还有多余的内容。")
    return Envelope(hashlib.sha256(pdf[:start] + pdf[end:]).digest(), signature)


def _gap(pdf: bytes) -> tuple[int, int]:
    ranges = BYTE_RANGE.findall(pdf)
    if len(ranges) != 1 or pdf.count(b"/ByteRange") != 1:
        raise Broken("这不是本系统签发的回执，或者签名区被改过。")
    start, end, rest = (int(number) for number in ranges[0])
    if end - start != 2 * ROOM + 2 or end + rest != len(pdf):
        raise Broken("签名没有覆盖整个文件：可能有内容被加上或截掉。")
    if not pdf[:start].endswith(b"/Contents "):
        raise Broken("签名区不在约定的位置。")
    return start, end


def check(envelope: Envelope, trust: Trust) -> Seal:
    """Check seal and time-stamp against the trusted certificates; Broken at the first fault."""
    certificate = check_seal(envelope, trust)
    at, stamper = check_time(envelope, trust)
    check_validity(trust, (certificate, stamper), at)
    return Seal(common_name(certificate), at)


def check_seal(envelope: Envelope, trust: Trust) -> bytes:
    """Check the bureau's signature, every byte of it; give its certificate."""
    whole = envelope.signature
    certificate = _trusted(der.whole(whole, *cms.CERTIFICATES), trust.seals, "盖章的不是您信任的税务局。")
    if der.content(whole, *cms.DIGEST) != envelope.digest:
        raise Broken(CHANGED)
    signature = der.content(whole, *cms.SIGNATURE)
    token = der.whole(whole, *cms.TOKEN)
    authority = _authority(certificate, trust)
    if whole != cms.seal(envelope.digest, certificate, authority, signature, token):
        raise Broken("电子印章的编码被改过。")
    _verify(certificate, signature, cms.attributes(cms.DATA, envelope.digest, certificate), "电子印章不是真的。")
    return certificate


def check_time(envelope: Envelope, trust: Trust) -> tuple[datetime, bytes]:
    """Check the time-stamp on the seal, every byte of it; give the time and who vouches for it."""
    token = der.whole(envelope.signature, *cms.TOKEN)
    certificate = _trusted(der.whole(token, *cms.CERTIFICATES), trust.time_stampers, "时间戳不是您信任的机构盖的。")
    info = der.content(token, *cms.INFO)
    serial, time = int.from_bytes(der.content(info, 3), "big"), der.content(info, 4)
    imprint = hashlib.sha256(der.content(envelope.signature, *cms.SIGNATURE)).digest()
    if not TIME.fullmatch(time) or info != cms.tst_info(imprint, serial, time):
        raise Broken("时间戳盖的不是这个印章。")
    signature = der.content(token, *cms.SIGNATURE)
    if token != cms.token(info, certificate, _authority(certificate, trust), signature):
        raise Broken("时间戳的编码被改过。")
    signed = cms.attributes(cms.TST_INFO, hashlib.sha256(info).digest(), certificate)
    _verify(certificate, signature, signed, "时间戳不是真的。")
    return _moment(time), certificate


def check_validity(trust: Trust, leaves: tuple[bytes, ...], at: datetime) -> None:
    """Check that an authority we trust issued each certificate, and that all were in force at `at`."""
    for leaf in leaves:
        authority = _authority(leaf, trust)
        _issued(leaf, authority)
        for one in (leaf, authority):
            known = x509.load_der_x509_certificate(one)
            if not known.not_valid_before_utc <= at <= known.not_valid_after_utc:
                raise Broken("盖章时证书不在有效期内。")


def _issued(leaf: bytes, authority: bytes) -> None:
    try:
        x509.load_der_x509_certificate(leaf).verify_directly_issued_by(x509.load_der_x509_certificate(authority))
    except (ValueError, TypeError, InvalidSignature) as error:
        raise Broken("证书不是您信任的机构签发的。") from error


def _trusted(held: bytes, known: tuple[bytes, ...], why: str) -> bytes:
    """Give the trusted certificate that is among those held."""
    for certificate in known:
        if certificate in held:
            return certificate
    raise Broken(why)


def _authority(certificate: bytes, trust: Trust) -> bytes:
    name = cms.issuer(certificate)
    for authority in trust.authorities:
        if cms.subject(authority) == name:
            return authority
    raise Broken("证书不是您信任的机构签发的。")


def _verify(certificate: bytes, signature: bytes, data: bytes, why: str) -> None:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Broken(why)
    try:
        r, s = utils.decode_dss_signature(signature)
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature) as error:
        raise Broken(why) from error
    # (r, n−s) would verify as well; only the smaller s, minimally encoded, is issued.
    if s > P256_ORDER // 2 or utils.encode_dss_signature(r, s) != signature:
        raise Broken(why)


def _moment(time: bytes) -> datetime:
    try:
        return datetime.strptime(time.decode("ascii"), "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise Broken("时间戳的时间读不懂。") from error


def common_name(certificate: bytes) -> str:
    """Give the name a certificate was issued to."""
    names = x509.load_der_x509_certificate(certificate).subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""
