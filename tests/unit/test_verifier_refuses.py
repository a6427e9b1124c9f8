"""Each check refuses what only it can see: forgeries that are properly sealed, or properly signed, elsewhere."""

import json

import pytest

from data.receipts import make
from zhishui.filing.signing import jose
from zhishui.filing.signing.types import Broken
from zhishui.filing.signing.verifier import CHECKS, verify


def verdict(pdf, trust=None):
    return verify(pdf, trust or make.keys().trust)


def failed(report):
    assert not report.ok
    assert report.claims is None
    assert report.why == report.checks[-1].why
    assert all(check.ok for check in report.checks[:-1])
    return report.checks[-1].code


def test_a_good_receipt_says_who_what_when_and_where_in_the_log():
    report = verdict(make.good())
    assert report.ok, report.why
    assert [check.code for check in report.checks] == list(CHECKS)
    assert all(check.ok for check in report.checks)
    claims = report.claims
    assert (claims.who, claims.what) == ("陈静", "居民个人取得综合所得年度汇算清缴")
    assert claims.figures == (("纳税人", "陈静"), ("应退税额", "1,284.00"))
    assert claims.submitted_at == claims.sealed_at == "2026年3月16日 09:02:03"
    assert (claims.log_index, claims.log_size) == (5, 13)
    assert "DEMO 演示" in claims.sealed_by
    assert report.demo


def test_without_a_printed_document_it_lists_what_was_computed():
    claims = verdict(make.sealed(make.receipt_json(body=make.computed()))).claims
    assert claims.figures == (("应补退税额", "−1,284.00元"), ("月数", "12个月"))


def test_every_place_in_logs_of_every_small_size_is_proved():
    for size in range(1, 10):
        for index in range(size):
            data = make.receipt_json(index=index, size=size)
            assert verdict(make.sealed(data)).claims.log_index == index


def test_another_citys_seal():
    other = make.keys("other")
    assert failed(verdict(make.sealed(by=other))) == "seal"
    assert failed(verdict(make.good(), other.trust)) == "seal"


def test_our_seal_stamped_by_a_stranger():
    from dataclasses import replace

    mixed = replace(make.keys(), time=make.keys("other").time)
    with pytest.raises(Broken, match="时间戳"):
        make.sealed(by=mixed)
    both = replace(make.keys().trust, time_stampers=make.keys("other").trust.time_stampers)
    assert failed(verdict(make.good(), both)) == "time"


def test_a_seal_whose_authority_is_not_trusted():
    from dataclasses import replace

    trust = replace(make.keys().trust, authorities=make.keys("other").trust.authorities)
    # Both demo authorities bear the same name, so only the encoding or the signature tells them apart.
    assert failed(verdict(make.good(), trust)) in {"seal", "certificates"}
    assert failed(verdict(make.good(), replace(trust, authorities=()))) == "seal"


def test_a_seal_outside_its_certificates_years():
    from datetime import UTC, datetime

    from zhishui.filing.signing import sealed

    keys = make.keys()
    leaves = (*keys.trust.seals, *keys.trust.time_stampers)
    for year in (2018, 2050):
        with pytest.raises(Broken, match="有效期"):
            sealed.check_validity(keys.trust, leaves, datetime(year, 6, 1, tzinfo=UTC))


def test_a_document_without_data():
    assert failed(verdict(make.sealed(b""))) == "attachment"


@pytest.mark.parametrize(
    "data",
    [
        b"not json" * 50,
        b"[]" + b" " * 400,
        b'{"a":1,"a":1}' + b" " * 300,
        b'{"a":1.5}' + b" " * 300,
        b"\xef\xbb\xbf{}" + b" " * 300,
        b"[" * 100_000,
        b'{"a":' + b"9" * 300 + b"}",
    ],
)
def test_data_that_is_no_receipt(data):
    assert failed(verdict(make.sealed(data))) == "attachment"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "zhishui-receipt/2"},
        {"extra": 1},
        {"salt": "0"},
        {"salt": "AB" * 16},
        {"salt": 7},
        {"leaf_index": "5"},
        {"leaf_index": True},
        {"inclusion_path": "x"},
        {"inclusion_path": [1]},
        {"checkpoint": None},
        {"event": []},
        {"snapshot": "x"},
        {"taxpayer_signature": []},
    ],
)
def test_a_receipt_with_a_wrong_part(change):
    assert failed(verdict(make.sealed(make.changed(make.receipt_json(), **change)))) == "attachment"


def test_a_receipt_written_another_way():
    spaced = json.dumps(json.loads(make.receipt_json()), ensure_ascii=False).encode()
    assert failed(verdict(make.sealed(spaced))) == "attachment"


def test_a_snapshot_that_somebody_else_signed():
    data, other = make.receipt_json(), json.loads(make.receipt_json("李雷"))
    swapped = make.changed(data, taxpayer_signature=other["taxpayer_signature"])
    assert failed(verdict(make.sealed(swapped))) == "taxpayer"
    swapped = make.changed(data, snapshot=other["snapshot"])
    assert failed(verdict(make.sealed(swapped))) == "taxpayer"


def signature_variants():
    given = json.loads(make.receipt_json())["taxpayer_signature"]
    r, s = given["signature"][:43], jose._bytes(given["signature"], 64)[32:]
    high = make_high(jose._bytes(given["signature"], 64))
    jwk = given["public_jwk"]
    yield {**given, "signature": high}
    yield {**given, "alg": "none"}
    yield {**given, "alg": "ES384"}
    yield {**given, "extra": ""}
    yield {**given, "signature": given["signature"] + "="}
    yield {**given, "signature": r}
    yield {**given, "signature": given["signature"][:-1]}
    yield {**given, "signature": jose._text(bytes(64))}
    yield {**given, "signature": 5}
    yield {**given, "public_jwk": {**jwk, "x": jwk["y"], "y": jwk["x"]}}
    yield {**given, "public_jwk": {**jwk, "d": jwk["x"]}}
    yield {**given, "public_jwk": {**jwk, "crv": "P-384"}}
    yield {**given, "public_jwk": {**jwk, "x": 1}}
    yield {**given, "public_jwk": []}
    assert s


def make_high(raw):
    from zhishui.filing.signing.filekeys import P256_ORDER

    return jose._text(raw[:32] + (P256_ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big"))


def test_every_other_form_of_the_taxpayers_signature():
    data = make.receipt_json()
    for variant in signature_variants():
        report = verdict(make.sealed(make.changed(data, taxpayer_signature=variant)))
        assert failed(report) in {"taxpayer", "attachment"}, variant


def test_an_event_about_another_snapshot():
    other = json.loads(make.receipt_json("李雷"))
    moved = {name: other[name] for name in ("event", "inclusion_path", "checkpoint")}
    assert failed(verdict(make.sealed(make.changed(make.receipt_json(), **moved)))) == "event"


def test_an_event_without_a_snapshot():
    for event in ({}, {"data": 1}, {"data": {}}, {"data": {"snapshot_sha256": 1}}):
        assert failed(verdict(make.sealed(make.changed(make.receipt_json(), event=event)))) in {"event", "attachment"}


def test_forged_places_in_the_log():
    data = make.receipt_json()
    given = json.loads(data)
    path, event = given["inclusion_path"], given["event"]
    forgeries = [
        {"leaf_index": 4},
        {"leaf_index": 13},
        {"leaf_index": -1},
        {"leaf_index": 2**53 - 1},
        {"inclusion_path": path[:-1]},
        {"inclusion_path": [*path, path[0]]},
        {"inclusion_path": path[::-1]},
        {"inclusion_path": [path[0][:-2], *path[1:]]},
        {"inclusion_path": []},
        {"salt": "00" * 16},
        {"event": {**event, "at": "2026-03-15T01:02:03.000000Z"}},
        {"event": {**event, "actor": "person.account:2"}},
    ]
    for forgery in forgeries:
        assert failed(verdict(make.sealed(make.changed(data, **forgery)))) in {"log", "attachment"}, forgery


def test_a_checkpoint_of_another_log_or_written_another_way():
    data = make.receipt_json()
    note = json.loads(data)["checkpoint"]
    other = json.loads(make.receipt_json(by=make.keys("other")))["checkpoint"]
    for forgery in (other, note + "\n", note[:-1], note.replace("\n13\n", "\n14\n"), note.replace("—", "-"), ""):
        assert failed(verdict(make.sealed(make.changed(data, checkpoint=forgery)))) == "log", forgery


def test_a_receipt_that_says_neither_who_nor_what():
    for body in ({"matter": {"name": "事"}}, {"taxpayer": {"name": "人"}}, {"taxpayer": "人", "matter": "事"}):
        from zhishui.filing.signing import receipt

        proof = make.Log(make.event(body)).proof()
        data = receipt.compose(snapshot=body, signature=make.signed(body), proof=proof)
        assert not verdict(make.sealed(data)).ok


def test_last_years_certificates_stay_good_after_renewal():
    from dataclasses import replace

    ours, new = make.keys().trust, make.keys("other").trust
    renewed = replace(
        new,
        authorities=(*ours.authorities,),
        seals=(*new.seals, *ours.seals),
        time_stampers=(*new.time_stampers, *ours.time_stampers),
        logs=(*new.logs, *ours.logs),
    )
    assert verdict(make.good(), renewed).ok


def test_another_authority_in_the_trust_does_no_harm():
    from dataclasses import replace

    ours, other = make.keys().trust, make.keys("town", bureau="别的市税务局").trust
    assert verdict(make.good(), replace(ours, authorities=(*other.authorities, *ours.authorities))).ok
