#!/usr/bin/env python
"""Django's command line, with the settings of this machine as the default."""

import os
import sys

# Only these change tables; everything else runs with the application's rights (ADR 0004).
OWNER_COMMANDS = frozenset({"makemigrations", "migrate", "showmigrations", "sqlmigrate"})


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_AS_OWNER", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
