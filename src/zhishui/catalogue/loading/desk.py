"""What does a builder of one revision have at hand? Its names, the law's acts, the vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import cast

from zhishui.catalogue.formulas import parse
from zhishui.catalogue.loading.reading import Node
from zhishui.catalogue.names import Names
from zhishui.catalogue.saying import HOLE
from zhishui.catalogue.types import Check, Constant, Formula, Saying, Value, Vocabulary
from zhishui.law import ActView
from zhishui.law.engine.formula import LawError
from zhishui.law.engine.operators import INTS


NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
CHECK_KEYS = "code holds message remedy field blocks"
SAYING_KEYS = "words when sentence figure button duty"


@dataclass(slots=True)
class Desk:
    """Builds what may occur anywhere in a revision, and notes which names were used."""

    names: Names
    acts: dict[str, ActView]
    vocabulary: Vocabulary
    used: set[str] = field(default_factory=set)

    def formula(self, node: Node, key: str, names: dict[str, str]) -> Formula:
        """Build a formula; a wrong one is refused with its place."""
        return self.read(node, key, node.text(key), names)

    def read(self, node: Node, key: str, text: str, names: dict[str, str]) -> Formula:
        """Build a formula from its text."""
        try:
            formula = parse(text, names)
        except LawError as error:
            raise node.wrong(f"算式不对：{error}", key) from error
        self.used.update(formula.names)
        return formula

    def when(self, node: Node, key: str, names: dict[str, str]) -> Formula | None:
        """Build a condition that may be left out."""
        return self.formula(node, key, names) if key in node else None

    def value(self, node: Node, key: str, names: dict[str, str]) -> Value:
        """Build a value: text is a formula, {constant: …} and numbers and flags are themselves."""
        raw = node.raw(key)
        if isinstance(raw, dict):
            return Constant(node.node(key, "constant").raw("constant"))
        if raw is None or isinstance(raw, list):
            raise node.wrong("要写算式，或者 {constant: 值}", key)
        return self.read(node, key, raw, names) if isinstance(raw, str) else Constant(raw)

    def sentence(self, node: Node, key: str, names: dict[str, str], default: str | None = None) -> str:
        """Give words with holes; each hole must be a name known there."""
        text = node.text(key, default)
        for hole in cast("list[str]", HOLE.findall(text)):
            if hole not in names:
                raise node.wrong(f"句子里的“{{{hole}}}”没有这个名字", key)
            self.used.add(hole)
        return text

    def figure(self, node: Node, key: str) -> str:
        """Give the path of a figure, "settle.balance"; it must be one that is computed once."""
        path = node.text(key, "")
        if not path:
            return ""
        name = path.replace(".", "_")
        if path.count(".") != 1 or name not in self.names.figures:
            raise node.wrong(f"没有“{path}”这个数", key)
        self.used.add(name)
        return path

    def check(self, node: Node, names: dict[str, str]) -> Check:
        """Build one check."""
        return Check(
            code=node.text("code"),
            holds=self.formula(node, "holds", names),
            message=self.sentence(node, "message", names),
            remedy=self.sentence(node, "remedy", names),
            field=node.text("field", ""),
            blocks=node.flag("blocks", default=True),
        )

    def saying(self, node: Node) -> Saying:
        """Build one saying."""
        names = self.names.all
        return Saying(
            words=node.text("words"),
            when=self.when(node, "when", names),
            sentence=self.sentence(node, "sentence", names, ""),
            figure=self.figure(node, "figure"),
            button=node.text("button", ""),
            duty=node.one_of("duty", ("", "must", "may", "none"), ""),
        )


def name_of(node: Node, key: str = "id") -> str:
    """Give a name formulas can use."""
    name = node.text(key)
    if NAME.fullmatch(name) is None or iskeyword(name) or name in INTS:
        raise node.wrong(f"“{name}”不能作名字：要用小写字母、数字和下划线，不能用保留字和算符名", key)
    return name
