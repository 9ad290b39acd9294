"""For the first day, and for a second administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.administrators import invite_administrator
from accounts.invitations import VALID_FOR
from core.errors import DomainError


class Command(BaseCommand):
    """Make an administrator of the platform, who chooses a password through an invitation."""

    help = "Make an administrator, or invite one again who never came in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom."""
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    def handle(
        self, *args: Any, email: str, first_name: str, last_name: str, **options: Any
    ) -> None:
        """Invite, and say for how long the letter works."""
        try:
            person = invite_administrator(email, first_name=first_name, last_name=last_name)
        except DomainError as error:
            raise CommandError(str(error.detail)) from error
        self.stdout.write(f"Invited: {person.email}. The link works for {VALID_FOR.days} days.")
