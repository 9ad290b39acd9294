"""Load the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.load import load


class Command(BaseCommand):
    """Fill an empty database with fictional people and a journey that is on its way."""

    help = "Load the demonstration into an empty database; does nothing where there is data."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse outside a demonstration: everybody in it has the same known password."""
        if not settings.DEMO:
            message = "This is not a demonstration (DEMO is off): nothing is loaded."
            raise CommandError(message)
        if load(lambda step: self.stdout.write(f"  {step} ...")):
            self.stdout.write("The demonstration is loaded.")
        else:
            self.stdout.write("There is data already: nothing is loaded.")
