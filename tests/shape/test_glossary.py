"""Is one Chinese term one English word, and does the code use those words?"""

import ast
import re
from collections import Counter

from shape import tree


HEADER = ["term", "中文", "what it is", "what it is not", "law"]


def rows() -> list[list[str]]:
    lines = (tree.ROOT / "GLOSSARY.md").read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| ?[^-| ]", line)]


def terms() -> list[str]:
    return [row[0].strip("`") for row in rows() if row != HEADER]


def tables() -> dict[str, str]:
    """Give every table's noun with the file it is in: IdempotencyKey is "idempotency key"."""
    found = {}
    for source in tree.sources():
        if not source.module.endswith(".models") and ".models." not in source.module:
            continue
        for node in source.tree.body:
            bases = [ast.unparse(base) for base in getattr(node, "bases", ())]
            if any(re.search(r"\b(Model|AbstractUser|AbstractBaseUser)$", base) for base in bases):
                found[re.sub(r"(?<!^)(?=[A-Z])", " ", node.name).lower()] = source.path
    return found


def test_every_row_is_whole() -> None:
    assert [row for row in rows() if len(row) != len(HEADER) or not all(row)] == []


def test_one_term_one_word() -> None:
    chinese = [row[1] for row in rows() if row != HEADER]
    assert [word for word, times in Counter(terms() + chinese).items() if times > 1] == []


def test_terms_are_in_order() -> None:
    assert terms() == sorted(terms())


def test_every_table_is_a_listed_noun() -> None:
    assert {noun: path for noun, path in tables().items() if noun not in terms()} == {}
