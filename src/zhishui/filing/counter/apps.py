"""Django's name for this app."""

from django.apps import AppConfig


class CounterApp(AppConfig):
    """The verbs that cross prefill, cases, ledger, signing and archive."""

    name = "zhishui.filing.counter"
    label = "counter"
