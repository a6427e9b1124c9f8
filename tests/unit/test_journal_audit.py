"""Does a full check of the log find every change an administrator could make?"""

import random
from datetime import timedelta

import pytest
from django.db import connection

from conftest import NOON
from journal_kit import KEY, PRIVATE, VERIFIER, happen
from zhishui.journal import append_only, merkle, queries, services
from zhishui.journal.models import Checkpoint, Event, Leaf, Node, Waiting
from zhishui.journal.note import Head, VerifierKey, write_note
from zhishui.journal.proof import event_leaf
from zhishui.kernel import Refused


pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> list[str]:
    """A log of 13 leaves with three checkpoints, two events waiting, and no guards."""
    start = 0
    for step in (3, 4, 6):
        happen(step, start=start)
        services.sequence(at=NOON, key=KEY)
        start += step
    happen(2, start=start)
    notes = list(Checkpoint.objects.order_by("size").values_list("note", flat=True))
    assert check(notes) is None
    append_only.lift(connection)
    return notes


def check(witnessed=()):
    bad = queries.verify_log([VERIFIER], witnessed).bad
    return None if bad is None or bad.table == "trigger" else bad


def test_an_untouched_log_is_good_and_counted(log):
    append_only.guard(connection)
    report = queries.verify_log([VERIFIER], log)
    assert (report.leaves, report.nodes, report.checkpoints, report.witnessed, report.waiting) == (13, 10, 3, 3, 2)
    assert report.as_dict()["ok"] is True


def test_an_empty_log_is_good():
    assert queries.verify_log([VERIFIER]).as_dict()["ok"] is True


def test_a_missing_guard_is_found(log):
    bad = queries.verify_log([VERIFIER], log).bad
    assert (bad.table, bad.why) == ("trigger", "触发器缺失")


EVENT_CHANGES = {
    "name": "filing.case.withdrawn",
    "at": NOON + timedelta(microseconds=1),
    "actor": "person.account:b2",
    "taxpayer": "",
    "under": "staff:clerk",
    "subject": "filing.case:other",
    "data": '{"number":1}',
    "salt": bytes(16),
    "id": "00000000-0000-7000-8000-000000000000",
}
UNREADABLE = {"data": "not json", "actor": "nobody", "taxpayer": "?", "subject": ""}


@pytest.mark.parametrize(("field", "value"), [*EVENT_CHANGES.items(), *UNREADABLE.items()], ids=str)
def test_a_changed_event_is_named(log, field, value):
    leaf = Leaf.objects.get(index=5)
    Event.objects.filter(pk=leaf.event_id).update(**{field: value})
    bad = check()
    assert (bad.table, bad.record) == ("event", Event.objects.get(pk=leaf.event_id).id)


def test_the_same_data_in_other_words_is_named(log):
    event = Event.objects.get(leaf__index=5)
    Event.objects.filter(pk=event.pk).update(data=event.data.replace(":", ": "))
    assert check().why == "不是当初写下的样子"


def test_the_first_bad_record_is_named(log):
    Event.objects.filter(leaf__index__in=[4, 9]).update(under="staff:clerk")
    assert check().record == Event.objects.get(leaf__index=4).id


def test_each_changed_or_missing_hash_is_named(log):
    for node in Node.objects.all():
        Node.objects.filter(pk=node.pk).update(hash=bytes(32))
        assert (check().table, check().record) == ("node", f"{node.level}/{node.index}")
        Node.objects.filter(pk=node.pk).delete()
        assert (check().table, check().record) == ("node", f"{node.level}/{node.index}")
        node.save(force_insert=True)
    for leaf in Leaf.objects.all():
        Leaf.objects.filter(pk=leaf.pk).update(hash=bytes(32))
        assert (check().table, check().record) == ("event", leaf.event.id)
        Leaf.objects.filter(pk=leaf.pk).update(hash=leaf.hash)


def test_a_removed_leaf_is_named(log):
    Leaf.objects.filter(index=6).delete()
    assert (check().table, check().record) == ("leaf", "6")


def test_rows_beside_the_log_are_found(log):
    extra = Node.objects.create(level=9, index=0, hash=bytes(32))
    assert check().table == "node"
    extra.delete()
    (stray,) = happen(1, start=90)
    Waiting.objects.filter(event__id=stray.id).delete()
    assert (check().table, check().record) == ("event", stray.id)
    Leaf.objects.create(index=-1, event_id=stray.seq, hash=bytes(32))
    assert check().table == "leaf"


def test_an_event_kept_from_the_log_is_found(log):
    waiting = Waiting.objects.select_related("event").first()
    Waiting.objects.filter(pk=waiting.pk).delete()
    assert (check().table, check().record) == ("event", waiting.event.id)


def test_an_event_that_waits_although_it_is_in_the_log_is_found(log):
    Waiting.objects.create(event=Event.objects.get(leaf__index=2))
    assert check().table == "waiting"


@pytest.mark.parametrize(
    "change",
    [
        {"root": bytes(32)},
        {"note": "nothing"},
        {"note": write_note(Head(VERIFIER.origin, 7, bytes(32)), VERIFIER, PRIVATE.sign)},
        {"size": 8},
        {"size": 77},
        {"size": 0},
    ],
)
def test_a_changed_checkpoint_is_named(log, change):
    Checkpoint.objects.filter(size=7).update(**change)
    assert check().table == "checkpoint"


def test_a_checkpoint_of_a_key_that_is_not_ours_is_named(log):
    stranger = VerifierKey(VERIFIER.origin, bytes(32))
    assert queries.verify_log([stranger]).bad.table == "checkpoint"
    assert queries.verify_log([stranger, VERIFIER]).bad.table == "trigger"


def test_a_log_rewritten_with_all_its_hashes_is_caught_by_its_checkpoints(log):
    rewrite_from(Event.objects.get(leaf__index=5))
    assert (check().table, check().record) == ("checkpoint", "7")


def test_a_log_rewritten_by_the_holder_of_the_key_is_caught_by_a_witness(log):
    rewrite_from(Event.objects.get(leaf__index=5))
    read = {(0, leaf.index): bytes(leaf.hash) for leaf in Leaf.objects.all()}
    read |= {(node.level, node.index): bytes(node.hash) for node in Node.objects.all()}
    for checkpoint in Checkpoint.objects.filter(size__gte=7):
        root = merkle.root(checkpoint.size, read.__getitem__)
        note = write_note(Head(VERIFIER.origin, checkpoint.size, root), VERIFIER, PRIVATE.sign)
        Checkpoint.objects.filter(size=checkpoint.size).update(root=root, note=note)
    assert check() is None
    assert check(log[:1]) is None
    assert (check(log[2:]).table, check(log).record) == ("witness", "7")


def rewrite_from(event: Event) -> None:
    """Play the administrator who also recomputes leaves and nodes."""
    Event.objects.filter(pk=event.pk).update(under="staff:clerk")
    leaves = list(Leaf.objects.order_by("index").select_related("event"))
    digests = [event_leaf(bytes(x.event.salt), queries.get_event(x.event.id).canonical()) for x in leaves]
    for leaf, digest in zip(leaves, digests, strict=True):
        Leaf.objects.filter(pk=leaf.pk).update(hash=digest)
    for (level, index), digest in merkle.grown(0, digests, {}.__getitem__):
        Node.objects.filter(level=level, index=index).update(hash=digest)


def test_a_cut_tail_is_caught_by_a_witness(log):
    Checkpoint.objects.filter(size__gt=7).delete()
    gone = list(Leaf.objects.filter(index__gte=7).values_list("event_id", flat=True))
    Leaf.objects.filter(index__gte=7).delete()
    for node in Node.objects.all():
        if (node.index + 1) << node.level > 7:
            node.delete()
    Waiting.objects.all().delete()
    Event.objects.filter(pk__in=gone).delete()
    Event.objects.filter(leaf=None).delete()
    assert check() is None
    assert check(log[:2]) is None
    assert (check(log).table, check(log).record) == ("witness", "13")


def test_a_witness_of_another_log_is_an_input_error(log):
    with pytest.raises(Refused) as refusal:
        queries.verify_log([VERIFIER], ["rubbish"])
    assert refusal.value.problems[0].code == "witness-unreadable"


def test_random_tampering_is_always_found(log):
    """F18: one random change of one random cell; then it is put back."""
    die = random.Random(18)
    columns = [(Event, field) for field in EVENT_CHANGES] + [(Leaf, "hash"), (Leaf, "event_id"), (Node, "hash")]
    columns += [(Node, "level"), (Node, "index"), (Checkpoint, "root"), (Checkpoint, "note")]
    for _ in range(150):
        model, field = die.choice(columns)
        rows = Event.objects.exclude(leaf=None) if model is Event else model.objects.all()
        row = die.choice(list(rows.order_by("pk")))
        before = getattr(row, field)
        model.objects.filter(pk=row.pk).update(**{field: bent(die, field, before)})
        assert check() is not None, (model, field, row.pk)
        model.objects.filter(pk=row.pk).update(**{field: before})
    assert check() is None


def bent(die: random.Random, field: str, value):
    if field == "event_id":
        return Waiting.objects.order_by("?").first().event_id
    if field in EVENT_CHANGES and field != "salt":
        return EVENT_CHANGES[field] if value != EVENT_CHANGES[field] else value + "x"
    if isinstance(value, int):
        return value + die.randrange(50, 60)
    if isinstance(value, str):
        return value[:-1]
    bit = die.randrange(len(bytes(value)) * 8)
    return (int.from_bytes(bytes(value)) ^ 1 << bit).to_bytes(len(bytes(value)))
