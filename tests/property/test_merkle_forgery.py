"""Can a forged proof pass? Bulk forgeries, with a control that shows a forgery would be noticed.

immudb before 1.4.1 accepted forged proofs since only the ends of a path were
checked; so every step here is bent, dropped, doubled, swapped and moved.

Size and root come to a verifier together, in one signed head; so a forger may
choose among true heads, but not pair the root of one with the size of another.
"""

import random

import pytest

from zhishui.journal import merkle


LARGEST = 300


@pytest.fixture(scope="module")
def tree() -> dict[merkle.Place, bytes]:
    digests = [merkle.leaf_hash(number.to_bytes(4)) for number in range(LARGEST)]
    ours = {(0, index): digest for index, digest in enumerate(digests)}
    return ours | dict(merkle.grown(0, digests, {}.__getitem__))


def flip(die: random.Random, value: bytes) -> bytes:
    bit = die.randrange(len(value) * 8)
    return (int.from_bytes(value) ^ 1 << bit).to_bytes(len(value))


def bend(die: random.Random, path: tuple[bytes, ...], other: bytes) -> tuple[bytes, ...]:
    """Change a path in one of seven ways; the result may, by chance, equal it."""
    steps = list(path)
    at = die.randrange(len(steps) + 1)
    match die.randrange(7):
        case 0 if steps:
            steps[at % len(steps)] = flip(die, steps[at % len(steps)])
        case 1 if steps:
            del steps[at % len(steps)]
        case 2:
            steps.insert(at, other)
        case 3 if steps:
            steps.insert(at, steps[at % len(steps)])
        case 4:
            die.shuffle(steps)
        case 5 if steps:
            steps[at % len(steps)] = other
        case _:
            steps = [merkle.node_hash(*steps[-2:]), *steps[:-2]] if len(steps) > 1 else [other, *steps]
    return tuple(steps)


def forge_inclusion(die: random.Random, good: dict, tree: dict) -> dict:
    size, index, path = good["size"], good["index"], good["path"]
    other = tree[0, die.randrange(LARGEST)]
    changes = (
        lambda: {"path": bend(die, path, other)},
        lambda: {"index": die.choice([index ^ 1, index + 1, index - 1, die.randrange(LARGEST)])},
        lambda: another_head(tree, die.choice([size + 1, size - 1, size * 2, die.randrange(1, LARGEST)])),
        lambda: {"leaf": die.choice([other, flip(die, good["leaf"]), good["root"], *path])},
        lambda: {"root": die.choice([other, flip(die, good["root"]), good["leaf"], *path])},
        lambda: {"path": bend(die, path, other), "index": die.randrange(size)},
        lambda: {"path": path[1:], "leaf": path[0] if path else other, "index": index >> 1},
    )
    return {**good, **die.choice(changes)()}


def another_head(tree: dict, size: int) -> dict:
    return {"size": size, "root": merkle.root(size, tree.__getitem__) if 0 <= size <= LARGEST else bytes(32)}


def forge_consistency(die: random.Random, good: dict, tree: dict) -> dict:
    old, size, path = good["old"], good["size"], good["path"]
    other = tree[0, die.randrange(LARGEST)]
    changes = (
        lambda: {"path": bend(die, path, other)},
        lambda: another_old_head(tree, die.choice([old + 1, old - 1, die.randrange(LARGEST)])),
        lambda: another_head(tree, die.choice([size + 1, size - 1, size * 2])),
        lambda: {"old_root": die.choice([other, flip(die, good["old_root"]), good["root"], *path])},
        lambda: {"root": die.choice([other, flip(die, good["root"]), good["old_root"], *path])},
        lambda: {"path": (), "size": old},
        lambda: {"path": bend(die, path, other)} | another_old_head(tree, die.randrange(1, size + 1)),
    )
    return {**good, **die.choice(changes)()}


def another_old_head(tree: dict, old: int) -> dict:
    return {"old": old, "old_root": merkle.root(max(old, 0), tree.__getitem__)}


def true_inclusion(tree: dict, claim: dict) -> bool:
    """Say from the tree itself whether a claim happens to be true with the one right path."""
    index, size, read = claim["index"], claim["size"], tree.__getitem__
    if not 0 <= index < size <= LARGEST or claim["path"] != merkle.inclusion_proof(index, size, read):
        return False
    return claim["leaf"] == tree[0, index] and claim["root"] == merkle.root(size, read)


def true_consistency(tree: dict, claim: dict) -> bool:
    old, size, read = claim["old"], claim["size"], tree.__getitem__
    if not 0 < old <= size <= LARGEST or claim["path"] != merkle.consistency_proof(old, size, read):
        return False
    return (claim["old_root"], claim["root"]) == (merkle.root(old, read), merkle.root(size, read))


def test_no_forged_inclusion_is_accepted(tree, size):
    rounds = size(gate=20_000, full=1_000_000, seed=6962)
    die, read, tried = random.Random(6962), tree.__getitem__, 0
    while tried < rounds:
        leaves = die.randrange(1, LARGEST)
        index = die.randrange(leaves)
        good = {
            "leaf": tree[0, index],
            "index": index,
            "size": leaves,
            "path": merkle.inclusion_proof(index, leaves, read),
            "root": merkle.root(leaves, read),
        }
        assert merkle.verify_inclusion(**good)
        for _ in range(20):
            forged = forge_inclusion(die, good, tree)
            if not true_inclusion(tree, forged):
                tried += 1
                assert not merkle.verify_inclusion(**forged), forged


def test_no_forged_consistency_is_accepted(tree, size):
    rounds = size(gate=20_000, full=1_000_000, seed=9162)
    die, read, tried = random.Random(9162), tree.__getitem__, 0
    while tried < rounds:
        leaves = die.randrange(2, LARGEST)
        old = die.randrange(1, leaves)
        good = {
            "old": old,
            "size": leaves,
            "path": merkle.consistency_proof(old, leaves, read),
            "old_root": merkle.root(old, read),
            "root": merkle.root(leaves, read),
        }
        assert merkle.verify_consistency(**good)
        for _ in range(20):
            forged = forge_consistency(die, good, tree)
            if not true_consistency(tree, forged):
                tried += 1
                assert not merkle.verify_consistency(**forged), forged


def test_control_a_verifier_that_checks_only_one_end_is_caught(tree):
    """The same forgeries against a verifier with immudb's kind of hole: some must pass."""
    die, read, passed = random.Random(7), tree.__getitem__, 0

    def half_blind(claim: dict) -> bool:
        return merkle.verify_consistency(**{**claim, "old_root": implied_old_root(claim)})

    for _ in range(300):
        size = die.randrange(2, LARGEST)
        old = die.randrange(1, size)
        path = merkle.consistency_proof(old, size, read)
        root = merkle.root(size, read)
        good = {"old": old, "size": size, "path": path, "old_root": merkle.root(old, read), "root": root}
        forged = forge_consistency(die, good, tree)
        passed += forged["old"] == old and forged["old_root"] != good["old_root"] and half_blind(forged)
    assert passed > 0


def implied_old_root(claim: dict) -> bytes:
    """Take the old root from the proof instead of from what the client remembers: the hole."""
    steps = list(zip(merkle.consistency_spans(claim["old"], claim["size"]), claim["path"], strict=True))
    if not steps or steps[0][0][1] != claim["old"]:
        return claim["old_root"]
    digest = steps[0][1]
    for (begin, _), sibling in steps[1:]:
        digest = merkle.node_hash(sibling, digest) if begin < claim["old"] else digest
    return digest
