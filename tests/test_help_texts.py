"""Every field of every form helps whoever fills it in, or needs no help."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.urls import URLResolver, get_resolver

from agreements.clause_facts import FACTS
from tests.access.world import ROOMS, address_of, build_world, client_of, table
from tests.journeys.test_guarded_pages import guarded

pytestmark = pytest.mark.django_db

# Fields that need no words of their own, each for a reason.
EXPLAINED = re.compile(
    "|".join(
        (
            # Who somebody is, and how one signs in: everybody knows these from elsewhere.
            "first_name|last_name|login|email|password|oldpassword|password[12]|new_password[12]",
            # The first and the last day of something that the page is about.
            "start_date|end_date|valid_from",
            # The sentence beside the box is the whole of it.
            "read|DELETE|active",
            # The English or the next one of what the field above explains.
            "name_en|anchor_1_en|anchor_[35]_(nl|en)",
            # The question, the condition or the topic itself is the label, with what each
            # answer means; the heading above says what it is for.
            "condition_.+|score_.+|comment_.+|acceptable|(place|kind|assessment_moment)_.+",
            # What one hears by e-mail: a topic with three choices.
            r"[a-z]+\.[a-z_]+",
        )
    )
)
# Of a library, in our words (the sign-in): judged as they stand on our pages.
OF_LIBRARIES = "allauth."
WIDGETS = (forms.HiddenInput, forms.MultipleHiddenInput)


def kinds_below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds_below(one)


def load(patterns: Any = None) -> None:
    """Import every view, and with it every form; those of signing in are only named in settings."""
    import_module("accounts.forms")
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            load(pattern.url_patterns)


def is_ours(kind: type) -> bool:
    """A form to fill in; searching is something else, and the gallery shows how fields look."""
    module = kind.__module__
    in_a_room = module.split(".")[0] in settings.ROOMS
    return in_a_room and not module.endswith(".filters") and not module.startswith("core.gallery")


def shown_forms() -> Iterator[forms.BaseForm]:
    """The forms on every page of the access matrix, as somebody sees them."""
    world = build_world(until=ROOMS[-1])
    clients: dict[str, Any] = {}
    for row in (row for room in ROOMS for row in table(room).ROWS):
        if row.method != "get" or row.api:
            continue
        for role in ["visitor"] if row.public else sorted(row.ok)[:1]:
            client = clients.setdefault(role, client_of(role, world))
            context = client.get(address_of(row, world)).context or {}
            form = context.get("form")
            yield from getattr(form, "forms", [form] if isinstance(form, forms.BaseForm) else [])
    for __, client, addresses in guarded(world):
        for address in addresses:
            if form := (client.get(address).context or {}).get("form"):
                yield form


def silent(fields: dict[str, forms.Field]) -> set[str]:
    """The names of the fields that leave their reader alone."""
    return {
        name
        for name, field in fields.items()
        if not field.help_text
        and not isinstance(field.widget, WIDGETS)
        and not EXPLAINED.fullmatch(name)
    }


@pytest.mark.long
def test_every_field_has_a_help_text_or_needs_none():
    """V37, V40: why it is asked, who sees it, in what form, what happens next."""
    load()
    without: dict[type, set[str]] = {}
    for kind in filter(is_ours, kinds_below(forms.BaseForm)):
        without[kind] = silent(getattr(kind, "base_fields", {}))
    seen = set()
    for form in shown_forms():
        kind = type(form)
        if not is_ours(kind) and not kind.__module__.startswith(OF_LIBRARIES):
            continue
        seen.add(kind)
        # What a form says of a field when it is made, counts for all of its kind.
        helped = {name for name, field in form.fields.items() if field.help_text}
        without[kind] = (without.get(kind, set()) | silent(form.fields)) - helped
    assert len(seen) > 40
    wrong = {f"{kind.__module__}.{kind.__name__}": names for kind, names in without.items()}
    facts = [fact for many in FACTS.values() for fact in many]
    wrong["agreements.clause_facts"] = {fact.name for fact in facts if not fact.hint}
    assert {name: sorted(names) for name, names in wrong.items() if names} == {}
