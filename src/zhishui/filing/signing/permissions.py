"""Who may sign for whom?"""

from __future__ import annotations

from zhishui.kernel import Acting, Ref


def may_sign_for(by: Acting, taxpayer: Ref) -> bool:
    """Tell whether the actor acts for this taxpayer; by what right, identity has settled before."""
    return by.for_taxpayer == taxpayer
