"""The reminders of this night: send them, or only say what would be sent."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.deadlines.night import run_night
from core.deadlines.reports import Night, next_night, upcoming


class Command(BaseCommand):
    """The run of the night by hand; the schedule starts it by itself."""

    help = "Send the reminders of this night that are not sent yet; --dry-run only counts them."

    def add_arguments(self, parser: CommandParser) -> None:
        """--dry-run changes nothing."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would fire.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Print counts and kinds, never a name."""
        if dry_run:
            self._foretell()
            return
        run = run_night()
        if run is None:
            self.stdout.write(_("Another process is at it."))
            return
        night = Night(run)
        self.stdout.write(
            _("%(looked_at)d looked at, %(sent)d sent, %(failed)d failed.") % night.figures
        )
        for name in night.failing:
            self.stdout.write(_("Failed: %(name)s") % {"name": name})

    def _foretell(self) -> None:
        night = next_night()
        self.stdout.write(_("Night of %(day)s") % {"day": date_format(night)})
        found = upcoming(night, night)
        for firing in found:
            whom = firing.audience.words if firing.audience else ""
            self.stdout.write(f"  {firing.count}  {firing.deadline}: {whom}")
        if not found:
            self.stdout.write(_("Nothing fires."))
