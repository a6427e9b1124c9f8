"""Django's name for this app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Keeps files, not rows: the journal remembers what was stored."""

    name = "zhishui.filing.archive"
    label = "archive"
