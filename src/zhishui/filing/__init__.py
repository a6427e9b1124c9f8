"""From what is known to what is sealed: prefill → ledger → cases → … → counter."""
