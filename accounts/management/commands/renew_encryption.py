"""The second half of replacing an encryption key."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.second_factor import renew_encryption


class Command(BaseCommand):
    """Encrypt every stored secret with the first of ENCRYPTION_KEYS."""

    help = "Encrypt every stored secret with the first of ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew, and say how many."""
        self.stdout.write(f"Encrypted with the first key: {renew_encryption()}.")
