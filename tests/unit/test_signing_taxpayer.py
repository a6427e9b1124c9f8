"""The taxpayer's own signature: one key each, closed when not in use, on record before it signs."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from data.receipts import make
from zhishui.filing.signing import jose, keys
from zhishui.filing.signing.models import TaxpayerKey
from zhishui.filing.signing.services import sign_as_taxpayer
from zhishui.filing.signing.types import Broken
from zhishui.journal.models import Event
from zhishui.kernel import Acting, Ref, Refused


pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 16, 1, 2, 3, tzinfo=UTC)
CHEN, LI = Ref("person", "taxpayer", "chen"), Ref("person", "taxpayer", "li")


@pytest.fixture(autouse=True)
def bound_keys(monkeypatch):
    monkeypatch.setattr(keys, "_bound", [make.keys()])


def acting(taxpayer):
    return Acting(Ref("person", "account", "1"), taxpayer, "self")


def sign(taxpayer=CHEN, payload=b'{"a":1}', by=None):
    return sign_as_taxpayer(taxpayer=taxpayer, payload=payload, by=by or acting(taxpayer), at=AT)


def number(text):
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


def verify(signature, payload):
    """ES256 as RFC 7518 section 3.4 has it, written apart from our own code."""
    jwk, raw = signature.public_jwk, base64.urlsafe_b64decode(signature.signature + "==")
    public = ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), ec.SECP256R1()).public_key()
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public.verify(der, payload, ec.ECDSA(hashes.SHA256()))


def test_anyone_can_verify_it_as_es256():
    signature = sign(payload=b"text")
    assert signature.alg == "ES256"
    assert set(signature.public_jwk) == {"kty", "crv", "x", "y"}
    verify(signature, b"text")
    with pytest.raises(InvalidSignature):
        verify(signature, b"texT")


def test_one_taxpayer_has_one_key_and_two_have_two():
    first, again, other = sign(), sign(payload=b"later"), sign(LI)
    assert first.public_jwk == again.public_jwk
    assert first.public_jwk != other.public_jwk
    assert TaxpayerKey.objects.count() == 2


def test_the_public_key_is_on_record_once_before_it_signs():
    signature = sign()
    sign()
    event = Event.objects.get(name="signing.key.created")
    assert event.taxpayer == str(CHEN)
    assert json.loads(event.data) == {"public_jwk": signature.public_jwk}


def test_two_first_uses_at_once_end_with_one_key_and_one_record(monkeypatch):
    """The other request's row is committed after this one has looked and before it writes."""
    new_key, rival = jose.new_key, []

    def meanwhile():
        if not rival:
            rival.append(None)
            rival.append(sign())
        return new_key()

    monkeypatch.setattr(jose, "new_key", meanwhile)
    assert sign(payload=b"x").public_jwk == rival[1].public_jwk
    assert Event.objects.filter(name="signing.key.created").count() == 1


def test_nobody_signs_for_a_taxpayer_they_do_not_act_for():
    for by in (acting(LI), acting(None)):
        with pytest.raises(Refused) as refusal:
            sign(CHEN, by=by)
        assert refusal.value.problems[0].code == "not-acting-for-taxpayer"
    assert not TaxpayerKey.objects.exists()


def test_a_key_moved_to_another_taxpayers_row_does_not_open():
    sign(CHEN)
    sign(LI)
    TaxpayerKey.objects.filter(taxpayer=str(LI)).update(wrapped=TaxpayerKey.objects.get(taxpayer=str(CHEN)).wrapped)
    with pytest.raises(Refused) as refusal:
        sign(LI)
    assert refusal.value.problems[0].code == "key-unusable"


def test_the_private_key_is_nowhere_in_the_database():
    sign()
    row = TaxpayerKey.objects.get()
    secret = make.keys().wrap.open(bytes(row.wrapped), str(CHEN))
    assert jose.private_key(secret).public_key().public_numbers().x == number(row.public_x)
    assert secret not in bytes(row.wrapped)


def test_without_keys_nothing_is_signed(monkeypatch):
    monkeypatch.setattr(keys, "_bound", [])
    with pytest.raises(Refused) as refusal:
        sign()
    assert refusal.value.status == 503


def test_our_check_agrees_with_the_standard_one():
    signature = sign(payload=b"text")
    jose.verify(signature.public_jwk, signature.signature, b"text")
    with pytest.raises(Broken):
        jose.verify(signature.public_jwk, signature.signature, b"other")
    off_curve = {**signature.public_jwk, "x": jose._text(bytes(32))}
    with pytest.raises(Broken):
        jose.verify(off_curve, signature.signature, b"text")
