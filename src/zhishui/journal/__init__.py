"""Append-only events: audit, outbox and Merkle log. Holds Refs, knows no person and no case.

Importing this package loads no table, so that any module may name these at its
top; `append`, `sequence` and `deliver` live in `journal.services`, reads in `journal.queries`.
"""

from zhishui.journal.db import in_transaction, storage_works, transaction, transaction_required
from zhishui.journal.listeners import listen


__all__ = ["in_transaction", "listen", "storage_works", "transaction", "transaction_required"]
