"""How does a matter file become a matter? Read, named, built, and checked against law and vocabulary."""

from zhishui.catalogue.loading.directory import load, load_file
from zhishui.catalogue.loading.facts import vocabulary


__all__ = ["load", "load_file", "vocabulary"]
