"""The shape of the house, held by tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from core.access import SignedInPage
from core.api.views import ScopedViewSet
from core.generated import workflows
from core.models import Record
from core.querysets import ScopedQuerySet
from reporting.api.views import DatasetView

ROOT = Path(settings.BASE_DIR)
ROOMS = settings.ROOMS
# Datasets are for machines with a token: their gate asks scope and protocol.
GATES = (SignedInPage, ScopedViewSet, DatasetView)
# Machines' own sign-in, guarded by allauth.
OUTSIDE = "allauth.idp"


def callbacks(patterns=None) -> Iterator[object]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from callbacks(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def is_gated(callback) -> bool:
    """Stands on one of the gates, or says that it is public."""
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if getattr(callback, "public", False) or getattr(view, "public", False):
        return True
    return view is not None and issubclass(view, GATES)


def test_every_view_stands_on_a_gate_or_says_it_is_public():
    """D4: deny by default, through both doors."""
    views = [c for c in callbacks() if not c.__module__.startswith(OUTSIDE)]
    assert [c for c in views if not is_gated(c)] == []
    assert len(views) > 50


def test_packages_of_the_card_are_used():
    """D1, D2: the card's packages stand in the lock and in the settings; psycopg 3 does not."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = {line.split("==")[0].split("[")[0] for line in lock.splitlines() if "==" in line}
    card = {"django", "djangorestframework", "psycopg2-binary", "django-crispy-forms", "celery"}
    assert card | {"pytest-django"} <= named
    assert "psycopg" not in named
    assert {"rest_framework", "crispy_forms"} <= set(settings.INSTALLED_APPS)
    assert (ROOT / "manage.py").exists()


def test_rooms_share_one_postgresql_database():
    """D3: one database for partners, agreements, intake, reviews."""
    assert list(settings.DATABASES) == ["default"]
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in [*ROOMS, "config"]:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def assigns_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        targets = [
            element
            for target in node.targets
            for element in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
        return any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "update" and any(k.arg == "state" for k in node.keywords)
    return False


def test_only_transitions_assign_a_state():
    """V36: no shortcut past the workflow table."""
    found = {name for name, tree in sources() for node in ast.walk(tree) if assigns_state(node)}
    assert found == {"core/transitions.py"}


def test_no_code_writes_past_the_triggers():
    found = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) == ("pgtrigger", "ignore")
    }
    assert found == set()


@pytest.mark.parametrize("workflow", list(workflows()), ids=lambda w: w.name)
def test_states_agree_everywhere(workflow):
    """The same states in enum, table and words; each can be reached, each verb has words."""
    states = set(workflow.states.values)
    reached = {workflow.initial, *(target for __, target in workflow.moves())}
    assert set(workflow.labels) == states
    assert reached == states
    assert all(str(step.label) and str(step.done) for step in workflow.transitions)


@pytest.mark.django_db
@pytest.mark.parametrize("workflow", list(workflows()), ids=lambda w: w.name)
def test_database_holds_the_same_moves(workflow):
    """The trigger in PostgreSQL knows exactly the moves of the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname LIKE %s",
            [f"pgtrigger_{workflow.name}_moves_%"],
        )
        (source,) = cursor.fetchone()
    listed = source.split("ANY('{")[1].split("}'")[0].split(",")
    assert sorted(listed) == sorted(f"{a}:{b}" for a, b in workflow.moves())


def test_every_record_is_scoped_and_its_scope_is_written():
    """Question one has an answer for every table: none inherits the empty scope silently."""
    unscoped = {
        model.__name__
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if issubclass(model, Record)
        and type(model._default_manager.all()).visible_to is ScopedQuerySet.visible_to
    }
    # Parts of another row, never asked for by themselves: nobody sees them alone.
    assert unscoped == {
        "HostProfile",
        "InstitutionProfile",
        "InstrumentCriterion",
        "PathwayAcceptance",
    }
