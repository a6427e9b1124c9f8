"""How tax law runs as code: one set of formulas, several gears."""
