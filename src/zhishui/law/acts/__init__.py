"""The acts of tax law, one file for each."""
