"""Make the generated files, or check that they are fresh."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.generated import generated_files


class Command(BaseCommand):
    """State diagrams, permission table and OpenAPI file, made from the code."""

    help = "Make docs/reference from the code; with --check only say whether it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check writes nothing."""
        parser.add_argument("--check", action="store_true", help="Fail when a file is stale.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write, or compare."""
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
