"""An administrator, and people who stand differently to signing in: something to look at."""

from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.invitations import VALID_FOR, invite
from accounts.models import Invitation, User
from core.history import acting
from partnerships.enums import OrganisationKind, Role
from partnerships.models import Membership
from partnerships.people import block_person
from trajectories.models import Student

ADMINISTRATOR = "beheer@platform.example"
LATELY = timedelta(days=3)


def stand_differently(coordinator: User, playing: set[int]) -> None:
    """Some students never applied, and some colleagues in no part that is played."""
    institution = Membership.objects.get(user=coordinator, role=Role.COORDINATOR).organisation
    idle = Student.objects.filter(institution=institution, applications=None)
    rows = idle.exclude(user__in=playing).order_by("-student_number").select_related("user")
    students = [row.user for row in rows[:9]]
    User.objects.exclude(pk__in=[person.pk for person in students]).update(
        last_login=timezone.now() - LATELY
    )
    User.objects.filter(pk__in=[person.pk for person in students[:7]]).update(
        password=make_password(None)
    )
    _invite(students[5:7], coordinator)
    block_person(students[7], actor=coordinator)
    colleagues = Membership.objects.filter(
        organisation__kind=OrganisationKind.INSTITUTION, organisation=institution, role=Role.COACH
    )
    for membership in colleagues.exclude(user__in=playing).select_related("user")[:2]:
        # The person's own doing, not the coordinator's of a moment ago.
        with acting(membership.user, "accounts.secondstep.set_up"):
            TOTP.activate(membership.user, generate_totp_secret())


def _invite(people: list[User], coordinator: User) -> None:
    """One invitation that works, and one that ran out."""
    for person in people:
        person.refresh_from_db()
    invite(people, actor=coordinator)
    now = timezone.now()
    Invitation.objects.filter(user=people[-1]).update(
        created_at=now - VALID_FOR - LATELY, expires_at=now - LATELY
    )


def make_administrator() -> User:
    """Looks after organisations and accounts; sees no student's file."""
    return User.objects.create_user(
        ADMINISTRATOR, first_name="Bea", last_name="Beheer", is_administrator=True
    )
