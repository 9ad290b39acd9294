"""Let go what was kept long enough, or only say what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.privacy.retention import apply_retention, rules


class Command(BaseCommand):
    """What the nightly run does, at once."""

    help = "Let go what was kept long enough; with --dry-run only count."

    def add_arguments(self, parser: CommandParser) -> None:
        """--dry-run changes nothing but the report."""
        parser.add_argument("--dry-run", action="store_true", help="Only count.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """A line per rule."""
        for line in apply_retention(dry_run=dry_run).report:
            label = rules[line["rule"]].label
            self.stdout.write(
                f"{label}: {line['due']} due, {line['held']} held back, {line['done']} done"
            )
