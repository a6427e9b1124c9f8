"""Is a checkpoint the note that C2SP describes, in exactly one encoding?"""

import hashlib
from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhishui.journal.note import Head, NoteError, VerifierKey, read_note, write_note


PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
KEY = VerifierKey("log.example/tax", PUBLIC)
HEAD = Head("log.example/tax", 42, hashlib.sha256(b"root").digest())
NOTE = write_note(HEAD, KEY, PRIVATE.sign)

# Published verifier keys: Go's sumdb, the example of Go's note package, hex.pm's signed_note.
PUBLISHED = (
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
)


@pytest.mark.parametrize("text", PUBLISHED)
def test_key_ids_agree_with_published_keys(text):
    key = VerifierKey.parse(text)
    assert key.id.hex() == text.split("+")[1]
    assert key.text() == text


def test_the_text_is_laid_out_as_the_specification_says():
    root = b64encode(HEAD.root).decode()
    body, signature = NOTE.split("\n\n")
    assert body + "\n" == f"log.example/tax\n42\n{root}\n" == HEAD.text()
    dash, name, encoded = signature.removesuffix("\n").split(" ")
    assert (dash, name) == ("—", "log.example/tax")
    expected_id = hashlib.sha256(b"log.example/tax\n\x01" + PUBLIC).digest()[:4]
    assert b64decode(encoded)[:4] == expected_id
    PRIVATE.public_key().verify(b64decode(encoded)[4:], (body + "\n").encode())


def test_what_was_written_is_read():
    assert read_note(NOTE, KEY) == HEAD


def test_another_key_of_the_same_name_is_refused():
    other = VerifierKey(
        "log.example/tax", Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    )
    with pytest.raises(NoteError):
        read_note(NOTE, other)


def test_another_log_with_the_same_key_is_refused():
    with pytest.raises(NoteError):
        read_note(NOTE, VerifierKey("log.example/other", PUBLIC))


def test_a_key_id_that_was_made_to_collide_does_not_help():
    """The id is four bytes and public; the signature must hold all the same."""
    stranger = Ed25519PrivateKey.from_private_bytes(bytes([7] * 32))
    forged = NOTE.splitlines()[-1].split(" ")[-1]
    line = b64encode(b64decode(forged)[:4] + stranger.sign(HEAD.text().encode())).decode()
    with pytest.raises(NoteError, match="signature"):
        read_note(NOTE.replace(forged, line), KEY)


def test_nothing_is_written_that_would_not_be_read():
    with pytest.raises(NoteError, match="signature"):
        write_note(HEAD, KEY, lambda _: bytes(64))
    with pytest.raises(NoteError, match="signature"):
        write_note(HEAD, KEY, lambda _: b"short")
    with pytest.raises(NoteError):
        write_note(Head("log.example/other", 1, bytes(32)), KEY, PRIVATE.sign)


@pytest.mark.parametrize("size", [0, 1, 2**62])
def test_every_size_a_log_can_have_is_written(size):
    head = Head(KEY.origin, size, bytes(32))
    assert read_note(write_note(head, KEY, PRIVATE.sign), KEY) == head


@pytest.mark.parametrize(
    "head",
    [
        Head("", 1, bytes(32)),
        Head("a b", 1, bytes(32)),
        Head("a+b", 1, bytes(32)),
        Head("a\nb", 1, bytes(32)),
        Head("日志", 1, bytes(32)),
        Head("a", -1, bytes(32)),
        Head("a", 2**62 + 1, bytes(32)),
        Head("a", 1, bytes(31)),
    ],
    ids=repr,
)
def test_a_head_that_could_be_misread_is_never_framed(head):
    with pytest.raises(NoteError):
        head.text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log.example/tax",
        "log.example/tax+00000000+" + b64encode(b"\x01" + PUBLIC).decode(),
        KEY.text() + " ",
        KEY.text().upper(),
        KEY.text().replace("+AQ", "+Ag"),
        KEY.text()[:-1],
        "log.example/tax+zz+!!!",
        "log example" + KEY.text(),
    ],
)
def test_a_key_has_one_written_form(text):
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def test_a_key_must_be_32_bytes():
    with pytest.raises(NoteError):
        VerifierKey("log.example/tax", PUBLIC[:31])


ROOT = b64encode(HEAD.root).decode()
SIGNATURE = NOTE.splitlines()[-1].split(" ")[-1]
OTHER_WORDINGS = {
    "leading zero": NOTE.replace("\n42\n", "\n042\n"),
    "plus sign": NOTE.replace("\n42\n", "\n+42\n"),
    "full-width digits": NOTE.replace("\n42\n", "\n４２\n"),
    "space before size": NOTE.replace("\n42\n", "\n 42\n"),
    "size beyond every log": NOTE.replace("\n42\n", "\n9999999999999999999\n"),
    "no size": NOTE.replace("\n42\n", "\n\n"),
    "carriage returns": NOTE.replace("\n", "\r\n"),
    "no last newline": NOTE[:-1],
    "one newline more": NOTE + "\n",
    "blank before": "\n" + NOTE,
    "no blank line": NOTE.replace("\n\n", "\n"),
    "two blank lines": NOTE.replace("\n\n", "\n\n\n"),
    "an extension line": NOTE.replace("\n\n", "\nextension\n\n"),
    "a second signature": NOTE + NOTE.splitlines()[-1] + "\n",
    "hyphen for dash": NOTE.replace("—", "-"),
    "no-break space": NOTE.replace("— ", "—\u00a0"),
    "root without padding": NOTE.replace(ROOT, ROOT.rstrip("=")),
    "root in url alphabet": NOTE.replace(ROOT, "_" + ROOT[1:]),
    "signature without padding": NOTE.replace(SIGNATURE, SIGNATURE.rstrip("=")),
    "signature cut": NOTE.replace(SIGNATURE, SIGNATURE[:-4]),
    "byte order mark": "\ufeff" + NOTE,
    "nothing": "",
}


@pytest.mark.parametrize("text", OTHER_WORDINGS.values(), ids=OTHER_WORDINGS.keys())
def test_there_is_no_other_way_to_write_the_same_checkpoint(text):
    assert text != NOTE
    with pytest.raises(NoteError):
        read_note(text, KEY)


@pytest.mark.parametrize("encoded", [ROOT, SIGNATURE], ids=["root", "signature"])
def test_stray_low_bits_of_base64_are_refused(encoded):
    """Four spellings of the last character decode to the same bytes; one is ours."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body, last = encoded.rstrip("="), encoded.rstrip("=")[-1]
    padding = encoded[len(body):]  # fmt: skip
    twins = [c for c in alphabet if c != last and b64decode(body[:-1] + c + padding) == b64decode(encoded)]
    assert twins
    for twin in twins:
        with pytest.raises(NoteError):
            read_note(NOTE.replace(encoded, body[:-1] + twin + padding), KEY)
