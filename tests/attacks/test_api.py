"""Attacks through the API and the forms: fields that nobody asked for, things of somebody else.

Made from the contract and the classes themselves, so that what is added later is attacked too.
Every address with somebody else's thing stands in `tests.test_access_matrix`; slow clients in
`tests.config.test_web_server`, headers in letters in `tests.core.test_notifications`, formulas in
exports in `tests.core.test_list_tools` and `tests.reporting.test_api`.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.forms import ModelForm
from pghistory.models import Event
from rest_framework import serializers

from core.api.parsing import LARGEST_BODY
from partnerships.enums import Role
from tests.api import JSON, code, writing
from tests.contract.fixtures import callers, ready_world, virus_scanner
from tests.contract.operations import CHANGING, Operation, call, operations
from tests.factories import partnerships as make
from tests.factories import trajectories as make_learning
from tests.factories.matching import make_round

__all__ = ["callers", "ready_world", "virus_scanner"]
pytestmark = pytest.mark.django_db

# What no request may ever set, by any of the names under which it could be tried.
NEVER = {
    "id": str(UUID(int=7)),
    "pk": 1,
    "uuid": str(UUID(int=7)),
    "created_at": "2001-01-01T00:00:00Z",
    "actor": 1,
    "is_staff": True,
    "is_superuser": True,
    "is_administrator": True,
    "pgh_id": 1,
}


def other_value(field: models.Field) -> Any:
    """A value that a column does not have."""
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.DateTimeField):
        return datetime(2001, 1, 1).isoformat()  # noqa: DTZ001
    if isinstance(field, models.DateField):
        return date(2001, 1, 1).isoformat()
    if isinstance(field, models.UUIDField):
        return str(UUID(int=7))
    if field.choices:
        return str(list(dict(field.flatchoices))[-1])
    return 7 if isinstance(field, models.IntegerField | models.DecimalField) else "another"


def columns(row: models.Model | None) -> dict[str, Any]:
    """What a row is, without what differs between two rows that were made alike."""
    if row is None:
        return {}
    row.refresh_from_db()
    names = {field.attname for field in row._meta.concrete_fields} - OF_ITS_OWN
    return {name: getattr(row, name) for name in names}


def shown(answer: Any) -> Any:
    """An answer without the identifiers and codes that a new thing gets of its own."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k not in OF_ITS_OWN}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return plain(answer.json()) if answer.status_code < 300 and answer.content else None


OF_ITS_OWN = {"href", "code", "client_id", "client_secret", "self", "instance"} | {"id"}


def with_more(one: Operation, world: Any) -> dict[str, Any]:
    """The example with every column of the thing, and what no request may ever set."""
    body = one.example(world)
    known = one.thing(world)
    extra = dict(NEVER)
    for field in known._meta.concrete_fields if known is not None else ():
        extra[field.name] = extra[field.attname] = other_value(field)
    taken = set(one.fields())
    return {name: value for name, value in extra.items() if name not in taken} | body


def test_fields_that_nobody_asked_for_change_nothing(world, clients):
    """D5, mass assignment: with every column of the row sent along, the same comes of it."""
    tried, wrong = 0, []
    for one in operations():
        if one.method not in CHANGING or one.need.form or one.example(world) is None:
            continue
        outcomes = []
        for body in (one.example(world), with_more(one, world)):
            with transaction.atomic():
                answer = call(one, clients[one.role()], world, body=body)
                found = columns(one.thing(world))
                outcomes.append((answer.status_code, shown(answer), found))
                transaction.set_rollback(True)
        tried += 1
        if outcomes[0] != outcomes[1]:
            wrong.append(f"{one.id}: {outcomes[0]}\n   with more: {outcomes[1]}")
    assert not wrong, "\n".join(wrong)
    assert tried > 40


PROTECTED = {
    *(set(NEVER) - {"actor"}),
    "owner",
    "state",
    "state_since",
    "institution_id",
    "password",
    "last_login",
    "groups",
    "user_permissions",
    "ended_at",
    "sha256",
}


def below(kind: type) -> Iterator[type]:
    """Every class of ours that stands on this one."""
    for one in kind.__subclasses__():
        yield from below(one)
        if one.__module__.split(".")[0] in settings.ROOMS:
            yield one


def test_no_form_takes_what_no_request_may_set():
    """Every form of a row names its fields, and none of the protected ones."""
    forms = set(below(ModelForm))
    for form in forms:
        meta = form._meta
        assert meta.fields is None or isinstance(meta.fields, list | tuple), form
        assert meta.exclude is None, form
        assert set(form.base_fields) & PROTECTED == set(), form
    assert len(forms) > 10


def test_no_serializer_takes_what_no_request_may_set():
    """Every serializer of the API that reads a body; two name a text by its hash, one that was read
    and one that its writer keeps.
    """
    bodies = {one for one in below(serializers.Serializer) if one.__name__ in written_names()}
    for body in bodies:
        taken = {name for name, field in body().get_fields().items() if not field.read_only}
        named = {"sha256"} if body.__name__ in {"SignBody", "PromiseBody"} else set()
        assert taken & (PROTECTED - named) == set()
    assert len(bodies) > 30


def written_names() -> set[str]:
    """The names of the classes that the contract reads bodies with."""
    found = set()
    for one in operations():
        for content in one.media.values():
            name = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
            found |= {name.removesuffix("Request"), f"{name.removesuffix('Request')}Serializer"}
    return found


# Things of everybody: any institution may work with any host, at any of its sites, and asks the
# same questions. What is done in the name of an organisation is a rule besides (403).
OPEN_TO_ALL = {
    "partnerships_create.host",
    "recognitions_create.establishment",
    "reviews_create.instrument",
}


def foreigners() -> dict[str, models.Model]:
    """A thing of every kind that belongs to others: another institution, host and student."""
    institution, host = make.make_institution(), make.make_host()
    programme = make.make_programme(institution)
    pathway = make_learning.make_pathway(programme)
    position = make_learning.make_position(pathway, host=host)
    run = make_learning.make_trajectory(position)
    intake = make_round(pathway)
    member = make.make_member(Role.COORDINATOR, institution)
    found = (
        institution,
        programme,
        pathway,
        position,
        run,
        intake,
        make.make_partnership(institution, host),
        make.make_establishment(host),
        make_learning.make_outcome(programme),
        make_learning.make_condition(pathway),
        member,
        member.memberships.get(),
        make.make_recognition(programme),
        intake.criteria.first(),
    )
    return {type(one)._meta.concrete_model.__name__: one for one in found}


def counts() -> dict[str, int]:
    """How many rows every table of the rooms has, without what is noted of requests."""
    models = [model for room in settings.ROOMS for model in apps.get_app_config(room).get_models()]
    tables = {
        model._meta.label: connection.ops.quote_name(model._meta.db_table)
        for model in models
        if model.__name__ not in {"KeptAnswer", "FileRead"}
    }
    each = [f"SELECT '{label}', count(*) FROM {table}" for label, table in tables.items()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


UUIDS = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def texts(value: Any) -> Iterator[str]:
    """Every text in a body, names included."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from (*texts(name), *texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def replaced(value: Any, old: str, new: str) -> Any:
    """The body with another identifier."""
    if isinstance(value, dict):
        return {
            replaced(name, old, new): replaced(inner, old, new) for name, inner in value.items()
        }
    if isinstance(value, list):
        return [replaced(inner, old, new) for inner in value]
    return value.replace(old, new) if isinstance(value, str) else value


def owners(body: Any) -> dict[str, str]:
    """The identifiers in a body, with the kind of thing that each one is of."""
    found = {}
    kinds = [
        model
        for model in apps.get_models()
        if not issubclass(model, Event) and "uuid" in {f.name for f in model._meta.fields}
    ]
    for uuid in {one for text in texts(body) for one in UUIDS.findall(text)}:
        for model in kinds:
            if model._base_manager.filter(uuid=uuid).exists():
                found[uuid] = model._meta.concrete_model.__name__
    return found


def swapped(one: Operation, world: Any, others: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The example with one identifier at a time of something that belongs to others.

    Found by looking for identifiers in the finished body, so that none can be left out: for
    each kind in a body there must be a thing of others.
    """
    body = one.example(world)
    named = {str(one.found(world, name).uuid): place for place, name in one.need.ids.items()}
    for uuid, kind in sorted(owners(body).items()):
        place = named.get(uuid, kind)
        if f"{one.id}.{place}" not in OPEN_TO_ALL:
            yield place, replaced(one.example(world), uuid, str(others[kind].uuid))


def test_identifiers_of_others_in_a_body_are_refused_and_write_nothing(world, clients):
    """D5, IDOR: every identifier in every example, and one that nobody ever had."""
    others, wrong, tried = foreigners(), [], 0
    for one in operations():
        for place, body in swapped(one, world, others):
            before, seen = counts(), columns(one.thing(world))
            answer = call(one, clients[one.role()], world, body=body)
            tried += 1
            if answer.status_code not in {400, 403, 404}:
                wrong.append(f"{one.id} {place}: {answer.status_code}")
            if (counts(), columns(one.thing(world))) != (before, seen):
                wrong.append(f"{one.id} {place}: something was written")
    assert not wrong, "\n".join(wrong)
    assert tried > 20


def test_identifiers_that_nobody_had_are_told_from_nothing(world, clients):
    """Outside one's scope and nowhere at all read the same, so that nobody can try them out."""
    others = foreigners()
    for one in operations():
        for place, body in swapped(one, world, others):
            theirs = call(one, clients[one.role()], world, body=body)
            nowhere = body
            for other in others.values():
                nowhere = replaced(nowhere, str(other.uuid), str(uuid4()))
            missing = call(one, clients[one.role()], world, body=nowhere)
            same = (theirs.status_code, code(theirs)) == (missing.status_code, code(missing))
            assert same or theirs.status_code == 403, f"{one.id} {place}"


def test_every_operation_refuses_a_body_that_is_too_large(world, clients):
    """D5: more than it takes is 413 everywhere, whatever stands in it."""
    wrong = {}
    for one in operations():
        if JSON in one.media and one.method in CHANGING:
            body = b" " * (LARGEST_BODY + 1) + b"{}"
            answer = clients[one.role()].generic(
                one.method.upper(), one.address(world), body, JSON, headers=writing()
            )
            if (answer.status_code, code(answer)) != (413, "too-large"):
                wrong[one.id] = answer.status_code
    assert wrong == {}
