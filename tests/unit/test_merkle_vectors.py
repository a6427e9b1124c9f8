"""Do we agree with the vectors that Certificate Transparency published for RFC 6962?

Leaves, roots and paths: google/certificate-transparency, merkle_tree_test.cc,
carried on by transparency-dev/merkle.
"""

import hashlib

import pytest

from zhishui.journal import merkle


LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [bytes.fromhex(text) for text in (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)]  # fmt: skip
A = bytes.fromhex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7")
B = bytes.fromhex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e")
C = bytes.fromhex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")
D = bytes.fromhex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")
E = bytes.fromhex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0")
F = bytes.fromhex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a")
INCLUSION = {(0, 1): (), (0, 8): (A, B, C), (5, 8): (D, E, ROOTS[4]), (2, 3): (ROOTS[2],), (1, 5): (ROOTS[1], B, D)}
CONSISTENCY = {(1, 1): (), (1, 8): (A, B, C), (6, 8): (F, E, ROOTS[4]), (2, 5): (B, D)}


@pytest.fixture
def tree() -> dict[merkle.Place, bytes]:
    digests = [merkle.leaf_hash(leaf) for leaf in LEAVES]
    return {(0, index): digest for index, digest in enumerate(digests)} | dict(merkle.grown(0, digests, {}.__getitem__))


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(tree, size):
    assert merkle.root(size, tree.__getitem__) == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_paths(tree, index, size):
    path = merkle.inclusion_proof(index, size, tree.__getitem__)
    assert path == INCLUSION[index, size]
    leaf = merkle.leaf_hash(LEAVES[index])
    assert merkle.verify_inclusion(leaf=leaf, index=index, size=size, path=path, root=ROOTS[size])


@pytest.mark.parametrize(("old", "size"), CONSISTENCY)
def test_the_published_consistency_paths(tree, old, size):
    path = merkle.consistency_proof(old, size, tree.__getitem__)
    assert path == CONSISTENCY[old, size]
    assert merkle.verify_consistency(old=old, size=size, path=path, old_root=ROOTS[old], root=ROOTS[size])


def test_a_leaf_never_passes_as_an_inner_node():
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
    assert merkle.node_hash(left, right) == hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_growing_in_any_two_steps_gives_the_same_nodes(tree, size):
    digests = [tree[0, index] for index in range(8)]
    once = merkle.grown(0, digests, {}.__getitem__)
    first = merkle.grown(0, digests[:size], {}.__getitem__)
    second = merkle.grown(size, digests[size:], tree.__getitem__)
    assert first + second == once


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (4, 3), (-1, 3)])
def test_no_proof_for_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match=r"\("):
        merkle.inclusion_spans(index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 3), (4, 3), (-1, 3)])
def test_no_consistency_from_nothing_or_backwards(old, size):
    with pytest.raises(ValueError, match=r"\("):
        merkle.consistency_spans(old, size)


def test_a_log_may_grow_to_two_to_the_62_and_no_further():
    """The first leaf of a full tree has one sibling a level: fold them by hand."""
    path = [merkle.leaf_hash(bytes([level])) for level in range(63)]
    digest = leaf = merkle.leaf_hash(b"first")
    roots = [digest := merkle.node_hash(digest, sibling) for sibling in path]
    assert merkle.verify_inclusion(leaf=leaf, index=0, size=2**62, path=path[:62], root=roots[61])
    assert not merkle.verify_inclusion(leaf=leaf, index=0, size=2**62 + 1, path=path, root=roots[62])


MALFORMED = {
    "index is true": {"index": True},
    "index is text": {"index": "5"},
    "index is negative": {"index": -1},
    "index is the size": {"index": 8},
    "size is a float": {"size": 8.0},
    "size is zero": {"size": 0, "index": 0},
    "size is absurd": {"size": 2**63},
    "path too short": {"path": (D, E)},
    "path too long": {"path": (D, E, ROOTS[4], ROOTS[4])},
    "a short hash": {"path": (D, E, ROOTS[4][:31])},
    "a hash as text": {"path": (D, E, ROOTS[4].hex())},
    "a hash as bytearray": {"path": (D, E, bytearray(ROOTS[4]))},
    "two steps run together": {"path": (D + E, ROOTS[4])},
    "leaf is short": {"leaf": b""},
    "root is missing": {"root": None},
    "another root": {"root": ROOTS[7]},
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_inclusion_is_a_plain_no(change):
    good = {"leaf": merkle.leaf_hash(LEAVES[5]), "index": 5, "size": 8, "path": (D, E, ROOTS[4]), "root": ROOTS[8]}
    assert merkle.verify_inclusion(**good)
    assert merkle.verify_inclusion(**{**good, **change}) is False


UNSOUND = {
    "old is zero": {"old": 0, "path": ()},
    "old is larger": {"old": 9},
    "old is true": {"old": True},
    "size is text": {"size": "8"},
    "path is empty": {"path": ()},
    "path too short": {"path": (F, E)},
    "path too long": {"path": (F, E, ROOTS[4], F)},
    "another old root": {"old_root": ROOTS[5]},
    "another root": {"root": ROOTS[7]},
    "equal sizes, other roots": {"old": 8, "path": ()},
    "equal sizes, a path": {"old": 8, "old_root": ROOTS[8]},
    "a short hash": {"path": (F, E, b"")},
}


@pytest.mark.parametrize("change", UNSOUND.values(), ids=UNSOUND.keys())
def test_malformed_consistency_is_a_plain_no(change):
    good = {"old": 6, "size": 8, "path": (F, E, ROOTS[4]), "old_root": ROOTS[6], "root": ROOTS[8]}
    assert merkle.verify_consistency(**good)
    assert merkle.verify_consistency(**{**good, **change}) is False
