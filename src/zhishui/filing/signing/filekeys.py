"""How do keys that were read from files sign and close other keys?"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhishui.kernel import refuse


P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
NONCE = 12


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A `Signer` whose P-256 key was read from a file."""

    certificate: bytes
    issuer: bytes
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """Sign with ECDSA-SHA256. (r, n−s) would verify too, so the smaller s is the only one we issue."""
        r, s = utils.decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return utils.encode_dss_signature(r, min(s, P256_ORDER - s))


@dataclass(frozen=True, slots=True)
class FileKeyWrap:
    """A `KeyWrap` by AES-256-GCM under a master key that was read from a file."""

    master: bytes = field(repr=False)

    def close(self, secret: bytes, name: str) -> bytes:
        """Encrypt. The nonce is the system's, never the Chance port's: a replayed seed would repeat it."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.master).encrypt(nonce, secret, name.encode())

    def open(self, wrapped: bytes, name: str) -> bytes:
        """Decrypt; Refused when the box was altered or belongs to another name."""
        try:
            return AESGCM(self.master).decrypt(wrapped[:NONCE], wrapped[NONCE:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise refuse("key-unusable", "签名密钥打不开，请联系管理员检查主密钥。", status=503) from error
