"""The database that tests clone, made while the checks run: ``python -m tests.prepare``.

All migrations take half a minute of one processor. The first test to need their outcome would
wait for them, and on the other processor the next test for the first.
"""

import gc
import os
import sys

import django


def main() -> None:
    """Have it; a moment, where an earlier run left it."""
    # Migrations make and forget millions of small things, mostly in circles: to look for those less
    # often takes a quarter off.
    gc.set_threshold(200_000, 50, 100)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    from tests.databases import template_made

    sys.stdout.write(f"{template_made()}\n")


if __name__ == "__main__":
    main()
