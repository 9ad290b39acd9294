"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.standing import standing_of
from trajectories.querysets import STUDENT_FILE_ROLES

DESIGNERS = frozenset({Role.COORDINATOR, Role.DIRECTOR})


def designs(user: Any, pathway: Any) -> bool:
    """Coordinator or programme director of the pathway's institution; of any, without one."""
    mine = standing_of(user).institutions(DESIGNERS)
    return bool(mine) if pathway is None else pathway.programme.institution_id in mine


def designs_in_programme(user: Any, programme: Any) -> bool:
    """Coordinator or director of the programme's institution; of any, without a programme."""
    mine = standing_of(user).institutions(DESIGNERS)
    return bool(mine) if programme is None else programme.institution_id in mine


def parties_of(user: Any, pathway: Any) -> set[int]:
    """Keys of the organisations in this design for which the person decides."""
    standing = standing_of(user)
    parties = set(standing.institutions(DESIGNERS)) & {pathway.programme.institution_id}
    if hosts := standing.hosts(HOST_DECIDERS):
        offering = pathway.positions.filter(workplace__establishment__organisation__in=hosts)
        key = "workplace__establishment__organisation"
        parties |= set(offering.order_by().values_list(key, flat=True))
    return parties


def speaks_for_a_party(user: Any, pathway: Any) -> bool:
    """Decides for the institution, or for a host that offers a position."""
    return bool(parties_of(user, pathway))


def has_not_accepted_yet(user: Any, pathway: Any) -> bool:
    """Decides for a party that has not accepted this version of the design."""
    if not (parties := parties_of(user, pathway)):
        return False
    accepted = pathway.acceptances.filter(version=pathway.version)
    return bool(parties - set(accepted.values_list("organisation", flat=True)))


def offers(user: Any, workplace: Any) -> bool:
    """Contact person or signatory of the workplace's host; of any host, without a workplace."""
    mine = standing_of(user).hosts(HOST_DECIDERS)
    return bool(mine) if workplace is None else workplace.establishment.organisation_id in mine


def offers_position(user: Any, position: Any) -> bool:
    """Contact person or signatory of the host that offers this position."""
    return offers(user, position.workplace)


def keeps_student_files(user: Any, student: Any) -> bool:
    """Staff of the student's institution; of any institution, without a student."""
    mine = standing_of(user).institutions(STUDENT_FILE_ROLES)
    return bool(mine) if student is None else student.institution_id in mine


def plans_for(user: Any, student: Any) -> bool:
    """The student, or staff of the student's institution."""
    return student.user_id == user.pk or keeps_student_files(user, student)


def runs(user: Any, trajectory: Any) -> bool:
    """Coordinator or programme director of the student's institution."""
    return trajectory.student.institution_id in standing_of(user).institutions(DESIGNERS)


def guides(user: Any, trajectory: Any) -> bool:
    """The coach of this trajectory, while being a coach there, or who runs it."""
    mine = standing_of(user).institutions({Role.COACH})
    coaches = trajectory.coach_id == user.pk and trajectory.student.institution_id in mine
    return coaches or runs(user, trajectory)


def is_the_student(user: Any, trajectory: Any) -> bool:
    """The student whose run this is."""
    return bool(trajectory.student.user_id == user.pk)


def mentors(user: Any, trajectory: Any) -> bool:
    """The mentor of this student, while being a mentor of that host."""
    mentor = trajectory.mentor
    mine = standing_of(user).hosts({Role.MENTOR})
    return mentor.user_id == user.pk and mentor.establishment.organisation_id in mine


def is_the_mentor(user: Any, entry: Any) -> bool:
    """The mentor of the student who wrote the entry."""
    return mentors(user, entry.trajectory)


def wrote(user: Any, entry: Any) -> bool:
    """The student who wrote the entry."""
    return is_the_student(user, entry.trajectory)


def attached(user: Any, document: Any) -> bool:
    """The student in whose log the document is."""
    return wrote(user, document.about)


def keeps_log_document(user: Any, document: Any) -> bool:
    """Who guides the trajectory in whose log the document is."""
    return guides(user, document.about.trajectory)


def looks_back_at_log(user: Any, document: Any) -> bool:
    """The student, and who guides the trajectory."""
    return attached(user, document) or keeps_log_document(user, document)


def follows_pathway(user: Any, pathway: Any) -> bool:
    """Staff of the institution, or people of a partner host or a host with a position."""
    standing = standing_of(user)
    institution = pathway.programme.institution
    if institution.pk in standing.institutions():
        return True
    if not (hosts := standing.hosts()):
        return False
    offering = pathway.positions.filter(workplace__establishment__organisation__in=hosts)
    partners = institution.partnerships_as_institution.filter(host__in=hosts)
    return bool(partners.exists() or offering.exists())


def takes_part(user: Any, obj: Any) -> bool:
    """Works for an institution or a host, or studies."""
    standing = standing_of(user)
    return bool(standing.institutions() or standing.hosts() or standing.has(Role.STUDENT))


PERMISSIONS: Mapping[str, Rule] = {
    "trajectories.create_pathway": Rule(
        designs_in_programme,
        _("Only a coordinator or a programme director of the institution makes a pathway."),
    ),
    "trajectories.design_pathway": Rule(
        designs,
        _("Only a coordinator or a programme director of the institution decides on this."),
    ),
    "trajectories.accept_pathway": Rule(
        has_not_accepted_yet,
        _(
            "Only someone who decides for the institution or for a host with a position accepts "
            "a design, once for every version."
        ),
        in_person=True,
    ),
    "trajectories.agree_pathway": Rule(
        speaks_for_a_party,
        _("Only the institution and the hosts with a position agree on a design."),
    ),
    "trajectories.follow_pathway": Rule(
        follows_pathway, _("Only the institution and its hosts see who worked on a design.")
    ),
    "trajectories.view_positions": Rule(
        takes_part, _("Only institutions, hosts and students see positions.")
    ),
    "trajectories.view_trajectories": Rule(
        takes_part, _("Only institutions, hosts and students see trajectories.")
    ),
    "trajectories.offer_position": Rule(
        offers,
        _("Only a contact person or signatory of a host offers positions, at an own workplace."),
    ),
    "trajectories.change_position": Rule(
        offers_position,
        _("Only a contact person or signatory of this host changes the position."),
    ),
    "trajectories.view_students": Rule(
        keeps_student_files, _("Only staff of the institution see the files of students.")
    ),
    "trajectories.plan_trajectory": Rule(
        plans_for, _("Only the student or staff of the institution plan a trajectory.")
    ),
    "trajectories.run_trajectory": Rule(
        runs, _("Only a coordinator or a programme director starts a trajectory.")
    ),
    "trajectories.guide_trajectory": Rule(
        guides, _("Only the coach, a coordinator or a programme director decides on this.")
    ),
    "trajectories.log_in_trajectory": Rule(
        is_the_student, _("Only the student writes in the log.")
    ),
    "trajectories.confirm_log_entry": Rule(
        is_the_mentor, _("Only the student's own mentor confirms the log.")
    ),
    "trajectories.document_log_entry": Rule(
        wrote, _("Only the student who wrote the entry adds documents to it.")
    ),
    "trajectories.change_log_document": Rule(
        attached, _("Only the student who wrote the entry changes its documents.")
    ),
    "trajectories.look_back_at_log_document": Rule(
        looks_back_at_log,
        _("Only the student, the coach, a coordinator or a programme director looks back here."),
    ),
    "trajectories.keep_log_document": Rule(
        keeps_log_document,
        _("Only the coach, a coordinator or a programme director decides on this."),
    ),
    "trajectories.rewrite_log_entry": Rule(
        wrote, _("Only the student who wrote the entry changes it.")
    ),
}
