"""Databases of the tests: made by the owner, cloned, used by the application, thrown away."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import connect, errors, sql

# As it is at the start: a test that points the platform at a broken server breaks nothing here.
OWNER = dict(settings.DATABASES["default"])
# Where one connects to make and drop other databases.
MAINTENANCE = OWNER["NAME"]
DROPS = 5  # attempts before the last one to throw a database away
# Whoever drops waits for a checkpoint, up to seconds on a busy disk: a test does not wait along.
IN_THE_BACKGROUND = ThreadPoolExecutor(1, "dropping")
BEING_DROPPED: list[Future[None]] = []
NUMBERS = count(1)
JOINING = ("join_collapse_limit", "from_collapse_limit")
ROOT = Path(__file__).resolve().parent.parent


def migrations_fingerprint() -> str:
    """A short hash of every migration, and of the register of personal data: from it migrations
    write the plans of erasure. Another set is another template.
    """
    digest = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "*/privacy.py", "core/privacy/*.py"):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def owner_connection(name: str):
    """A plain connection as the owner, outside Django."""
    opened = connect(
        dbname=name,
        user=OWNER["USER"],
        password=OWNER["PASSWORD"],
        host=OWNER["HOST"],
        port=OWNER["PORT"],
    )
    opened.autocommit = True
    return opened


def run_as_owner(statement: str, *names: str) -> None:
    """Run one statement that names databases."""
    opened = owner_connection(MAINTENANCE)
    try:
        with opened.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
    finally:
        opened.close()


def names_like(pattern: str) -> list[str]:
    """The databases whose names fit, ``%`` standing for anything."""
    opened = owner_connection(MAINTENANCE)
    try:
        with opened.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            return [name for (name,) in cursor.fetchall()]
    finally:
        opened.close()


def drop_database(name: str) -> None:
    """Throw a database away, with whatever of ours is still connected to it.

    Not ``WITH (FORCE)``: that also wants to end PostgreSQL's own vacuum, which only a
    superuser may; a plain DROP asks the vacuum to go by itself.
    """
    opened = owner_connection(MAINTENANCE)
    try:
        with opened.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [name],
            )
            _drop(cursor, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    finally:
        opened.close()


def _drop(cursor, statement: sql.Composed) -> None:
    """Also on a busy machine, where who was told to leave is not gone after five seconds, for
    which PostgreSQL itself waits.
    """
    for __ in range(DROPS):
        with suppress(errors.ObjectInUse):
            cursor.execute(statement)
            return
    cursor.execute(statement)


def use_database(name: str, *, as_owner: bool = False) -> None:
    """Point Django's connection at another database."""
    connections.close_all()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["OPTIONS"].pop("assume_role", None)
    if not as_owner:
        connection.settings_dict["OPTIONS"]["assume_role"] = settings.DATABASE_APP_ROLE


def join_as_written() -> None:
    """Of a few rows it does not matter in what order tables are joined; to look for the best order
    takes longer than all the rest of a query. Until the connection or the transaction ends.
    """
    with connection.cursor() as cursor:
        for setting in JOINING:
            cursor.execute(f"SET {setting} = 1")


def let_all_join_as_written(name: str) -> None:
    """The same for all who will connect to a database, such as a server in a thread of its own."""
    for setting in JOINING:
        run_as_owner(f"ALTER DATABASE {{}} SET {setting} = 1", name)


def build_template(name: str) -> None:
    """A migrated database under another name first, so that a broken build is never used."""
    building = f"{name}_building"
    drop_database(building)
    run_as_owner("CREATE DATABASE {}", building)
    use_database(building, as_owner=True)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    run_as_owner("ALTER DATABASE {} RENAME TO {}", building, name)


def template_made() -> str:
    """The name of a migrated database to clone from, made now if nobody did yet."""
    name = f"wbl_test_template_{migrations_fingerprint()}"
    build_once(name, build_template)
    return name


def build_once(name: str, build: Callable[[str], None]) -> None:
    """Have a database of that name, which takes long to build: one process builds, others wait."""
    lock = owner_connection(MAINTENANCE)
    try:
        with lock.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(20180208)")
            if name not in names_like(name):
                build(name)
    finally:
        lock.close()


@contextmanager
def cloned(template: str, name: str) -> Iterator[str]:
    """Use a clone of a database, then the one before again, and throw the clone away.

    Each clone has a number of its own, because the one before may still be on its way out.
    """
    before, name = connection.settings_dict["NAME"], f"{name}_{next(NUMBERS)}"
    drop_database(name)
    run_as_owner("CREATE DATABASE {} TEMPLATE {}", name, template)
    use_database(name)
    try:
        yield name
    finally:
        use_database(before)
        BEING_DROPPED.append(IN_THE_BACKGROUND.submit(drop_database, name))


def wait_until_dropped() -> None:
    """Wait for all that is thrown away in the background; raises what went wrong there."""
    for one in BEING_DROPPED:
        one.result()
