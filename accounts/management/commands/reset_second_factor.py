"""For somebody who lost the phone and the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.second_factor import reset_second_factor


class Command(BaseCommand):
    """Take away a person's second step, after checking who asks for it."""

    help = "Take away a person's second step and sign the person out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person's e-mail address."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Reset, and say what was there."""
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            message = "Nobody has this e-mail address."
            raise CommandError(message)
        found = reset_second_factor(user)
        self.stdout.write(f"Taken away: {found}. The person is signed out everywhere.")
