"""Which certificates does a demo bureau have? One authority, one seal, one time-stamper."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


# Fixed, not "now": the demo lives on a date of its own and may be told another
# one, so a certificate dated by the machine's clock would not yet be valid in
# the demo's March 2026. 2019 is the first year whose income tax is settled
# annually; 2049 is the last year X.509 writes in its short form of time.
VALID_FROM = datetime(2019, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)
DEMO_ORGANISATION = "DEMO 演示，虚构，没有法律效力"

# KeyUsage wants all nine said.
NO_USE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


def authority(name: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """Make the self-signed certificate of the demo authority."""
    subject = _demo_name(name)
    uses = {**NO_USE, "key_cert_sign": True, "crl_sign": True}
    builder = _builder(subject, subject, key.public_key(), uses)
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
        key, hashes.SHA256()
    )


def seal(name: str, key: ec.EllipticCurvePublicKey, ca: x509.Certificate, by: ec.EllipticCurvePrivateKey) -> bytes:
    """Issue the certificate of the bureau's seal 电子印章, DER."""
    # PAdES readers ask for content commitment (once called non-repudiation).
    uses = {**NO_USE, "digital_signature": True, "content_commitment": True}
    return _issue(_builder(_demo_name(name), ca.subject, key, uses), by)


def time_stamper(
    name: str, key: ec.EllipticCurvePublicKey, ca: x509.Certificate, by: ec.EllipticCurvePrivateKey
) -> bytes:
    """Issue the time-stamper's certificate, DER; RFC 3161 wants this one use, critical."""
    builder = _builder(_demo_name(name), ca.subject, key, {**NO_USE, "digital_signature": True})
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return _issue(builder.add_extension(stamping, critical=True), by)


def _demo_name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEMO_ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name}（DEMO 演示）"),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, uses: dict[str, bool]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
        .add_extension(x509.KeyUsage(**uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _issue(builder: x509.CertificateBuilder, by: ec.EllipticCurvePrivateKey) -> bytes:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    certificate = builder.add_extension(identifier, critical=False).sign(by, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.DER)
