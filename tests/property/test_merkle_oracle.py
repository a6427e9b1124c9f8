"""Do we agree with an implementation that is not ours (pymerkle), and with the standard's own recursion?"""

import hashlib
import random

import pymerkle
import pytest

from zhishui.journal import merkle


SIZE = 70


@pytest.fixture(scope="module")
def pair() -> tuple[dict[merkle.Place, bytes], pymerkle.InmemoryTree]:
    entries = [random.Random(size).randbytes(size % 40) for size in range(SIZE)]
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        oracle.append_entry(entry)
    digests = [merkle.leaf_hash(entry) for entry in entries]
    ours = {(0, index): digest for index, digest in enumerate(digests)}
    return ours | dict(merkle.grown(0, digests, {}.__getitem__)), oracle


def test_every_root(pair):
    ours, oracle = pair
    assert all(merkle.root(size, ours.__getitem__) == oracle.get_root(size) for size in range(1, SIZE + 1))


def test_every_inclusion_path(pair):
    ours, oracle = pair
    for size in range(1, SIZE + 1):
        for index in range(size):
            path = merkle.inclusion_proof(index, size, ours.__getitem__)
            # pymerkle counts leaves from one and sends the leaf itself along.
            theirs = [bytes.fromhex(step) for step in oracle.prove_inclusion(index + 1, size).serialize()["path"]]
            assert sorted((ours[0, index], *path)) == sorted(theirs)
            leaf, root = ours[0, index], oracle.get_root(size)
            assert merkle.verify_inclusion(leaf=leaf, index=index, size=size, path=path, root=root)


def test_every_consistency_path(pair):
    ours, oracle = pair
    for size in range(1, SIZE + 1):
        for old in range(1, size + 1):
            path = merkle.consistency_proof(old, size, ours.__getitem__)
            old_root, root = oracle.get_root(old), oracle.get_root(size)
            assert merkle.verify_consistency(old=old, size=size, path=path, old_root=old_root, root=root)


def head(digests: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if len(digests) == 1:
        return digests[0]
    k = below(len(digests))
    return hashlib.sha256(b"\x01" + head(digests[:k]) + head(digests[k:])).digest()


def below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path_of(m: int, digests: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1, word for word."""
    if len(digests) == 1:
        return []
    k = below(len(digests))
    if m < k:
        return [*path_of(m, digests[:k]), head(digests[k:])]
    return [*path_of(m - k, digests[k:]), head(digests[:k])]


def subproof(m: int, digests: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2, word for word."""
    if m == len(digests):
        return [] if whole else [head(digests)]
    k = below(len(digests))
    if m <= k:
        return [*subproof(m, digests[:k], whole=whole), head(digests[k:])]
    return [*subproof(m - k, digests[k:], whole=False), head(digests[:k])]


@pytest.mark.parametrize("size", [*range(1, 34), 64, 65])
def test_every_path_as_the_standard_defines_it(pair, size):
    ours, _ = pair
    digests = [ours[0, index] for index in range(size)]
    read = ours.__getitem__
    for at in range(size):
        assert merkle.inclusion_proof(at, size, read) == tuple(path_of(at, digests))
        assert merkle.consistency_proof(at + 1, size, read) == tuple(subproof(at + 1, digests, whole=True))
