"""Databases of their own for a benchmark: made, migrated, and thrown away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

NAME = f"wbl_bench_{os.getpid()}"
# A migrated database to copy; without it the benchmark migrates one itself.
TEMPLATE = os.environ.get("BENCH_TEMPLATE", "")


@contextmanager
def fresh_database(template: str = TEMPLATE, name: str = NAME) -> Iterator[str]:
    """Make the database as its owner, use it, drop it; gives its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from tests.databases import drop_database, run_as_owner

    drop_database(name)
    connections.close_all()
    if template:
        run_as_owner("CREATE DATABASE {} TEMPLATE {}", name, template)
    else:
        run_as_owner("CREATE DATABASE {}", name)
    use(name)
    try:
        if not template:
            call_command("migrate", verbosity=0, interactive=False)
        yield name
    finally:
        connections.close_all()
        drop_database(name)


def use(name: str) -> None:
    """Let this process use a database, as its owner."""
    from tests.databases import use_database

    use_database(name, as_owner=True)
