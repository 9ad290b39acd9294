"""The people and organisations of the access matrix."""

from partnerships.enums import OrganisationKind, Role
from tests.access import World
from tests.factories import partnerships as make


def people_of(world: World) -> None:
    """One person per role, on both sides of every fence."""
    world.institution = make.make_institution()
    world.other_institution = make.make_institution()
    world.host = make.make_host()
    world.other_host = make.make_host()
    world.ministry = make.make_ministry()
    observers = make.make_ministry(kind=OrganisationKind.OBSERVER)
    world.coordinator = make.make_coordinator(world.institution)
    world.director = make.make_member(Role.DIRECTOR, world.institution)
    world.coach = make.make_member(Role.COACH, world.institution)
    world.contact = make.make_member(Role.CONTACT, world.host)
    world.signatory = make.make_member(Role.SIGNATORY, world.host)
    world.other_coordinator = make.make_coordinator(world.other_institution)
    world.other_contact = make.make_member(Role.CONTACT, world.other_host)
    world.analyst = make.make_member(Role.ANALYST, world.ministry)
    world.observer = make.make_member(Role.OBSERVER, observers)
    world.administrator = make.make_user(is_administrator=True)


def rows_of(world: World) -> None:
    """A programme, a recognised site with two mentors, partnerships, students' accounts."""
    world.programme = make.make_programme(world.institution, director=world.director)
    world.other_programme = make.make_programme(world.other_institution)
    world.establishment = make.make_establishment(world.host)
    world.workplace = make.make_workplace(world.establishment)
    world.partnership = make.make_partnership(world.institution, world.host)
    world.other_partnership = make.make_partnership(world.institution, world.other_host)
    world.framework = make.make_framework(world.partnership)
    world.closing = make.make_closing(world.institution)
    world.recognition = make.make_recognition(world.programme, world.establishment)
    world.mentor_row = make.make_mentor(world.establishment)
    world.mentor = world.mentor_row.user
    world.other_mentor = make.make_mentor(world.establishment).user
    world.student = make.make_member(Role.STUDENT, world.institution)
    world.other_student = make.make_member(Role.STUDENT, world.institution)
    world.outside_student = make.make_member(Role.STUDENT, world.other_institution)
