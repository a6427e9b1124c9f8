"""Who is it, and what do we know about them? identity → exchange → facts."""
