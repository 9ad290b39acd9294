"""Menu and to-do list of people's rights."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import menu
from core.access import scope
from core.dated_rules import months_after
from core.jobs import name_job
from core.models import ErasureCase
from core.privacy.enums import CaseState
from core.privacy.people import keeps_files
from core.todo import Todo, todo_sources
from core.workflow import ADMINISTRATOR, INSTITUTION

menu.entries.register(
    menu.Entry(
        label=_("Requests of people"),
        url_name="core:erasure-list",
        icon="person",
        audiences=frozenset({INSTITUTION, ADMINISTRATOR}),
        order=95,
        permission="core.keep_files",
        aside=True,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("What is kept how long"),
        url_name="core:retention",
        icon="clock",
        audiences=frozenset({ADMINISTRATOR}),
        order=96,
        permission="core.view_retention",
        aside=True,
    )
)


name_job("make-data-copies", _("Make the copies of data that people asked for"))
name_job("erase-people", _("Forget the people whose request was approved"))
name_job("apply-retention", _("Let go what was kept long enough"))


@todo_sources.register
def requests_to_decide(user: Any) -> Iterator[Todo]:
    """Requests to be forgotten are answered within a month (GDPR, article 12)."""
    if not keeps_files(user, None):
        return
    open_cases = scope(ErasureCase, user).filter(state=CaseState.ASKED)
    waiting = open_cases.exclude(person=user.pk).exclude(asked_by=user.pk).select_related("person")
    for case in waiting:
        yield Todo(
            text=_("Decide whether %(person)s is forgotten") % {"person": case.person},
            url=reverse("core:erasure-detail", args=[case.uuid]),
            due=months_after(timezone.localdate(case.created_at), 1),
        )
