"""Bring files in from the command line: each file all or nothing."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import DomainError
from core.importing import Outcome, importer_named, run_import


class Command(BaseCommand):
    """Import CSV files, in the order in which they need each other, whatever order is given."""

    help = "Import CSV files by their names (people.csv, students.csv, ...)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, and on whose behalf."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--as",
            dest="email",
            help="import as this person, within what the person may bring in; "
            "without it an operator imports, who may bring in everything",
        )

    def handle(self, *args: Any, files: list[Path], email: str | None, **options: Any) -> None:
        """Import each file; end with status 1 if one of them could not be imported."""
        actor = self.person(email) if email else None
        try:
            named = [(importer_named(path.stem), path) for path in files]
        except DomainError as error:
            raise CommandError(str(error.detail)) from error
        failed = 0
        for importer, path in sorted(named, key=lambda pair: pair[0].order):
            try:
                with path.open("rb") as file:
                    outcome = run_import(importer, File(file, name=path.name), actor=actor)
            except (DomainError, OSError) as error:
                raise CommandError(f"{path.name}: {getattr(error, 'detail', error)}") from error
            self.report(path.name, outcome)
            failed += not outcome.ok
        if failed:
            message = f"{failed} of {len(named)} files not imported."
            raise CommandError(message)

    def person(self, email: str) -> Any:
        """The person with this address."""
        people = get_user_model()
        try:
            return people._default_manager.get_by_natural_key(email)
        except people.DoesNotExist:
            message = f"There is nobody with the address {email}."
            raise CommandError(message) from None

    def report(self, name: str, outcome: Outcome) -> None:
        """One line of counts, or a line per problem."""
        if outcome.ok:
            self.stdout.write(
                f"{name}: {outcome.made} made, {outcome.changed} changed, "
                f"{outcome.unchanged} unchanged"
            )
            return
        self.stdout.write(f"{name}: nothing imported, {len(outcome.problems)} problems")
        for problem in outcome.problems:
            place = ", ".join(
                part
                for part in (f"line {problem.line}" if problem.line else "", problem.column)
                if part
            )
            value = f" “{problem.shown_value}”" if problem.value else ""
            self.stdout.write(f"  {place}{value}: {problem.reason}")
