"""Make the generated files, or check that they are fresh."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.api.client import ClientNotMade, make_client
from core.api.contract import CONTRACT, promises
from core.api.documentation import description
from core.generated import generated_files


class Command(BaseCommand):
    """State diagrams, permission table and OpenAPI file, made from the code."""

    help = "Make docs/reference from the code; with --check only say whether it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check writes nothing; --contract is for a release."""
        parser.add_argument("--check", action="store_true", help="Fail when a file is stale.")
        parser.add_argument(
            "--contract",
            action="store_true",
            help="Write down what programs may rely on from this release on.",
        )
        parser.add_argument(
            "--client",
            type=Path,
            metavar="FOLDER",
            help="Make a Python client of the API there, and nothing else.",
        )

    def handle(self, *args: Any, check: bool, contract: bool, **options: Any) -> None:
        """Write, or compare."""
        if options["client"]:
            self.make_client(options["client"])
            return
        if contract:
            text = "\n".join(promises(description())) + "\n"
            (settings.BASE_DIR / CONTRACT).write_text(text, encoding="utf-8")
        stale = []
        for path, text in generated_files().items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(str(path.relative_to(settings.BASE_DIR)))
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
        if check and stale:
            names = ", ".join(stale)
            message = f"Not fresh: {names}. Run “python manage.py generate”."
            raise CommandError(message)
        self.stdout.write(f"{len(stale)} of {len(generated_files())} generated files changed.")

    def make_client(self, folder: Path) -> None:
        """The client, or what the generator says against it."""
        try:
            make_client(folder)
        except ClientNotMade as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The client is in {folder}.")
