"""Which keys does this service hold, and where do they come from on the first start?

A bureau that has its own keys puts other `Signer`s behind the same names. What
is made here is for trying out, and says DEMO on its face: in the certificates,
in every file, in `trust.json`, and so in every receipt.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhishui.filing.signing import certificates
from zhishui.filing.signing.filekeys import FileKeyWrap, FileSigner
from zhishui.filing.signing.trust import Log, Trust
from zhishui.filing.signing.types import KeyWrap, Signer
from zhishui.journal.note import VerifierKey
from zhishui.journal.types import LogKey
from zhishui.kernel import refuse


BUREAU = "和城市税务局"
ORIGIN = "log.hecity.example/demo"
MARK = "DEMO 演示密钥，只供试用，没有法律效力。DEMO KEY, FOR TRYING OUT ONLY.\n"
TRUST_FILE = "trust.json"
DEMO = "DEMO"
PRIVATE = ("ca.key.pem", "seal.key.pem", "tsa.key.pem", "log.key.pem", "master.key")
CERTIFICATES = ("ca.cert.pem", "seal.cert.pem", "tsa.cert.pem")


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of one service; `log` is what `journal.sequence` signs checkpoints with."""

    seal: Signer
    time: Signer
    log: LogKey = field(repr=False)
    wrap: KeyWrap
    trust: Trust


_bound: list[Keys] = []


def bind(keys: Keys) -> None:
    """Say once, at the composition root, which keys this process uses."""
    _bound[:] = [keys]


def bound() -> Keys:
    """Give the bound keys; Refused when the service was started without any."""
    if not _bound:
        raise refuse("keys-not-bound", "签名密钥还没有准备好，请先启动服务再试。", status=503)
    return _bound[0]


def load_or_create(directory: Path, *, bureau: str = BUREAU, origin: str = ORIGIN) -> Keys:
    """Read the keys in `directory`/DEMO; on the first start make them there.

    Made beside and moved into place whole, so that a crash leaves no half set.
    A set with a piece missing is refused: new keys in its place would orphan
    every receipt already handed out.
    """
    home = directory / DEMO
    if not home.exists():
        _create(home, bureau, origin)
    missing = [name for name in (*PRIVATE, *CERTIFICATES, TRUST_FILE) if not (home / name).is_file()]
    if missing:
        raise refuse("keys-incomplete", f"密钥目录缺少 {missing[0]}，请从备份恢复，不要重新生成。", status=503)
    return _load(home)


def _create(directory: Path, bureau: str, origin: str) -> None:
    with _beside(directory) as fresh:
        ca, seal, tsa = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        root = certificates.authority(f"{bureau}证书机构", ca)
        issued = (
            root.public_bytes(serialization.Encoding.DER),
            certificates.seal(f"{bureau}电子印章", seal.public_key(), root, ca),
            certificates.time_stamper(f"{bureau}时间戳", tsa.public_key(), root, ca),
        )
        log = Ed25519PrivateKey.generate()
        secret = (*(_pem(key) for key in (ca, seal, tsa)), _pem(log), secrets.token_hex(32) + "\n")
        for name, text in zip(PRIVATE, secret, strict=True):
            _write(fresh / name, text)
        for name, der in zip(CERTIFICATES, issued, strict=True):
            _write(fresh / name, _certificate_pem(der), mode=0o644)
        _write(fresh / TRUST_FILE, _trust(bureau, origin, issued, log).to_json(), mode=0o644, mark="")


@contextmanager
def _beside(directory: Path) -> Iterator[Path]:
    directory.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".keys-", dir=directory.parent))
    try:
        yield fresh
        _move(fresh, directory)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _move(fresh: Path, directory: Path) -> None:
    try:
        fresh.rename(directory)
    except OSError:
        # Another process was first; its keys are the keys.
        if not directory.is_dir():
            raise
    handle = os.open(directory.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _trust(bureau: str, origin: str, issued: tuple[bytes, bytes, bytes], log: Ed25519PrivateKey) -> Trust:
    ca, seal, tsa = issued
    public = log.public_key().public_bytes_raw()
    return Trust(
        demo=True,
        name=f"{bureau}（DEMO 演示）",
        authorities=(ca,),
        seals=(seal,),
        time_stampers=(tsa,),
        logs=(Log(origin, public),),
    )


def _load(directory: Path) -> Keys:
    try:
        return _read(directory)
    except (ValueError, TypeError, OSError, UnicodeDecodeError) as error:
        raise refuse("keys-unreadable", "密钥文件读不懂，请从备份恢复，不要重新生成。", status=503) from error


def _read(directory: Path) -> Keys:
    ca, seal, tsa = (_certificate(directory / name) for name in CERTIFICATES)
    log = serialization.load_pem_private_key((directory / PRIVATE[3]).read_bytes(), password=None)
    if not isinstance(log, Ed25519PrivateKey):
        raise TypeError(PRIVATE[3])
    master = (directory / PRIVATE[4]).read_text(encoding="utf-8").splitlines()[-1]
    trust = Trust.load(directory / TRUST_FILE)
    verifier = VerifierKey(trust.logs[0].origin, log.public_key().public_bytes_raw())
    return Keys(
        seal=_signer(directory / PRIVATE[1], seal, ca),
        time=_signer(directory / PRIVATE[2], tsa, ca),
        log=LogKey(verifier, log.sign),
        wrap=FileKeyWrap(bytes.fromhex(master)),
        trust=trust,
    )


def _signer(path: Path, certificate: bytes, issuer: bytes) -> FileSigner:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(path.name)
    if x509.load_der_x509_certificate(certificate).public_key() != key.public_key():
        raise ValueError(path.name)
    return FileSigner(certificate, issuer, key)


def _certificate(path: Path) -> bytes:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return certificate.public_bytes(serialization.Encoding.DER)


def _pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def _certificate_pem(der: bytes) -> str:
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM).decode("ascii")


def _write(path: Path, text: str, *, mode: int = 0o600, mark: str = MARK) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(mark + text)
        file.flush()
        os.fsync(file.fileno())
