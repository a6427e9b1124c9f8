"""What may allauth do here? Log people in; accounts are opened by identity, not by a form."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up, and no chatter in message boxes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: who has an account is known to identity."""
        del request
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: our pages show what happened by what they show next."""
