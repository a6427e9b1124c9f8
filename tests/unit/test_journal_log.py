"""Is every event in the log, provably, once, and in the order that was signed?"""

import json

import pytest

from conftest import NOON
from journal_kit import BY, KEY, PRIVATE, VERIFIER, happen
from zhishui.journal import merkle, queries, services, transaction
from zhishui.journal.models import Checkpoint, Event, Leaf, Node, Waiting
from zhishui.journal.note import read_note
from zhishui.journal.proof import Proof, check_proof, commitment, event_leaf
from zhishui.journal.types import LogKey
from zhishui.kernel import Ref, Refused


pytestmark = pytest.mark.django_db


def sequence(limit: int = services.BATCH):
    return services.sequence(at=NOON, key=KEY, limit=limit)


def test_nothing_new_signs_nothing():
    assert sequence() is None
    happen(1)
    assert sequence() is not None
    assert sequence() is None
    assert Checkpoint.objects.count() == 1


def test_a_checkpoint_covers_all_that_waited():
    happen(5)
    checkpoint = sequence()
    head = read_note(checkpoint.note, VERIFIER)
    assert (head.size, head.root) == (checkpoint.size, checkpoint.root) == (5, merkle.root(5, naive()))
    assert not Waiting.objects.exists()
    assert queries.latest_checkpoint() == checkpoint


def naive():
    """Hash the log again from nothing but the events, in the order of their leaves."""
    events = [leaf.event for leaf in Leaf.objects.order_by("index").select_related("event")]
    digests = [event_leaf(bytes(event.salt), queries.get_event(event.id).canonical()) for event in events]
    inner = dict(merkle.grown(0, digests, {}.__getitem__))
    return ({(0, index): digest for index, digest in enumerate(digests)} | inner).__getitem__


def test_every_event_is_proven_at_every_checkpoint_that_covers_it():
    events, checkpoints = [], []
    for step in (1, 2, 4, 1, 7, 16):
        events += happen(step, start=len(events))
        checkpoints.append(sequence())
    for index, event in enumerate(events):
        for checkpoint in checkpoints:
            proof = queries.get_proof(event.id, size=checkpoint.size)
            if index >= checkpoint.size:
                assert proof is None
            else:
                assert (proof.index, proof.event) == (index, event.canonical())
                assert check_proof(proof, VERIFIER).size == checkpoint.size
        assert check_proof(queries.get_proof(event.id), VERIFIER).size == len(events)


def test_each_checkpoint_continues_every_earlier_one():
    checkpoints = []
    for step in (1, 2, 3, 5, 8):
        happen(step)
        checkpoints.append(sequence())
    for old in checkpoints:
        for new in checkpoints:
            path = queries.consistency(old.size, new.size)
            if old.size > new.size:
                assert path is None
            else:
                claim = {"old": old.size, "size": new.size, "path": path, "old_root": old.root, "root": new.root}
                assert merkle.verify_consistency(**claim)
    assert queries.consistency(0, 1) is None
    assert queries.consistency(1, 20) is None


def test_no_proof_is_promised_before_its_checkpoint():
    (event,) = happen(1)
    assert queries.get_proof(event.id) is None
    sequence()
    assert queries.get_proof(event.id) is not None
    (later,) = happen(1)
    assert queries.get_proof(later.id) is None
    assert queries.get_proof("unknown") is None
    assert queries.get_proof(event.id, size=7) is None


def test_a_long_queue_is_signed_in_portions_that_give_the_same_log():
    happen(11)
    sizes = [sequence(limit=4).size for _ in range(3)]
    assert sizes == [4, 8, 11]
    assert sequence(limit=4) is None
    assert queries.latest_checkpoint().root == merkle.root(11, naive())
    assert Node.objects.count() == sum(11 >> level for level in range(1, 4))


def test_a_late_commit_with_an_early_number_is_not_left_out():
    """PostgreSQL gives out numbers before commit: 2 may be visible, and sequenced, before 1 is."""
    first, second = happen(2)
    early = Waiting.objects.get(event_id=first.seq)
    early.delete()
    sequence()
    Waiting.objects.create(event_id=first.seq)
    sequence()
    assert [leaf.event_id for leaf in Leaf.objects.order_by("index")] == [second.seq, first.seq]
    assert check_proof(queries.get_proof(first.id), VERIFIER).size == 2


def test_a_proof_reads_back_from_json_and_in_one_form_only():
    happen(3)
    sequence()
    proof = queries.get_proof(Event.objects.first().id)
    data = json.loads(json.dumps(proof.as_dict()))
    assert Proof.from_dict(data) == proof
    bent = [
        data | {"index": True},
        data | {"index": "1"},
        data | {"salt": data["salt"].upper() + "A0"},
        data | {"salt": "zz"},
        data | {"path": [step.upper() for step in data["path"]]},
        data | {"path": " ".join(data["path"])},
        data | {"path": [1]},
        data | {"event": None},
        data | {"more": 1},
        {name: value for name, value in data.items() if name != "salt"},
        {},
    ]
    for other in bent:
        with pytest.raises(ValueError, match=r"^"):
            Proof.from_dict(other)


def test_a_proof_fails_when_any_part_is_changed():
    happen(6)
    sequence()
    ids = list(Event.objects.order_by("seq").values_list("id", flat=True))
    good, other = queries.get_proof(ids[2]), queries.get_proof(ids[3])
    parts = ("event", "salt", "index", "path")
    changed = [Proof(**{**as_parts(good), part: as_parts(other)[part]}) for part in parts]
    changed.append(Proof(**{**as_parts(good), "checkpoint": good.checkpoint.replace("\n6\n", "\n7\n")}))
    assert check_proof(good, VERIFIER)
    assert [check_proof(proof, VERIFIER) for proof in changed] == [None] * 5


def as_parts(proof: Proof) -> dict:
    return {part: getattr(proof, part) for part in ("event", "salt", "index", "path", "checkpoint")}


def test_the_log_holds_a_salted_commitment_and_nothing_to_guess_with():
    """Two events alike in every word have different leaves, so that guessing needs the salt."""
    event, salt = b'{"a":1}', bytes(16)
    assert commitment(salt, event) != commitment(bytes(15) + b"\x01", event)
    assert event_leaf(salt, event) == merkle.leaf_hash(commitment(salt, event))
    with transaction():
        for _ in range(2):
            services.append("filing.case.paid", by=BY, at=NOON, subject=Ref("filing", "case", "x"), data={})
    salts = [bytes(salt) for salt in Event.objects.values_list("salt", flat=True)]
    assert len(set(salts)) == 2
    assert all(len(salt) == 16 for salt in salts)


def test_signing_holds_no_transaction():
    happen(1)
    from zhishui.journal import in_transaction

    seen = []
    services.sequence(at=NOON, key=LogKey(VERIFIER, lambda text: seen.append(in_transaction()) or PRIVATE.sign(text)))
    assert seen == [False]


def test_a_key_that_signs_wrongly_makes_no_checkpoint():
    happen(1)
    with pytest.raises(ValueError, match="signature"):
        services.sequence(at=NOON, key=LogKey(VERIFIER, lambda _: bytes(64)))
    assert not Checkpoint.objects.exists()
    assert sequence().size == 1


def test_a_log_that_contradicts_its_last_checkpoint_is_not_signed():
    from django.db import connection

    from zhishui.journal import append_only

    happen(2)
    sequence()
    append_only.lift(connection)
    Leaf.objects.filter(index=1).update(hash=bytes(32))
    Node.objects.all().update(hash=bytes(32))
    happen(1)
    with pytest.raises(Refused) as refusal:
        sequence()
    assert refusal.value.problems[0].code == "log-inconsistent"
    assert refusal.value.status == 503
    assert Checkpoint.objects.count() == 1
