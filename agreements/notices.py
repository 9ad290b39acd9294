"""What the three parties hear of their agreement."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.rules import LEADERS
from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.notifications.notices import Notice, after
from core.workflow import HOST, INSTITUTION, STUDENT
from partnerships.enums import Role
from partnerships.standing import staff_of

AGREEMENT = "agreements.agreement"

SIGNATURES = register_topic(
    Topic(
        name="agreements.signatures",
        label=_("Agreements: signing, force and end"),
        audiences=frozenset({INSTITUTION, HOST, STUDENT}),
        required=True,
    )
)


def student(agreement: Any) -> list[Any]:
    """The student of the agreement."""
    return [agreement.trajectory.student.user]


def speakers_of_host(agreement: Any) -> list[Any]:
    """The signatories of the host; its contact people where nobody signs for it."""
    host = [agreement.host.pk]
    return list(staff_of(host, {Role.SIGNATORY})) or list(staff_of(host, {Role.CONTACT}))


def leaders(agreement: Any) -> list[Any]:
    """Who signs for the institution."""
    return list(staff_of([agreement.trajectory.student.institution_id], LEADERS))


def writers(agreement: Any) -> list[Any]:
    """Who looks after the agreement for the institution."""
    return [agreement.trajectory.pathway.coordinator, agreement.trajectory.coach]


def signers(agreement: Any) -> Iterable[Any]:
    """Everybody who can sign."""
    return [*leaders(agreement), *speakers_of_host(agreement), *student(agreement)]


def everybody(agreement: Any) -> Iterable[Any]:
    """The three parties and the mentor."""
    mentor = agreement.trajectory.mentor.user
    return [*writers(agreement), *speakers_of_host(agreement), *student(agreement), mentor]


def path(agreement: Any) -> str:
    """The agreement itself."""
    return reverse("agreements:agreement-detail", args=[agreement.uuid])


def names(agreement: Any) -> Mapping[str, Any]:
    """Whose agreement, with which host, from when."""
    return {
        "student": agreement.trajectory.student,
        "host": agreement.host,
        "start": agreement.start_date,
    }


def _told(verb: str, name: str, people: Any, subject: Any, text: Any) -> None:
    kind = Kind(
        name=f"agreements.{name}",
        topic=SIGNATURES,
        subject=subject,
        text=text,
        link=_("Open the agreement"),
    )
    notice = Notice(kind=register_kind(kind), people=people, path=path, values=names)
    after(AGREEMENT, verb, notice)


_told(
    "propose",
    "proposed",
    signers,
    _("An agreement waits for your signature: %(student)s at %(host)s"),
    _("Read all clauses, then sign or decline. The first day is %(start)s."),
)
_told(
    "count-last-signature",
    "signed",
    everybody,
    _("All three parties signed the agreement of %(student)s"),
    _("The institution puts it in force once the conditions hold."),
)
_told(
    "decline",
    "declined",
    writers,
    _("The agreement of %(student)s was declined"),
    _("Read the reason and begin a new version."),
)
_told(
    "activate",
    "in_force",
    everybody,
    _("The agreement of %(student)s is in force"),
    _("The trajectory at %(host)s begins on %(start)s."),
)
_told(
    "cancel",
    "cancelled",
    everybody,
    _("The agreement of %(student)s was cancelled"),
    _("It was cancelled before it came into force. The reason stands with the agreement."),
)
_told(
    "terminate",
    "terminated",
    everybody,
    _("The agreement of %(student)s ends early"),
    _("The reason stands with the agreement."),
)
