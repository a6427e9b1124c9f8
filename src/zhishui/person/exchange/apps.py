"""Django's name for this app."""

from django.apps import AppConfig


class ExchangeApp(AppConfig):
    """Departments and what they send. No tables: what is accepted becomes facts."""

    name = "zhishui.person.exchange"
    label = "exchange"
