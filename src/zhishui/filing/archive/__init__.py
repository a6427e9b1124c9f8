"""What was filed, kept so that it can be read with no database and no zhishui: OCFL objects."""
