"""Django's name for this app."""

from django.apps import AppConfig


class LedgerApp(AppConfig):
    """Entries and their lines."""

    name = "zhishui.filing.ledger"
    label = "ledger"
