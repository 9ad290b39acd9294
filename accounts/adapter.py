"""How allauth behaves here: people arrive by invitation, nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """The platform's choices in sign-in and sign-up."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never: institutions and hosts name their people."""
        return False
