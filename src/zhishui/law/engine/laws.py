"""Which laws are cited, and how is a place in one written?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from zhishui.law.engine.formula import Article, LawError
from zhishui.law.engine.parameters import read_yaml


DIGITS = "零一二三四五六七八九"
TEN = 10


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in a law as a person reads it: law, article, what it is about, which text."""

    law: str
    article: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Library:
    """The laws that may be cited; any other name is an error at load."""

    laws: dict[str, dict[str, object]]
    cited: dict[Article, Cite] = field(default_factory=dict)

    def cite(self, article: Article) -> Cite:
        """Give the citation of a place; LawError if the law is not in the list."""
        if article not in self.cited:
            self.cited[article] = self._cite(article)
        return self.cited[article]

    def _cite(self, article: Article) -> Cite:
        law = self.laws.get(article.law)
        if law is None:
            raise LawError(f"{article.law} is not in laws.yaml")
        titles = cast("dict[str, str]", law.get("articles", {}))
        title = titles.get(article.art.split(".")[0], str(law["title"]))
        return Cite(article.law, article_text(article.art), title, str(law["source"]))


def load_library(path: Path) -> Library:
    """Read laws.yaml."""
    return Library(cast("dict[str, dict[str, object]]", read_yaml(path)))


def numeral(number: int) -> str:
    """Write 1 to 99 in Chinese.

    >>> numeral(25), numeral(10), numeral(6)
    ('二十五', '十', '六')
    """
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def article_text(art: str) -> str:
    """Write 条.款.项 in words; a section's name stays as it is.

    >>> article_text("6.1.1"), article_text("3..1"), article_text("住房租金")
    ('第六条第一款第（一）项', '第三条第（一）项', '住房租金')
    """
    parts = art.split(".")
    if not parts[0].isdecimal():
        return art
    shapes = ("第{}条", "第{}款", "第（{}）项")
    return "".join(shape.format(numeral(int(part))) for shape, part in zip(shapes, parts, strict=False) if part)
