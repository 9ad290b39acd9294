"""The plans that PostgreSQL keeps: made from the register after every migration, by the owner."""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections, transaction
from psycopg2 import sql

from core.models import PrivacyStep
from core.privacy.register import Holding, holdings
from core.privacy.retention import QUERY, rules
from core.privacy.statements import Step, belongs, delete, model_named, wipe

ERASURE = "erasure"
FUNCTIONS = ("erase_person(bigint)", "forget_expired(text, date, integer)")
# Sessions name their person in a text that only the framework reads.
SESSIONS = Step(
    "django_session",
    "DELETE FROM django_session WHERE session_key IN"
    " (SELECT session_key FROM usersessions_usersession WHERE user_id = ANY ($1::bigint[]))",
)


def erasure_steps() -> Iterator[Step]:
    """What erasure does, in order: the account last, because notices to others are found by its
    name.
    """
    yield SESSIONS
    yield mentions()
    own = [holding for holding in holdings() if not holding.person]
    for holding in [*(h for h in holdings() if h.person), *own]:
        yield from _steps_of(holding)


def _steps_of(holding: Holding) -> Iterator[Step]:
    if holding.delete:
        yield from delete(holding.table, holding.person)
    else:
        erased = {name: column.erase for name, column in holding.data.items()}
        yield from wipe(holding.table, holding.person, erased)


def mentions() -> Step:
    """The name in what others were told about this person's rows."""
    rows = " UNION ALL ".join(
        f'SELECT uuid FROM "{h.table._meta.db_table}" WHERE {belongs(h.table, h.person)}'
        for h in holdings()
        if h.file
    )
    name = "trim(u.first_name || ' ' || u.last_name)"
    changes = ", ".join(
        f"{column} = replace({column}, {name}, 'Anoniem ' || $2)"
        for column in ("subject_nl", "subject_en", "text_nl", "text_en")
    )
    uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    where = f"u.id = ANY ($1::bigint[]) AND substring(path FROM '{uuid}')::uuid IN ({rows})"
    statement = f"UPDATE core_notification SET {changes} FROM accounts_user AS u WHERE {where}"
    return Step("core_notification", statement)


def retention_steps(code: str) -> Iterator[Step]:
    """What one rule does to the rows whose keys it is given."""
    for part in rules[code].parts:
        model = model_named(part.model)
        if part.delete:
            yield from delete(model, part.path)
        else:
            yield from wipe(model, part.path, part.erase)


def write_plans(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Replace all plans by those of this version, once every room has its tables (post_migrate)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = {holding.table._meta.db_table for holding in holdings()}
        if not wanted | {PrivacyStep._meta.db_table} <= tables:
            return  # in the middle of the way: the next migration writes them
        plans = {ERASURE: list(erasure_steps())}
        plans |= {code: list(retention_steps(code)) for code in rules}
        due = {code: cursor.mogrify(*rules[code].query()).decode() for code in rules}
    rows = [
        PrivacyStep(
            plan=plan,
            sequence=number,
            table=step.table,
            statement=step.statement,
            guards="{" + ",".join(step.guards) + "}",
        )
        for plan, steps in plans.items()
        for number, step in enumerate(steps)
    ]
    rows += [
        PrivacyStep(
            plan=QUERY + code, sequence=0, table=_marked(code), statement=query, guards="{}"
        )
        for code, query in due.items()
    ]
    with transaction.atomic(using=using):
        PrivacyStep.objects.using(using).all().delete()
        PrivacyStep.objects.using(using).bulk_create(rows)
        _grant(connection)


def _marked(code: str) -> str:
    """ "marked" where rows stay and must not be due again; "" where they go."""
    return "" if any(part.delete and not part.path for part in rules[code].parts) else "marked"


def _grant(connection: Any) -> None:
    """The application may run the two functions; nobody else but the owner."""
    with connection.cursor() as cursor:
        for function in FUNCTIONS:
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
            if settings.DATABASE_APP_ROLE:
                statement = sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}")
                cursor.execute(statement.format(sql.Identifier(settings.DATABASE_APP_ROLE)))
