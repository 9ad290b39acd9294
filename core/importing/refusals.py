"""When PostgreSQL refuses a batch: which lines, and why, in words."""

from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from core.importing.importer import Importer
from core.importing.outcome import Problem
from core.importing.rows import Row

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def find_refused(
    importer: Importer, made: list[tuple[Row, Any]], changed: list[tuple[Row, Any]]
) -> list[Problem]:
    """Try the rows one by one; the caller takes all of it back.

    Slow, and only on the way to a refusal: a file without problems never comes here.
    """
    problems = []
    for place, (row, instance) in enumerate(made + changed):
        try:
            with transaction.atomic():
                instance.save(force_insert=place < len(made))
                check_now()
        except DatabaseError as error:
            reason = explain(importer, type(instance), error)
            problems.append(row.problem(importer.key[0], reason))
    return problems


def check_now() -> None:
    """Ask for every deferred constraint. Raises IntegrityError."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def broken_rule(importer: Importer, error: DatabaseError) -> "StrOrPromise | None":
    """The broken rule in the importer's words, where it has any for it."""
    return importer.rules.get(_constraint(error))


def _constraint(error: DatabaseError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def explain(importer: Importer, model: type[models.Model], error: DatabaseError) -> "StrOrPromise":
    """The broken rule, in the importer's words or in the constraint's own name."""
    if rule := broken_rule(importer, error):
        return rule
    name = _constraint(error)
    for constraint in (*model._meta.constraints, *getattr(model._meta, "triggers", ())):
        if constraint.name == name:
            rule = name.replace("_", " ")
            return _("This goes against a rule: %(rule)s.") % {"rule": rule}
    return _("The database refuses this line; it conflicts with another row.")
