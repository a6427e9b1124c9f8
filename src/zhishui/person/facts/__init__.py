"""What is known about a taxpayer, from whom, since when, and whether the taxpayer objects."""
