"""Django's name for this app."""

from django.apps import AppConfig


class CasesApp(AppConfig):
    """Drafts, submissions, idempotency."""

    name = "zhishui.filing.cases"
    label = "cases"
