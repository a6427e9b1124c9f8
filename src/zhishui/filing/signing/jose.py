"""How is a taxpayer's signature written? ES256 as JOSE has it: raw r‖s, base64url, JWK."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from zhishui.filing.signing.filekeys import P256_ORDER
from zhishui.filing.signing.types import Broken


SIZE = 32
BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
NOT_GENUINE = "纳税人的签名不是真的，或者申报内容被改过。"


def new_key() -> tuple[bytes, str, str]:
    """Make a P-256 key: the private number, and the public point as base64url x and y."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_numbers()
    x, y = (_text(number.to_bytes(SIZE, "big")) for number in (public.x, public.y))
    return key.private_numbers().private_value.to_bytes(SIZE, "big"), x, y


def private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """Give the key behind a private number."""
    return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())


def public_jwk(x: str, y: str) -> dict[str, str]:
    """Write the public key as a JWK of exactly four members."""
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def sign(key: ec.EllipticCurvePrivateKey, payload: bytes) -> str:
    """Sign; of the two possible s the smaller, so that a signature has one form."""
    r, s = utils.decode_dss_signature(key.sign(payload, ec.ECDSA(hashes.SHA256())))
    return _text(r.to_bytes(SIZE, "big") + min(s, P256_ORDER - s).to_bytes(SIZE, "big"))


def verify(jwk: Mapping[str, object], signature: str, payload: bytes) -> None:
    """Check; Broken unless the key and the signature are in their one form and hold."""
    raw = _bytes(signature, 2 * SIZE)
    r, s = (int.from_bytes(half, "big") for half in (raw[:SIZE], raw[SIZE:]))
    if s > P256_ORDER // 2:
        raise Broken(NOT_GENUINE)
    try:
        _public(jwk).verify(utils.encode_dss_signature(r, s), payload, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise Broken(NOT_GENUINE) from error


def _public(jwk: Mapping[str, object]) -> ec.EllipticCurvePublicKey:
    x, y = jwk.get("x"), jwk.get("y")
    if not (isinstance(x, str) and isinstance(y, str)) or dict(jwk) != public_jwk(x, y):
        raise Broken(NOT_GENUINE)
    across, up = (int.from_bytes(_bytes(part, SIZE), "big") for part in (x, y))
    return ec.EllipticCurvePublicNumbers(across, up, ec.SECP256R1()).public_key()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str, size: int) -> bytes:
    """Read base64url without padding; Broken for another size or stray low bits."""
    if not BASE64URL.fullmatch(text):
        raise Broken(NOT_GENUINE)
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise Broken(NOT_GENUINE) from error
    if len(data) != size or _text(data) != text:
        raise Broken(NOT_GENUINE)
    return data
