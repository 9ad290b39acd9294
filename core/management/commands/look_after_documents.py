"""Look after documents now, or say what a night would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.documents.kinds import kinds
from core.documents.upkeep import look_after


class Command(BaseCommand):
    """What happens every night by itself."""

    help = "Remove documents past their time and sweep the storage; --trial changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """--trial only reports."""
        parser.add_argument("--trial", action="store_true", help="Say what would be done.")

    def handle(self, *args: Any, trial: bool, **options: Any) -> None:
        """Do it and report."""
        report = look_after(trial=trial)
        for name, count in report.by_kind.items():
            self.stdout.write(f"{kinds[name].label}: {count} past their time")
        self.stdout.write(f"Kept for a reason: {report.held}")
        self.stdout.write(f"Files that belong to nothing: {report.swept}")
        self.stdout.write(f"Documents whose file is missing: {report.missing}")
        if trial:
            self.stdout.write("On trial: nothing was changed.")
