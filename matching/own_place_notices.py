"""What student, employer and institution hear of a place at the own employer (V35)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.notifications.notices import Notice, after
from core.workflow import HOST, INSTITUTION
from matching import reports
from matching.enums import LIVE_OWN_PLACES
from matching.notices import APPLICATION, DECISIONS
from partnerships.enums import HOST_DECIDERS
from partnerships.standing import staff_of

OWN_PLACE = "matching.ownemployerplace"
OWN_EMPLOYERS = register_topic(
    Topic(
        name="matching.own_employers",
        label=_("Students who learn at their own employer"),
        audiences=frozenset({INSTITUTION, HOST}),
    )
)


def student(place: Any) -> Iterable[Any]:
    """Whose employer it is."""
    return [place.application.student.user]


def employer(place: Any) -> Iterable[Any]:
    """Who decides for the host."""
    return staff_of([place.position.host.pk], HOST_DECIDERS)


def coordinator(place: Any) -> Iterable[Any]:
    """Who decides for the institution."""
    return [place.application.intake_round.pathway.coordinator]


def employer_and_coordinator(place: Any) -> Iterable[Any]:
    """Who would still have to act, or did."""
    return [*employer(place), *coordinator(place)]


def path(place: Any) -> str:
    """The application, where one answers."""
    return reverse("matching:application-detail", args=[place.application.uuid])


def names(place: Any) -> Mapping[str, Any]:
    """Who, at which place, and why not."""
    return {
        "student": place.application.student,
        "place": reports.place_name(place.position),
        "host": place.position.host,
        "round": place.application.intake_round,
        "reason": place.host_note or place.institution_note,
        "answer_by": place.answer_by or "",
    }


ASKED = register_kind(
    Kind(
        name="matching.own_employer_asked",
        topic=OWN_EMPLOYERS,
        subject=_("%(student)s says they work for you and asks to learn with you"),
        text=_(
            "Say whether that is possible, and whether it is an extra place. Please answer by"
            " %(answer_by)s."
        ),
        link=_("Answer now"),
    )
)


def names_by_application(application: Any) -> Mapping[str, Any]:
    """Who asks."""
    return {"student": application.student}


for asking in ("ask", "ask-again"):
    after(OWN_PLACE, asking, Notice(kind=ASKED, people=employer, path=path, values=names))


def _told(verb: str, kind: Kind, people: Any, where: Any = path) -> None:
    notice = Notice(kind=register_kind(kind), people=people, path=where, values=names)
    after(OWN_PLACE, verb, notice)


def all_applications(row: Any) -> str:
    """The list: after a no the employer follows its worker no further."""
    return reverse("matching:application-list")


def employer_of_live_place(application: Any) -> Iterable[Any]:
    """The employer that was asked and did not say no."""
    place = application.own_place_or_none
    was_asked = place and place.state in LIVE_OWN_PLACES and place.answer_by
    return employer(place) if was_asked else []


GONE = register_kind(
    Kind(
        name="matching.own_worker_gone",
        topic=OWN_EMPLOYERS,
        subject=_("%(student)s takes no part any more and does not learn with you"),
        text=_("Nothing more is asked of you. You need not keep the place or a mentor free."),
        link=_("See the applications"),
    )
)
for verb in ("withdraw", "leave-out"):
    after(
        APPLICATION,
        verb,
        Notice(
            kind=GONE,
            people=employer_of_live_place,
            path=all_applications,
            values=names_by_application,
        ),
    )


_told(
    "confirm",
    Kind(
        name="matching.own_employer_confirmed",
        topic=OWN_EMPLOYERS,
        subject=_("%(host)s wants %(student)s to learn there, the own employer"),
        text=_("Agree or refuse. Until then the lists cannot be sealed."),
        link=_("Decide now"),
    ),
    coordinator,
)
_told(
    "decline",
    Kind(
        name="matching.own_employer_declined",
        topic=DECISIONS,
        subject=_("You cannot learn at your own employer %(host)s"),
        text=_("Your employer says: “%(reason)s” You go on with your list, as everybody."),
        link=_("See your application"),
    ),
    student,
)
_told(
    "agree",
    Kind(
        name="matching.own_employer_agreed",
        topic=DECISIONS,
        subject=_("You can learn at your own employer %(host)s"),
        text=_(
            "Your employer and the institution agree. You get this place at the match and are not"
            " ranked."
        ),
        link=_("See your application"),
    ),
    student,
)
_told(
    "agree",
    Kind(
        name="matching.own_worker_agreed",
        topic=OWN_EMPLOYERS,
        subject=_("The institution agrees: %(student)s learns with you"),
        text=_("Your worker gets this place at the match. You need not rate this student."),
        link=_("Open the application"),
    ),
    employer,
)
_told(
    "refuse",
    Kind(
        name="matching.own_employer_refused",
        topic=DECISIONS,
        subject=_("You cannot learn at your own employer %(host)s"),
        text=_("The institution says: “%(reason)s” You go on with your list, as everybody."),
        link=_("See your application"),
    ),
    student,
)
_told(
    "refuse",
    Kind(
        name="matching.own_worker_refused",
        topic=OWN_EMPLOYERS,
        subject=_("The institution refuses that %(student)s learns with you as your worker"),
        text=_("It says: “%(reason)s” The student takes part with the own list, as everybody."),
        link=_("See the applications"),
    ),
    employer,
    all_applications,
)
_told(
    "ask-again",
    Kind(
        name="matching.own_employer_asked_again",
        topic=DECISIONS,
        subject=_("%(host)s is asked again whether you can learn there"),
        text=_("What was said before is taken back. Until everybody agrees, your list counts."),
        link=_("See your application"),
    ),
    student,
)
_told(
    "withdraw",
    Kind(
        name="matching.own_employer_withdrawn",
        topic=OWN_EMPLOYERS,
        subject=_("%(student)s does not want to learn at the own employer any more"),
        text=_("The student goes on with the own list, as everybody."),
        link=_("See the applications"),
    ),
    employer_and_coordinator,
    all_applications,
)
