"""The pages: one citizen, one screen, one next thing to do."""
