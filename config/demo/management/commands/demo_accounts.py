"""Print who can sign in to the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.accounts import CLIENT_ID, CLIENT_SECRET, PASSWORD, accounts, client
from config.demo.load import is_loaded


class Command(BaseCommand):
    """A line per part to play, and the client of the API."""

    help = "Print the sign-ins of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside a demonstration."""
        if not settings.DEMO:
            message = "This is not a demonstration (DEMO is off)."
            raise CommandError(message)
        if not is_loaded() or client() is None:
            message = "The demonstration is not loaded; `manage.py load_demo` does that."
            raise CommandError(message)
        found = accounts()
        width = max(len(account.part) for account in found)
        for account in found:
            self.stdout.write(f"  {account.part:<{width}}  {account.user.email}")
        self.stdout.write(f"  {'password of everybody':<{width}}  {PASSWORD}")
        self.stdout.write(f"  {'API client':<{width}}  {CLIENT_ID}  {CLIENT_SECRET}")
