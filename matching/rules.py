"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from matching.enums import HOST_APPLICATIONS
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES, Role
from partnerships.standing import standing_of

CHECKERS = frozenset({Role.COORDINATOR, Role.COACH})


def _works_at(user: Any, institution: int, *roles: str) -> bool:
    return institution in standing_of(user).institutions(roles)


def _institution_of(application: Any) -> int:
    return application.intake_round.pathway.programme.institution_id


def creates_rounds(user: Any, pathway: Any = None) -> bool:
    """A coordinator; with a pathway at hand, one of its institution."""
    if pathway is None:
        return standing_of(user).has(Role.COORDINATOR)
    return _works_at(user, pathway.programme.institution_id, Role.COORDINATOR)


def leads_round(user: Any, intake: Any) -> bool:
    """The coordinators of the institution."""
    return creates_rounds(user, intake.pathway)


def sees_counts(user: Any, intake: Any) -> bool:
    """The institution's own people."""
    return _works_at(user, intake.pathway.programme.institution_id, *INSTITUTION_ROLES)


def may_apply(user: Any, intake: Any) -> bool:
    """A student of the pathway's programme who has no application in the round yet, does not draw
    along in its lottery, and has no place in the pathway from an earlier one.
    """
    student = getattr(user, "student", None)
    if student is None:
        return False
    rows = type(intake).objects.for_new_application_of(student)
    return bool(rows.filter(pk=intake.pk).exists())


def is_applicant(user: Any, application: Any) -> bool:
    """The student who applies."""
    return application.student.user_id == user.pk


def checks_application(user: Any, application: Any) -> bool:
    """Coaches and coordinators of the institution."""
    return _works_at(user, _institution_of(application), *CHECKERS)


def rates_for_institution(user: Any, application: Any) -> bool:
    """The institution's own people: director, coach, coordinator."""
    return _works_at(user, _institution_of(application), *INSTITUTION_ROLES)


def sees_ranks(user: Any, application: Any) -> bool:
    """The student and the institution's people; a host never knows a place on a list (V27)."""
    return is_applicant(user, application) or rates_for_institution(user, application)


def rates_for_host(user: Any, application: Any) -> bool:
    """Who decides for a host that the student ranked, once the student may take part."""
    hosts = standing_of(user).hosts(HOST_DECIDERS)
    if not hosts or application.state not in HOST_APPLICATIONS:
        return False
    ranked = application.preferences.filter(
        position__workplace__establishment__organisation__in=hosts
    )
    return ranked.exists()


def decides_for_position(user: Any, preference: Any) -> bool:
    """Who decides for the host of this very position."""
    return preference.position.host.pk in standing_of(user).hosts(HOST_DECIDERS)


def owns_preference(user: Any, preference: Any) -> bool:
    """The student whose list it is."""
    return is_applicant(user, preference.application)


def employs_student(user: Any, application: Any) -> bool:
    """Who decides for the host that the student named as the own employer."""
    place = application.own_place_or_none
    return place is not None and answers_for_employer(user, place)


def takes_part(user: Any, application: Any) -> bool:
    """Whoever can say the last word that completes an application."""
    return (
        sees_ranks(user, application)
        or rates_for_host(user, application)
        or employs_student(user, application)
    )


def answers_for_employer(user: Any, place: Any) -> bool:
    """Who decides for the host that employs the student."""
    return decides_for_position(user, place)


def decides_own_place(user: Any, place: Any) -> bool:
    """The coordinators of the institution."""
    return leads_round(user, place.application.intake_round)


def withdraws_own_place(user: Any, place: Any) -> bool:
    """The student whose employer it is."""
    return is_applicant(user, place.application)


def leads_application(user: Any, application: Any) -> bool:
    """The coordinators of the institution that runs the match."""
    return leads_round(user, application.intake_round)


def draws_along(user: Any, witness: Any) -> bool:
    """Whom the coordinator asked."""
    return witness.user_id == user.pk


def leads_lottery(user: Any, witness: Any) -> bool:
    """The coordinators of the institution that leads the round."""
    return leads_round(user, witness.intake_round)


PERMISSIONS: Mapping[str, Rule] = {
    "matching.create_round": Rule(
        creates_rounds, _("Only a coordinator of the institution starts an intake round.")
    ),
    "matching.lead_round": Rule(
        leads_round, _("Only a coordinator of the institution leads an intake round.")
    ),
    "matching.see_counts": Rule(
        sees_counts, _("Only the institution sees how many applications there are.")
    ),
    "matching.apply_in_round": Rule(
        may_apply,
        _(
            "Only students of this programme apply, once per round, not while they have a place in "
            "the pathway, and not where they draw along in the lottery."
        ),
    ),
    "matching.write_application": Rule(
        is_applicant, _("Only the student works on the own application.")
    ),
    "matching.check_application": Rule(
        checks_application, _("The trajectory coach or the coordinator checks the conditions.")
    ),
    "matching.rate_application": Rule(
        rates_for_institution, _("Only people of the institution rate for the institution.")
    ),
    "matching.rate_pair": Rule(
        rates_for_host, _("Only a host that the student ranked speaks about its own places.")
    ),
    "matching.decide_pair": Rule(
        decides_for_position, _("Only the host of this place speaks about it.")
    ),
    "matching.withdraw_pair": Rule(
        owns_preference, _("Only the student withdraws a choice from the own list.")
    ),
    "matching.answer_for_employer": Rule(
        answers_for_employer, _("Only the host of this place speaks about it.")
    ),
    "matching.decide_own_place": Rule(
        decides_own_place,
        _("Only a coordinator of the institution decides about the own employer."),
    ),
    "matching.withdraw_own_place": Rule(
        withdraws_own_place, _("Only the student withdraws the own request.")
    ),
    "matching.finish_application": Rule(
        takes_part, _("Only those who rate complete the interviews.")
    ),
    "matching.lead_application": Rule(
        leads_application, _("Only a coordinator of the institution runs the match.")
    ),
    "matching.draw_along": Rule(
        draws_along,
        _("Only who was asked to draw along promises and reveals a secret."),
        in_person=True,
    ),
    "matching.lead_lottery": Rule(
        leads_lottery, _("Only a coordinator of the institution decides who draws along.")
    ),
    "matching.answer_offer": Rule(
        is_applicant, _("Only the student answers the own place."), in_person=True
    ),
}
