"""What is a matter made of? Plain frozen values that pages, API and command line share.

A matter file is read once into these. Nothing here knows a person or a
database. Where a value may be worked out, it is a `Formula`: a name or an
expression in the law's own operators. The names it may use are described in
`names.py`.
"""

from zhishui.catalogue.types.asking import (
    Check,
    Choice,
    Constant,
    Field,
    Formula,
    Otherwise,
    Prefill,
    Question,
    QuestionType,
    Section,
    Take,
    TextFormat,
    Value,
)
from zhishui.catalogue.types.doing import (
    Calculation,
    DocumentColumn,
    DocumentLine,
    DocumentTable,
    DocumentTemplate,
    Due,
    Effect,
    ListOf,
    Material,
    PeriodRule,
    Permission,
    Process,
    RowsOf,
    Saying,
)
from zhishui.catalogue.types.matter import Acceptance, Catalogue, Matter, Revision
from zhishui.catalogue.types.words import FactField, FactName, Vocabulary


__all__ = [
    "Acceptance",
    "Calculation",
    "Catalogue",
    "Check",
    "Choice",
    "Constant",
    "DocumentColumn",
    "DocumentLine",
    "DocumentTable",
    "DocumentTemplate",
    "Due",
    "Effect",
    "FactField",
    "FactName",
    "Field",
    "Formula",
    "ListOf",
    "Material",
    "Matter",
    "Otherwise",
    "PeriodRule",
    "Permission",
    "Prefill",
    "Process",
    "Question",
    "QuestionType",
    "Revision",
    "RowsOf",
    "Saying",
    "Section",
    "Take",
    "TextFormat",
    "Value",
    "Vocabulary",
]
