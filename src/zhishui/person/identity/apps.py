"""Django's name for this app."""

from django.apps import AppConfig


class IdentityApp(AppConfig):
    """Taxpayers, accounts, rights, staff."""

    name = "zhishui.person.identity"
    label = "identity"
