"""What this room adds to a person's home page and menu."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import menu
from core.access import scope
from core.finding import searched_lists
from core.todo import Figure, Todo, figure_sources, todo_sources
from core.workflow import HOST, INSTITUTION
from partnerships import reports
from partnerships.deadlines import FRAMEWORK_ENDS, RECOGNITION_ENDS
from partnerships.models import Partnership
from partnerships.rules import LEADERS
from partnerships.standing import standing_of

menu.entries.register(
    menu.Entry(
        label=_("Hosts"),
        url_name="partnerships:host-list",
        icon="building",
        audiences=frozenset({INSTITUTION}),
        order=10,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("Partnerships"),
        url_name="partnerships:partnership-list",
        icon="person",
        audiences=frozenset({INSTITUTION, HOST}),
        order=20,
        permission="partnerships.see_partnerships",
        aside=True,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("Recognitions"),
        url_name="partnerships:recognition-list",
        icon="check",
        audiences=frozenset({INSTITUTION, HOST}),
        order=30,
        permission="partnerships.see_partnerships",
        aside=True,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("Closing days"),
        url_name="partnerships:closing-list",
        icon="calendar",
        audiences=frozenset({INSTITUTION}),
        order=95,
        aside=True,
    )
)
menu.entries.register(
    menu.Entry(
        label=_("Colour and logo"),
        url_name="partnerships:look-home",
        icon="building",
        audiences=frozenset({INSTITUTION}),
        order=96,
        permission="partnerships.change_look",
        aside=True,
    )
)


for searched in ("partnerships:host-list", "partnerships:partnership-list"):
    searched_lists.register(searched)


@todo_sources.register
def to_renew(user: Any) -> Iterable[Todo]:
    """Recognitions and arrangements that end soon, or ended lately without a successor."""
    led = standing_of(user).institutions(LEADERS)
    if not led:
        return
    today = timezone.localdate()
    for recognition in reports.ending_recognitions(led, today):
        yield Todo(
            text=_("Renew the recognition of %(what)s") % {"what": recognition},
            url=reverse("partnerships:recognition-detail", args=[recognition.uuid]),
            due=RECOGNITION_ENDS.due(recognition),
        )
    for framework in reports.ending_frameworks(led, today):
        partnership = framework.partnership
        yield Todo(
            text=_("Renew the arrangements with %(host)s") % {"host": partnership.host},
            url=reverse("partnerships:partnership-detail", args=[partnership.uuid]),
            due=FRAMEWORK_ENDS.due(framework),
        )


@figure_sources.register
def partners(user: Any, audience: str) -> Iterable[Figure]:
    """With how many the reader works together."""
    if audience in {INSTITUTION, HOST} and user.has_perm("partnerships.see_partnerships"):
        yield Figure(
            value=scope(Partnership, user).count(),
            label=_("partnerships"),
            url=reverse("partnerships:partnership-list"),
        )
