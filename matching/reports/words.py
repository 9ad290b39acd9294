"""How places and next steps are said to a person."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.templatetags.words import human_date
from matching.enums import ApplicationState
from trajectories.enums import ACTIVE_TRAJECTORIES, TrajectoryState
from trajectories.models import Position, Trajectory

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def place_name(position: Position) -> str:
    """A position as a student or coach knows it: host, site, municipality; never its code."""
    workplace = position.workplace
    site = workplace.establishment
    host = str(site.organisation)
    name = workplace.name if host in workplace.name else f"{host}, {workplace.name}"
    return name if site.municipality in name else f"{name} ({site.municipality})"


def next_step(application: Any) -> "StrOrPromise":
    """What happens next and when, for the student (interface: what happens next)."""
    return STEPS[application.state](application)


def _draft(application: Any) -> str:
    return _("Finish both parts and send your application by %(date)s.") % {
        "date": human_date(application.intake_round.closes_on)
    }


def _submitted(application: Any) -> str:
    return _(
        "%(coach)s checks the published conditions. After that the institution and the hosts on "
        "your list look at your application."
    ) % {"coach": application.intake_round.pathway.coach}


def _eligible(application: Any) -> str:
    return _(
        "The institution and every host on your list rate your application, each on their own. "
        "They can ask you for a talk. When all ratings are in, the match follows."
    )


def _ineligible(application: Any) -> str:
    return _(
        "You take no part in the match. %(coach)s can tell you which other ways there are."
    ) % {"coach": application.intake_round.pathway.coach}


def _interviewed(application: Any) -> str:
    if application.has_own_place:
        return _(
            "You learn at your own employer, as agreed. When the match runs, you get this place "
            "and read it here."
        )
    return _(
        "All ratings of your application are in. When everybody's are, the lists are sealed and "
        "the match runs. You read the result and the reasons here."
    )


def _placed(application: Any) -> str:
    if application.has_own_place:
        return _(
            "Your place is at your own employer, as agreed. Accept or decline it by %(date)s."
        ) % {"date": human_date(application.offer.answer_by)}
    return _("Accept or decline your place by %(date)s.") % {
        "date": human_date(application.offer.answer_by)
    }


def _unplaced(application: Any) -> str:
    return _("%(coach)s helps you to find another trajectory and will contact you.") % {
        "coach": application.intake_round.pathway.coach
    }


def run_at_place(application: Any) -> Trajectory | None:
    """The trajectory at the place that was taken; of two, the newest."""
    if application.state != ApplicationState.ACCEPTED:
        return None
    there = Trajectory.objects.filter(
        student=application.student_id, position=application.offer.position_id
    )
    return there.order_by("-pk").first()


def ended_run(application: Any) -> Trajectory | None:
    """The trajectory at the place that was taken, where it ended early."""
    run = run_at_place(application)
    return run if run and run.state == TrajectoryState.ENDED_EARLY else None


def _accepted(application: Any) -> str:
    run = run_at_place(application)
    state = run.state if run else None
    if state == TrajectoryState.ENDED_EARLY:
        return _(
            "Your trajectory at this place ended early. %(coach)s helps you to find another one."
        ) % {"coach": application.intake_round.pathway.coach}
    if state == TrajectoryState.COMPLETED:
        return _("Your trajectory at this place is completed.")
    if state in ACTIVE_TRAJECTORIES:
        return _("Your trajectory at this place has begun.")
    return _(
        "The coordinator now draws up the agreement between you, the host and the institution."
    )


def _declined(application: Any) -> str:
    return _("%(coach)s can help you to find another trajectory.") % {
        "coach": application.intake_round.pathway.coach
    }


def _withdrawn(application: Any) -> str:
    return _("Nothing more happens with this application.")


STEPS: dict[str, Callable[[Any], str]] = {
    ApplicationState.DRAFT: _draft,
    ApplicationState.SUBMITTED: _submitted,
    ApplicationState.ELIGIBLE: _eligible,
    ApplicationState.INELIGIBLE: _ineligible,
    ApplicationState.INTERVIEWED: _interviewed,
    ApplicationState.PLACED: _placed,
    ApplicationState.UNPLACED: _unplaced,
    ApplicationState.ACCEPTED: _accepted,
    ApplicationState.DECLINED: _declined,
    ApplicationState.WITHDRAWN: _withdrawn,
}
