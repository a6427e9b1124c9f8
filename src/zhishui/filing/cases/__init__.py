"""Draft → submitted: what is being said, and what has been said for ever."""
