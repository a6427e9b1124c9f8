"""What is due and what is owed back: double entry in fen, append-only."""
