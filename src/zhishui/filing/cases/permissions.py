"""May this person see or change this draft or case?"""

from __future__ import annotations

from zhishui.kernel import Acting, Refused, refuse


def may_see(owner: str, by: Acting) -> bool:
    """Tell whether it belongs to the taxpayer somebody acts for."""
    return by.for_taxpayer is not None and by.for_taxpayer.id == owner


def hidden() -> Refused:
    """Give the refusal that does not tell whether the thing exists."""
    return refuse("not-found", "没有找到这件事，或者它属于另一个身份。请在页面上方换身份，或回到待办。", status=404)
