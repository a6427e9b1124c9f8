"""What must or may a person do, by when? Derived from matter files, law and facts; no table."""
