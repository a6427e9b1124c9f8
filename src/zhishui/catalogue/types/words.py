"""Which facts are there, and who holds them? The words prefill is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhishui.catalogue.types.asking import Choice, QuestionType, TextFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """One field of a fact."""

    id: str
    type: QuestionType
    title: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    format: TextFormat = TextFormat.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class FactName:
    """A kind of fact a department holds about a taxpayer. `dated` names the field that gives its period."""

    name: str
    title: str
    departments: tuple[str, ...]
    fields: tuple[FactField, ...]
    dated: str = ""
    key: tuple[str, ...] = ()

    def field(self, field_id: str) -> FactField:
        """Give one field; KeyError when there is none."""
        for one in self.fields:
            if one.id == field_id:
                return one
        raise KeyError(field_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The only list of fact names, and of the departments that hold them."""

    departments: Mapping[str, str]
    facts: Mapping[str, FactName]
