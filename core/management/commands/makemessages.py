"""Collect the texts of every room into the room's own catalogues."""

import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

HEADER = r"""# Texts of this room, collected by the command makemessages.
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


class Command(makemessages.Command):
    """``makemessages`` with Dutch and English as the default, one catalogue per room.

    The texts of ``templates/<room>/`` belong to the room, those of other templates to core.
    The English catalogue is filled from the sources, which are English.
    """

    # A guess that looks like a translation is worse than none.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    help = "Collect the texts of every room (or of --room) into its catalogues."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --room."""
        super().add_arguments(parser)
        parser.add_argument("--room", choices=settings.ROOMS, help="Only this room.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, then fill the English catalogue."""
        self.rooms = [options.pop("room")] if options.get("room") else list(settings.ROOMS)
        options.pop("room", None)
        options["locale"] = options["locale"] or [code for code, __ in settings.LANGUAGES]
        options["no_wrap"] = True
        options["add_location"] = "file"
        options["no_obsolete"] = True
        options["ignore_patterns"] = [
            *options["ignore_patterns"],
            ".venv",
            "tests",
            "docs",
            ".local",
        ]
        super().handle(*args, **options)
        for room in self.rooms:
            self.fill_english(Path(room) / "locale" / "en" / "LC_MESSAGES" / "django.po")
            for language in options["locale"]:
                tidy(Path(room) / "locale" / language / "LC_MESSAGES" / "django.po", language)

    def find_files(self, root: str) -> list[Any]:
        """Every file with the catalogue of its room."""
        found = []
        for file in super().find_files(root):
            room = self.room_of(Path(file.path))
            if room in self.rooms:
                file.locale_dir = str(Path(room) / "locale")
                found.append(file)
        folders = {str(Path(room) / "locale") for room in self.rooms}
        self.locale_paths = sorted(folders)
        return found

    def room_of(self, path: Path) -> str:
        """The room that a file belongs to; core when it belongs to none."""
        parts = [part for part in path.parts if part != "."]
        if parts[0] == "templates" and len(parts) > 1:
            parts = parts[1:]
        return parts[0] if parts[0] in settings.ROOMS else "core"

    def fill_english(self, catalogue: Path) -> None:
        """Every English text is its own translation."""
        if catalogue.exists():
            for tool in (["msgattrib", "--empty", "--clear-fuzzy"], ["msgen"]):
                command = [*tool, "--no-wrap", "-o", str(catalogue), str(catalogue)]
                subprocess.run(command, check=True)  # noqa: S603


def tidy(catalogue: Path, language: str) -> None:
    """A header without dates and names, so that a catalogue changes only when a text does."""
    if catalogue.exists():
        __, __, entries = catalogue.read_text(encoding="utf-8").partition("\n\n")
        catalogue.write_text(HEADER.format(language=language) + entries, encoding="utf-8")
