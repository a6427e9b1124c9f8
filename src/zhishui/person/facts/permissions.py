"""Who may bring facts in, object to one, answer an objection?"""

from __future__ import annotations

from zhishui.kernel import Acting, Ref


def may_import(by: Acting) -> bool:
    """Let the system and the window's clerks bring in files; nobody imports facts in his own name."""
    return by.for_taxpayer is None and (by.under.startswith("system:") or by.under == "staff:clerk")


def may_dispute(by: Acting, taxpayer: Ref) -> bool:
    """Let whoever rightly acts for the taxpayer object."""
    return by.for_taxpayer == taxpayer


def may_answer(by: Acting) -> bool:
    """Let a clerk answer, never the one who objects."""
    return by.under == "staff:clerk"
