"""Keys: made once, whole, private, and saying DEMO wherever they are seen."""

import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from zhishui.filing.signing import keys as signing_keys
from zhishui.filing.signing.certificates import VALID_FROM, VALID_UNTIL
from zhishui.filing.signing.filekeys import P256_ORDER
from zhishui.filing.signing.trust import Trust
from zhishui.kernel import Refused


def test_second_start_finds_the_keys_of_the_first(tmp_path):
    first = signing_keys.load_or_create(tmp_path)
    second = signing_keys.load_or_create(tmp_path)
    assert first.trust == second.trust
    assert first.wrap.open(second.wrap.close(b"secret", "a"), "a") == b"secret"


def test_keys_live_beside_other_secrets(tmp_path):
    (tmp_path / "django.secret").write_text("x")
    assert signing_keys.load_or_create(tmp_path).trust.demo


def test_private_files_are_private_and_marked(tmp_path):
    signing_keys.load_or_create(tmp_path)
    home = tmp_path / "DEMO"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in signing_keys.PRIVATE:
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
        assert "DEMO 演示" in (home / name).read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["DEMO"]


def test_certificates_say_demo_and_cover_every_day_the_demo_can_live_on(tmp_path):
    trust = signing_keys.load_or_create(tmp_path).trust
    for der in (*trust.authorities, *trust.seals, *trust.time_stampers):
        certificate = x509.load_der_x509_certificate(der)
        assert "DEMO 演示" in certificate.subject.rfc4514_string()
        assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (VALID_FROM, VALID_UNTIL)


@pytest.mark.parametrize("name", [*signing_keys.PRIVATE, *signing_keys.CERTIFICATES, signing_keys.TRUST_FILE])
def test_a_lost_file_is_refused_never_replaced(tmp_path, name):
    signing_keys.load_or_create(tmp_path)
    (tmp_path / "DEMO" / name).unlink()
    with pytest.raises(Refused) as refusal:
        signing_keys.load_or_create(tmp_path)
    assert refusal.value.problems[0].code == "keys-incomplete"
    assert not (tmp_path / "DEMO" / name).exists()


@pytest.mark.parametrize("name", [*signing_keys.PRIVATE, *signing_keys.CERTIFICATES])
def test_a_spoilt_file_is_refused(tmp_path, name):
    signing_keys.load_or_create(tmp_path)
    (tmp_path / "DEMO" / name).write_text("spoilt")
    if name == "ca.key.pem":
        # Needed only to issue further certificates.
        signing_keys.load_or_create(tmp_path)
        return
    with pytest.raises(Refused) as refusal:
        signing_keys.load_or_create(tmp_path)
    assert refusal.value.problems[0].code == "keys-unreadable"


def test_a_key_that_is_not_the_certificates_is_refused(tmp_path):
    signing_keys.load_or_create(tmp_path)
    home = tmp_path / "DEMO"
    (home / "seal.key.pem").write_bytes((home / "tsa.key.pem").read_bytes())
    with pytest.raises(Refused):
        signing_keys.load_or_create(tmp_path)


def test_a_crash_while_making_keys_leaves_nothing(tmp_path, monkeypatch):
    written = []

    def fail_late(*args, **kwargs):
        written.append(args)
        if len(written) == 4:
            raise OSError("disk full")

    monkeypatch.setattr(signing_keys, "_write", fail_late)
    with pytest.raises(OSError, match="disk full"):
        signing_keys.load_or_create(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_two_first_starts_at_once_end_with_one_set(tmp_path, monkeypatch):
    create = signing_keys._create
    rival = []

    def beaten(home, bureau, origin):
        create(home, bureau, origin)
        rival.append(signing_keys._load(home))
        create(home, bureau, origin)

    monkeypatch.setattr(signing_keys, "_create", beaten)
    assert signing_keys.load_or_create(tmp_path).trust == rival[0].trust


def test_trust_file_is_public_and_reads_back(tmp_path):
    keys = signing_keys.load_or_create(tmp_path)
    text = (tmp_path / "DEMO" / "trust.json").read_text()
    assert "PRIVATE" not in text
    assert Trust.from_json(text) == keys.trust


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":"zhishui-trust/2"}', "null", '"x"'])
def test_a_trust_file_that_is_none_is_refused(text):
    with pytest.raises(Refused) as refusal:
        Trust.from_json(text)
    assert refusal.value.problems[0].code == "trust-unreadable"


def test_a_trust_file_whose_fingerprint_was_changed_is_refused(tmp_path):
    trust = signing_keys.load_or_create(tmp_path).trust
    text = trust.to_json()
    first = text.index('"sha256": "') + len('"sha256": "')
    with pytest.raises(Refused):
        Trust.from_json(text[:first] + ("1" if text[first] == "0" else "0") + text[first + 1 :])


def test_a_wrapped_key_opens_for_its_owner_only(tmp_path):
    wrap = signing_keys.load_or_create(tmp_path).wrap
    closed = wrap.close(b"secret", "person.taxpayer:1")
    assert b"secret" not in closed
    for box, name in ((closed, "person.taxpayer:2"), (closed[:-1] + bytes([closed[-1] ^ 1]), "person.taxpayer:1")):
        with pytest.raises(Refused) as refusal:
            wrap.open(box, name)
        assert refusal.value.problems[0].code == "key-unusable"


def test_a_signature_has_the_smaller_s_and_verifies(tmp_path):
    signer = signing_keys.load_or_create(tmp_path).seal
    public = x509.load_der_x509_certificate(signer.certificate).public_key()
    for number in range(20):
        signature = signer.sign(b"%d" % number)
        assert utils.decode_dss_signature(signature)[1] <= P256_ORDER // 2
        public.verify(signature, b"%d" % number, ec.ECDSA(hashes.SHA256()))


def test_keys_do_not_show_their_secrets(tmp_path):
    keys = signing_keys.load_or_create(tmp_path)
    assert keys.wrap.master.hex() not in repr(keys)
    assert repr(keys.wrap.master) not in repr(keys)


def test_unbound_keys_are_a_refusal_not_a_crash(monkeypatch, tmp_path):
    monkeypatch.setattr(signing_keys, "_bound", [])
    with pytest.raises(Refused) as refusal:
        signing_keys.bound()
    assert refusal.value.status == 503
    keys = signing_keys.load_or_create(tmp_path)
    signing_keys.bind(keys)
    assert signing_keys.bound() is keys


def test_a_disk_that_will_not_take_the_keys_is_an_error(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("no room")

    monkeypatch.setattr(signing_keys.Path, "rename", full)
    with pytest.raises(OSError, match="no room"):
        signing_keys.load_or_create(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "other"), [("log.key.pem", "tsa.key.pem"), ("seal.key.pem", "log.key.pem")])
def test_a_key_of_another_kind_is_refused(tmp_path, name, other):
    signing_keys.load_or_create(tmp_path)
    home = tmp_path / "DEMO"
    (home / name).write_bytes((home / other).read_bytes())
    with pytest.raises(Refused) as refusal:
        signing_keys.load_or_create(tmp_path)
    assert refusal.value.problems[0].code == "keys-unreadable"
