"""Which matter does this person mean? Found by its name, by plain words, by pinyin, or nearly."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

from zhishui.catalogue.types import Catalogue, Matter


NEAR = 0.5  # two-character words: one wrong character of two must still be near
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The matters meant, best first; `nearest` is the word we guess when nothing was found as written."""

    matters: tuple[Matter, ...]
    nearest: str = ""


def search(catalogue: Catalogue, text: str) -> Found:
    """Find matters; the guess of a slip of the finger is said, so that it can be shown.

    "hsqj", "汇算清缴" and "退个税" find the same matter.
    """
    wanted = _plain(text)
    if not wanted:
        return Found(())
    words = {_plain(word): word for matter in catalogue.matters.values() for word in _words(matter)}
    if found := _ranked(catalogue, wanted):
        return Found(found)
    near = difflib.get_close_matches(wanted, words, n=1, cutoff=NEAR)
    return Found(_ranked(catalogue, near[0]), words[near[0]]) if near else Found(())


def _ranked(catalogue: Catalogue, wanted: str) -> tuple[Matter, ...]:
    ranks = {matter.code: _rank(matter, wanted) for matter in catalogue.matters.values()}
    found = sorted((rank, code) for code, rank in ranks.items() if rank is not None)
    return tuple(catalogue.matters[code] for _, code in found)


def _rank(matter: Matter, wanted: str) -> tuple[int, int] | None:
    """0 is the word itself, 1 its beginning, 2 within it, 3 the person wrote more: the longest word of it counts."""
    words = [_plain(word) for word in _words(matter)]
    if wanted in words:
        return 0, 0
    if any(word.startswith(wanted) for word in words):
        return 1, 0
    if any(wanted in word for word in words):
        return 2, 0
    within = [len(word) for word in words if _tells(word) and word in wanted]
    return (3, -max(within)) if within else None


def _tells(word: str) -> bool:
    """A word short enough to occur by chance inside another tells nothing."""
    return len(word) >= (4 if word.isascii() else 2)


def _words(matter: Matter) -> tuple[str, ...]:
    return (matter.code, matter.name, matter.plain, *matter.keywords)


def _plain(text: str) -> str:
    """Drop blanks, punctuation and case: people type as their keyboard lets them."""
    kept = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    return "".join(char for char in kept if char.isalnum())
