"""Django's name for this app."""

from django.apps import AppConfig


class FactsApp(AppConfig):
    """Facts and objections to them."""

    name = "zhishui.person.facts"
    label = "facts"
