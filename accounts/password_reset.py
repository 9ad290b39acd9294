"""Forgotten passwords: of somebody who never came in, the way in stays the invitation."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from accounts.invitations import invite_once_more, never_came_in


class ForgottenPasswordForm(ResetPasswordForm):
    """Ask for a link to choose another password.

    A reset would let in whose invitation was withdrawn, or was never sent. Who has one gets it
    anew; the page says the same to everybody.
    """

    users: list[Any]
    newcomers: list[Any]

    def clean_email(self) -> str:
        """Tell apart who came in before and who did not."""
        email: str = super().clean_email()
        self.newcomers = [person for person in self.users if never_came_in(person)]
        self.users = [person for person in self.users if person not in self.newcomers]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, or the invitation once more; the address is returned."""
        waiting = [person for person in self.newcomers if invite_once_more(person)]
        if waiting and not self.users:
            return str(self.cleaned_data["email"])
        return str(super().save(request, **kwargs))
