"""Who listens to which journal event? This page is the whole answer.

News flows down the road only this way: at least once, by the worker, after the
event is in the signed log.
"""

from __future__ import annotations

from zhishui.journal import listeners


def connect() -> None:
    """Register every listener. A listener's name is stored; it stays the same for ever."""
    from zhishui.config import following
    from zhishui.filing.counter import receipts

    listeners.listen("filing.case.submitted", "counter.issue_receipt", receipts.issue_receipt)
    listeners.listen("filing.answer.contested", "facts.dispute", following.dispute_facts)
    listeners.listen("exchange.file.imported", "identity.follow_registry", following.follow_registry)
