"""The demonstration: one load, every room at work, and a journey left to walk by hand."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from allauth.idp.oidc.models import Client
from django.core.management import CommandError, call_command
from django.db import connections

from accounts.models import User
from agreements.models import Agreement
from agreements.services.prefill import recognition_for
from config.demo.accounts import CLIENT_ID, CLIENT_SECRET, PASSWORD
from config.demo.load import load
from matching.models import Application, IntakeRound
from partnerships.models import ApiClient, Organisation
from quality.models import Review
from tests.conftest import drop_database, run_as_owner, use_database
from trajectories.models import Pathway, Trajectory


@pytest.fixture
def demonstration(sample_database: str, django_db_setup, django_db_blocker) -> Iterator[None]:
    own = connections["default"].settings_dict["NAME"]
    name = f"{own}_demo"
    drop_database(name)
    run_as_owner("CREATE DATABASE {} TEMPLATE {}", name, sample_database)
    use_database(name)
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    use_database(own)
    drop_database(name)


def states(model, **only: object) -> dict[str, int]:
    rows = model.objects.filter(**only).order_by()
    return dict(Counter(rows.values_list("state", flat=True)))


def test_demonstration_walks_seven_pathways_and_leaves_one(demonstration):
    """B14: a newcomer finds every step at work, and one whole journey still to walk."""
    left = Pathway.objects.get(code="PW-ELM-26")
    assert [left.state, left.intake_rounds.count()] == ["in_co_creation", 0]
    assert states(Pathway) == {"open": 7, "in_co_creation": 1}
    assert states(IntakeRound) == {"matched": 7}
    assert states(Review) == {"concluded": 2}


def test_demonstration_brings_most_placed_students_to_work(demonstration):
    """The lottery differs per load, so the shares are fixed and the people are not."""
    applications = states(Application)
    accepted, declined = applications["accepted"], applications["declined"]
    assert set(applications) == {"accepted", "declined", "unplaced", "ineligible"}
    assert [sum(applications.values()), applications["ineligible"]] == [185, 5]
    assert declined == (accepted + declined) // 10
    trajectories, agreements = states(Trajectory), states(Agreement)
    assert sum(trajectories.values()) == accepted
    assert sum(agreements.values()) == accepted - accepted // 3
    assert agreements["in_force"] == trajectories["running"]
    assert trajectories["running"] > accepted // 2


def test_agreements_are_in_force_where_the_workplace_is_recognised_and_nowhere_else(demonstration):
    """V32: REC-009 and REC-033 lapsed before the start; nothing comes into force there."""
    agreements = list(Agreement.objects.select_related("trajectory"))
    recognised = [recognition_for(agreement.trajectory) is not None for agreement in agreements]
    assert [agreement.state == "in_force" for agreement in agreements] == recognised


def test_accounts_can_sign_in_and_play_their_part(demonstration):
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    parts = dict(line.strip().split("  ", 1) for line in out.getvalue().splitlines())
    assert [*parts] == [
        "coordinator",
        "programme director",
        "trajectory coach",
        "host: contact person",
        "host: signatory",
        "host: mentor",
        "student, may apply",
        "student, at work",
        "mentor of that student",
        "ministry analyst",
        "password of everybody",
        "API client",
    ]
    assert parts["password of everybody"].strip() == PASSWORD
    newcomer = User.objects.get(email=parts["student, may apply"].strip())
    assert newcomer.check_password(PASSWORD)
    assert [newcomer.student.programme.code, newcomer.student.applications.count()] == [
        "LEI-GRA-ELM",
        0,
    ]
    running = User.objects.get(email=parts["student, at work"].strip()).student
    assert [one.state for one in running.trajectories.all()] == ["running"]


def test_client_of_the_demonstration_has_a_protocol_and_a_hashed_secret(demonstration):
    client = ApiClient.objects.get(client_id=CLIENT_ID)
    assert [client.organisation.kind, bool(client.protocol_reference)] == ["ministry", True]
    sign_in = Client.objects.get(pk=CLIENT_ID)
    assert sign_in.check_secret(CLIENT_SECRET)
    assert CLIENT_SECRET not in sign_in.secret


def test_loading_again_changes_nothing(demonstration):
    before = Organisation.objects.count()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "There is data already: nothing is loaded.\n"
    assert Organisation.objects.count() == before


@pytest.mark.django_db
def test_broken_load_leaves_nothing_behind():
    def stop(step: str) -> None:
        if step == "Pathways":
            raise RuntimeError(step)

    with pytest.raises(RuntimeError):
        load(stop)
    assert not Organisation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["load_demo", "demo_accounts"])
def test_commands_refuse_outside_a_demonstration(settings, command):
    """One known password for everybody: never on a real system."""
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command(command)
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_accounts_without_demonstration_say_what_to_do():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts")
