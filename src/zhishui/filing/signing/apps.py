"""Django's name for this app."""

from django.apps import AppConfig


class SigningApp(AppConfig):
    """The taxpayers' wrapped keys."""

    name = "zhishui.filing.signing"
    label = "signing"
