"""What must a seal and a time-stamp be, byte for byte?

Both are CMS SignedData (RFC 5652). Given its few free parts (whose key, what
was digested, the signature, the time) the encoding is wholly determined, so
the verifier takes those parts out, writes the whole anew, and compares. No
byte is left that could be flipped without notice, and no second encoding of
the same signature exists.
"""

from __future__ import annotations

import hashlib

from zhishui.filing.signing import der


DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
# Our own time-stamp policy, from the arc anyone may use with a UUID (ITU-T X.667).
POLICY = "2.25.246470339718905410163463870118129049093"

CONTEXT_0, CONTEXT_1, CONTEXT_4 = 0xA0, 0xA1, 0xA4
SHA256_ALGORITHM = der.sequence(der.oid(SHA256), der.tlv(der.NULL))

# Where the free parts lie in a SignedData that carries certificates.
SIGNATURE = (1, 0, 4, 0, 5)
DIGEST = (1, 0, 4, 0, 3, 1, 1, 0)
CERTIFICATES = (1, 0, 3)
TOKEN = (1, 0, 4, 0, 6, 0, 1, 0)
INFO = (1, 0, 2, 1, 0)


def issuer(certificate: bytes) -> bytes:
    """Give the issuer's name of a version 3 certificate, DER."""
    return der.whole(certificate, 0, 3)


def subject(certificate: bytes) -> bytes:
    """Give the holder's name of a version 3 certificate, DER."""
    return der.whole(certificate, 0, 5)


def attributes(kind: str, digest: bytes, certificate: bytes) -> bytes:
    """Write the attributes that are signed: what, its digest, with which certificate."""
    names = der.sequence(der.tlv(CONTEXT_4, issuer(certificate)))
    serial = der.whole(certificate, 0, 1)
    mine = der.sequence(der.octets(hashlib.sha256(certificate).digest()), der.sequence(names, serial))
    return der.set_of(
        _attribute(CONTENT_TYPE, der.oid(kind)),
        _attribute(MESSAGE_DIGEST, der.octets(digest)),
        _attribute(SIGNING_CERTIFICATE, der.sequence(der.sequence(mine))),
    )


def seal(digest: bytes, certificate: bytes, authority: bytes, signature: bytes, token: bytes) -> bytes:
    """Write a PAdES B-T signature: detached, with the time-stamp token as its one unsigned attribute."""
    signer = _signer_info(DATA, digest, certificate, signature, _attribute(TIME_STAMP, token))
    return _signed_data(1, der.sequence(der.oid(DATA)), (certificate, authority), signer)


def token(info: bytes, certificate: bytes, authority: bytes, signature: bytes) -> bytes:
    """Write an RFC 3161 time-stamp token around its TSTInfo."""
    content = der.sequence(der.oid(TST_INFO), der.tlv(CONTEXT_0, der.octets(info)))
    signer = _signer_info(TST_INFO, hashlib.sha256(info).digest(), certificate, signature)
    return _signed_data(3, content, (certificate, authority), signer)


def tst_info(imprint: bytes, serial: int, time: bytes) -> bytes:
    """Write what a time-stamp says: this digest existed at this time ("20260316010203Z")."""
    return der.sequence(
        der.integer(1),
        der.oid(POLICY),
        der.sequence(SHA256_ALGORITHM, der.octets(imprint)),
        der.integer(serial),
        der.tlv(der.GENERALIZED_TIME, time),
    )


def _signed_data(version: int, content: bytes, certificates: tuple[bytes, ...], signer: bytes) -> bytes:
    inner = der.sequence(
        der.integer(version),
        der.set_of(SHA256_ALGORITHM),
        content,
        der.set_of(*certificates, tag=CONTEXT_0),
        der.set_of(signer),
    )
    return der.sequence(der.oid(SIGNED_DATA), der.tlv(CONTEXT_0, inner))


def _signer_info(kind: str, digest: bytes, certificate: bytes, signature: bytes, *unsigned: bytes) -> bytes:
    signed = attributes(kind, digest, certificate)
    return der.sequence(
        der.integer(1),
        der.sequence(issuer(certificate), der.whole(certificate, 0, 1)),
        SHA256_ALGORITHM,
        der.tlv(CONTEXT_0, der.content(signed)),
        der.sequence(der.oid(ECDSA_SHA256)),
        der.octets(signature),
        *(der.set_of(one, tag=CONTEXT_1) for one in unsigned),
    )


def _attribute(kind: str, value: bytes) -> bytes:
    return der.sequence(der.oid(kind), der.set_of(value))
