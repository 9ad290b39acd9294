"""What has a last day in this room: recognitions and arrangements."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.deadlines.calendars import provide_calendars
from core.deadlines.days import Calendar
from core.deadlines.kinds import Audience, Deadline, register_deadline
from core.rule_codes import depends_on
from partnerships.enums import Role
from partnerships.models import ClosingPeriod, Recognition
from partnerships.reports import lasting_frameworks, lasting_recognitions
from partnerships.rules import LEADERS
from partnerships.standing import staff_of
from partnerships.terms import RECOGNITION_YEARS


@provide_calendars
def institution_calendars() -> dict[int, Calendar]:
    """The closings of every institution, by its key."""
    periods: dict[int, list[tuple[date, date]]] = {}
    for row in ClosingPeriod.objects.order_by("valid_from"):
        periods.setdefault(row.institution_id, []).append((row.valid_from, row.valid_to))
    return {key: Calendar(tuple(closed)) for key, closed in periods.items()}


def leaders(recognition: Any) -> Any:
    """Who recognises for the institution."""
    return staff_of([recognition.institution_id], LEADERS)


def coordinators(framework: Any) -> Any:
    """Who makes arrangements for the institution."""
    return staff_of([framework.partnership.institution_id], {Role.COORDINATOR})


COORDINATORS = _("the coordinators of the institution")

RECOGNITION_ENDS = register_deadline(
    Deadline(
        name="partnerships.recognition",
        label=_("Recognitions that end"),
        rows=lasting_recognitions,
        due_path="valid_to",
        institution_path="institution_id",
        owner=Audience(
            words=_("the coordinators and programme directors of the institution"),
            people=leaders,
            subject=_("Renew the recognition of %(recognition)s"),
        ),
        path=lambda row: reverse("partnerships:recognition-detail", args=[row.uuid]),
        values=lambda row: {"recognition": row},
        link=_("Open the recognition"),
    )
)


def partnership_path(framework: Any) -> str:
    """The partnership, where new arrangements are written."""
    return reverse("partnerships:partnership-detail", args=[framework.partnership.uuid])


def host_of(framework: Any) -> dict[str, Any]:
    """With whom it was arranged."""
    return {"host": framework.partnership.host}


FRAMEWORK_ENDS = register_deadline(
    Deadline(
        name="partnerships.framework",
        label=_("Arrangements with hosts that end"),
        rows=lasting_frameworks,
        due_path="valid_to",
        institution_path="partnership__institution_id",
        owner=Audience(
            words=COORDINATORS,
            people=coordinators,
            subject=_("Renew the arrangements with %(host)s"),
        ),
        path=partnership_path,
        values=host_of,
        link=_("Open the partnership"),
    )
)
FRAMEWORK_REVIEW = register_deadline(
    Deadline(
        name="partnerships.framework_review",
        label=_("Joint evaluations of arrangements"),
        rows=lasting_frameworks,
        due_path="review_due",
        institution_path="partnership__institution_id",
        owner=Audience(
            words=COORDINATORS,
            people=coordinators,
            subject=_("Evaluate the arrangements together with %(host)s"),
        ),
        path=partnership_path,
        values=host_of,
        link=_("Open the partnership"),
    )
)


def recognitions_from(first: date, last: date | None) -> int:
    """How many recognitions begin in a period."""
    rows = Recognition.objects.filter(valid_from__gte=first)
    return (rows.filter(valid_from__lte=last) if last else rows).count()


depends_on(
    RECOGNITION_YEARS,
    _("recognitions that begin in this period; those that are made stay as they are"),
    recognitions_from,
)
