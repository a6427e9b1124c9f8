"""Django's name for this app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Append-only events: audit, outbox and transparency log in one."""

    name = "zhishui.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
