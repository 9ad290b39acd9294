"""For whoever connects the platform to the Flemish access management."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import Invalid
from partnerships.access_codes import set_access_code
from partnerships.models import Organisation


class Command(BaseCommand):
    """Write down under which code the access management knows an organisation."""

    help = "Set the institution number or OVO code of an organisation; '' takes it away."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organisation by its own code, and the code at the access management."""
        parser.add_argument("organisation")
        parser.add_argument("access_code")

    def handle(self, *args: Any, organisation: str, access_code: str, **options: Any) -> None:
        """Set it, and say of whom."""
        found = Organisation.objects.filter(code=organisation).first()
        if found is None:
            message = "No organisation has this code."
            raise CommandError(message)
        try:
            found = set_access_code(found, access_code=access_code, actor=None)
        except Invalid as error:
            sentences = [one for many in error.errors.values() for one in many]
            raise CommandError(" ".join(str(one) for one in sentences)) from error
        self.stdout.write(f"{found.name_nl}: {found.access_code or 'no code'}")
