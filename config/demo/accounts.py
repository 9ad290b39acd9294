"""Who can sign in to the demonstration, and the program that fetches data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from config.demo.files import BY_HAND, lines
from config.demo.people import holders, host_speaker, person
from config.demo.signing_in import ADMINISTRATOR
from partnerships.clients import register_client
from partnerships.enums import OrganisationKind, Role
from partnerships.models import ApiClient, Organisation
from reporting.datasets import DATASETS
from trajectories.enums import EntryRoute, TrajectoryState
from trajectories.models import Pathway, Student, Trajectory

# No secrets: they open fictional data on a machine that says it is a demonstration.
PASSWORD = "werkplekleren"  # noqa: S105
CLIENT_ID = "demo-ministry"
CLIENT_SECRET = "demo-secret-only-for-fictional-data"  # noqa: S105
COORDINATOR = "emmanuel.maes@hogeschool-leiezicht.example"
CLIENT_PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class Account:
    """A person to sign in as, and what for."""

    part: str
    user: User


def give_passwords() -> None:
    """One password for everybody: hashed once, for people who do not exist."""
    User.objects.update(password=make_password(PASSWORD))


def register_demo_client() -> None:
    """The ministry's program, under a protocol, for a year from today."""
    analyst = analyst_account()
    register_client(
        ministry(),
        actor=analyst,
        name="Monitoring werkplekleren (demo)",
        purpose="Opvolging van de proefprojecten werkplekleren.",
        protocol_reference="PROT-2026-001 (fictief)",
        protocol_url="https://leerwerk-departement.example/protocollen/2026-001",
        scopes=sorted({dataset.scope for dataset in DATASETS.values()}),
        valid_to=timezone.localdate() + CLIENT_PERIOD,
        client_id=CLIENT_ID,
        secret=CLIENT_SECRET,
    )


def ministry() -> Organisation:
    """The ministry of the sample."""
    return Organisation.objects.filter(kind=OrganisationKind.MINISTRY).order_by("code")[0]


def analyst_account() -> User:
    """The ministry's first analyst."""
    return person(holders(ministry().pk, Role.ANALYST)[0])


def client() -> ApiClient | None:
    """The client of the demonstration, once it is registered."""
    return ApiClient.objects.filter(client_id=CLIENT_ID).first()


def accounts() -> list[Account]:
    """The parts that a newcomer plays, in the order of the journey."""
    pathway = Pathway.objects.select_related("programme__director").get(code=BY_HAND)
    position = pathway.positions.select_related("mentor__user").order_by("code")[0]
    running = running_trajectory()
    found: list[tuple[str, Any]] = [
        ("coordinator", User.objects.get(email=COORDINATOR)),
        ("programme director", pathway.programme.director),
        ("trajectory coach", pathway.coach),
        ("host: contact person", person(holders(position.host.pk, Role.CONTACT)[0])),
        ("host: signatory", host_speaker(position.host)),
        ("host: mentor", position.mentor.user),
        ("student, may apply", newcomer(pathway).user),
        ("student, at work", running.student.user if running else None),
        ("mentor of that student", running.mentor.user if running else None),
        ("ministry analyst", analyst_account()),
        # A demonstration that was loaded by an earlier version has none.
        ("platform administrator", User.objects.filter(email=ADMINISTRATOR).first()),
    ]
    return [Account(part, user) for part, user in found if user is not None]


def newcomer(pathway: Pathway) -> Student:
    """A regular student of the programme who is in no application of the sample."""
    applied = {row["student_email"] for row in lines("applications")}
    students = Student.objects.filter(
        programme=pathway.programme, entry_route=EntryRoute.REGULAR
    ).exclude(user__email__in=applied)
    return students.select_related("user").order_by("student_number")[0]


def running_trajectory() -> Trajectory | None:
    """The first running trajectory."""
    running = Trajectory.objects.filter(state=TrajectoryState.RUNNING)
    return (
        running.select_related("student__user", "mentor__user")
        .order_by("student__student_number")
        .first()
    )
