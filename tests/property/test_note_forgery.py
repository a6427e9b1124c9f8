"""Can a bent checkpoint pass? Every single bit, every cut, every doubled and dropped character."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhishui.journal.note import Head, NoteError, VerifierKey, read_note, write_note


PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("log.example/tax", PRIVATE.public_key().public_bytes_raw())
NOTE = write_note(Head(KEY.origin, 1042, hashlib.sha256(b"root").digest()), KEY, PRIVATE.sign)


def accepted(text: str) -> bool:
    try:
        read_note(text, KEY)
    except NoteError:
        return False
    return True


def test_no_flipped_bit_passes():
    raw = NOTE.encode()
    tried = 0
    for bit in range(len(raw) * 8):
        bent = bytearray(raw)
        bent[bit // 8] ^= 1 << bit % 8
        try:
            text = bent.decode()
        except UnicodeDecodeError:
            continue
        tried += 1
        assert not accepted(text), bit
    assert tried > 1000


def test_no_cut_passes():
    assert accepted(NOTE)
    assert not any(accepted(NOTE[:end]) or accepted(NOTE[len(NOTE) - end :]) for end in range(len(NOTE)))


def test_no_dropped_doubled_or_swapped_character_passes():
    for at, char in enumerate(NOTE):
        dropped, doubled = NOTE[:at] + NOTE[at + 1 :], NOTE[:at] + char + NOTE[at:]
        swapped = NOTE[:at] + NOTE[at + 1 : at + 2] + char + NOTE[at + 2 :]
        assert not any(accepted(text) for text in {dropped, doubled, swapped} - {NOTE})
