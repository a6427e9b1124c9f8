"""How does the bureau's seal get onto a document? PAdES B-T: a signature and a time-stamp."""

# mypy: allow-untyped-calls
# (asn1crypto has no annotations; nothing of it leaves this module but bytes.)

from __future__ import annotations

import asyncio
import io
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko_certvalidator.registry import SimpleCertificateStore

from zhishui.filing.signing import cms, sealed
from zhishui.filing.signing.keys import Keys
from zhishui.filing.signing.types import Signer


FIELD = "BureauSeal"


def seal(pdf: bytes, keys: Keys, at: datetime) -> bytes:
    """Give the document sealed at `at`, in the one encoding our verifier accepts.

    What comes out has been checked as strictly as a stranger would check it:
    a library that one day writes something else fails here, not at a
    citizen's desk.
    """
    writer = _Writer(io.BytesIO(pdf if pdf.endswith(b"\n") else pdf + b"\n"))
    steps = PdfCMSEmbedder(SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=_placeholder(keys, at)))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    # In a thread of its own: the caller's may run an event loop already, and asyncio allows one each.
    with ThreadPoolExecutor(max_workers=1) as thread:
        signature = thread.submit(asyncio.run, _sign(prepared.document_digest, keys, at)).result()
    steps.send(signature)
    done = _one_encoding(output.getvalue(), prepared.reserved_region_start, signature)
    sealed.check(sealed.open_file(done), keys.trust)
    return done


def _placeholder(keys: Keys, at: datetime) -> Any:
    return SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, name=keys.trust.name, bytes_reserved=2 * sealed.ROOM
    )


async def _sign(digest: bytes, keys: Keys, at: datetime) -> bytes:
    signer = _PortSigner(keys.seal)
    stamper = _PortTimeStamper(keys.time, at)
    signed = await signer.async_sign(digest, "sha256", use_pades=True, timestamper=stamper)
    return bytes(signed.dump())


def _one_encoding(pdf: bytes, gap: int, signature: bytes) -> bytes:
    """Write /Contents as lower-case hex, zero padded to its fixed room."""
    text = signature.hex().ljust(2 * sealed.ROOM, "0").encode("ascii")
    return pdf[: gap + 1] + text + pdf[gap + 1 + len(text) :]


class _Writer(IncrementalPdfFileWriter):
    """pyHanko's writer, without the "last modified" it would take from the machine's clock."""

    def _update_meta(self) -> None:
        """Leave the document's own metadata as rendered: PDF/A says it once, and says the demo's date."""


class _PortSigner(signers.Signer):
    """A `Signer` port, as pyHanko knows signers."""

    def __init__(self, signer: Signer) -> None:
        store = SimpleCertificateStore()
        store.register(x509.Certificate.load(signer.issuer))
        super().__init__(signing_cert=x509.Certificate.load(signer.certificate), cert_registry=store)
        self._port = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002  pyHanko's signature
        return self._port.sign(data)


class _PortTimeStamper(timestamps.TimeStamper):
    """Our own time-stamper: pyHanko's dummy signs with RSA and SHA-1 references only."""

    def __init__(self, signer: Signer, at: datetime) -> None:
        super().__init__(include_nonce=False)
        self._port = signer
        self._time = at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode("ascii")

    async def async_request_tsa_response(self, req: Any) -> Any:
        imprint = req["message_imprint"]["hashed_message"].native
        token = asn1_cms.ContentInfo.load(self._token(imprint))
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _token(self, imprint: bytes) -> bytes:
        port = self._port
        info = cms.tst_info(imprint, secrets.randbits(63), self._time)
        signed = cms.attributes(cms.TST_INFO, sha256(info).digest(), port.certificate)
        return cms.token(info, port.certificate, port.issuer, port.sign(signed))
