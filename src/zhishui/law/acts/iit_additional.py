"""How much are a person's special additional deductions for a year?"""

from __future__ import annotations

from datetime import date

from zhishui.law.acts import item_limits, items
from zhishui.law.engine.act import Act
from zhishui.law.engine.formula import rules_of


ACT = Act(
    code="iit_additional",
    title="专项附加扣除",
    since=date(2019, 1, 1),
    inputs=(items.ITEMS,),
    figures=("additional_deduction",),
    rules=rules_of(items, item_limits),
)
