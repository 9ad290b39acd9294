"""Every verb that changes something: for the version that was seen only, and to a new version."""

from collections.abc import Callable

import pytest
from django.db import models, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from core.notifications.enums import Delivery
from core.notifications.preferences import choose, version_of
from core.versions import version_now
from tests.api import code
from tests.contract.operations import CHANGING, call, operations

pytestmark = pytest.mark.django_db


def written_addresses(patterns=None, prefix: str = "") -> set[tuple[str, str]]:
    """Every address of the API that takes a changing method, from the URL configuration."""
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= written_addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "cls"):
            known = getattr(pattern.callback, "actions", None) or vars(pattern.callback.cls)
            plain = "/" + address.replace("<uuid:uuid>", "{uuid}")
            found |= {(method, plain) for method in CHANGING & set(known)}
    return found


def test_every_changing_address_stands_in_the_contract():
    """A new verb cannot be forgotten below: it is in the list, or this fails."""
    listed = {(one.method, one.path) for one in operations() if one.method in CHANGING}
    assert written_addresses() == listed
    assert len(listed) > 80


def touch(row: models.Model) -> None:
    """Another program changes the row: a new version with the same words."""
    with transaction.atomic():  # a transaction of its own, as far as PostgreSQL tells
        type(row)._base_manager.filter(pk=row.pk).update(uuid=row.uuid)


def watched(one, world) -> tuple[Callable[[], str], Callable[[], None]]:
    """The version of what a verb changes, and another program that changes it."""
    row = one.thing(world)
    if row is not None:
        return lambda: version_now(row), lambda: touch(row)
    # An address without identifier: the caller's own choices, whose version is their content.
    person = getattr(world, one.role())
    return lambda: version_of(person), lambda: choose(person, {"core.documents": Delivery.HERE})


def complaint(one, client, world) -> str:
    """What is not right about the versions of a verb; empty when all is well."""
    now, touched = watched(one, world)
    bare = call(one, client, world, {"If-Match": ""})
    if (bare.status_code, code(bare)) != (428, "if-match-missing"):
        return f"without a version {bare.status_code}"
    seen = f'"{now()}.as-one-read-it"'
    touched()
    before = now()
    late = call(one, client, world, {"If-Match": seen})
    if (late.status_code, code(late), now()) != (412, "stale", before):
        return f"for an old version {late.status_code}"
    done = call(one, client, world, {"If-Match": f'"{before}.as-one-read-it"'})
    if str(done.status_code) != one.success:
        return f"for the version that stands {done.status_code} {done.content.decode()[:300]}"
    if now() == before:
        return "leaves the version as it was: the next one overwrites unseen"
    if done.status_code != 204 and done["ETag"].strip('"').split(".")[0] != now():
        return "answers with the tag of another version"
    return ""


def test_every_verb_changes_the_version_that_was_seen_and_no_other(world, clients):
    """Without a version 428, for an old one 412, for the one that stands done and a new one."""
    wrong = []
    for one in operations():
        if one.changes_existing:
            with transaction.atomic():
                if said := complaint(one, clients[one.role()], world):
                    wrong.append(f"{one.id}: {said}")
                transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
