"""What the ground floor adds to the menu and to the clock."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.jobs import name_job
from core.menu import Entry, entries
from core.models import Letter
from core.todo import Todo, todo_sources
from core.workflow import ADMINISTRATOR

for label, url_name, icon, order, aside in (
    (_("Clock"), "clock", "clock", 60, False),
    (_("Reminders"), "reminder-list", "calendar", 65, True),
    (_("Law’s terms"), "dated-rule-list", "document", 70, True),
    (_("E-mails that did not arrive"), "letter-list", "bell", 75, True),
    (_("Storage of files"), "document-storage", "lock", 80, True),
):
    entries.register(
        Entry(
            label=label,
            url_name=url_name,
            icon=icon,
            audiences=frozenset({ADMINISTRATOR}),
            order=order,
            aside=aside,
        )
    )


@todo_sources.register
def letters_that_did_not_arrive(user: Any) -> Iterator[Todo]:
    """Somebody waits for each of them, and their text stays for some days only."""
    count = Letter.objects.visible_to(user).stuck().count() if user.is_administrator else 0
    if count:
        text = ngettext(
            "See why %(count)d e-mail did not arrive",
            "See why %(count)d e-mails did not arrive",
            count,
        )
        yield Todo(text=text % {"count": count}, url=reverse("letter-list"))


name_job("run-night", _("Send reminders of last days"))
name_job("write-digests", _("Send the daily e-mails"))
name_job("forget-notifications", _("Forget notifications of long ago"))
name_job("look-after-documents", _("Look after people’s files"))
name_job("forget-imports", _("Forget files that waited too long to be imported"))
name_job("forget-answers", _("Forget what programs were answered more than a day ago"))
