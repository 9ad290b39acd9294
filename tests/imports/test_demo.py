"""The demonstration: one load, every room at work, and a journey left to walk by hand."""

from collections import Counter
from io import StringIO

import pytest
from allauth.idp.oidc.models import Client
from django.core.management import CommandError, call_command

from accounts.models import User
from agreements.models import Agreement
from agreements.services.prefill import recognition_for
from config.demo.accounts import CLIENT_ID, CLIENT_SECRET, COORDINATOR, PASSWORD
from config.demo.documents import attach_documents
from config.demo.load import load
from config.demo.looks import ACCENTS
from core.models import Document
from matching.models import Application, IntakeRound
from partnerships.attachments import EVIDENCE
from partnerships.enums import OrganisationKind
from partnerships.models import ApiClient, Organisation
from quality.models import Review
from tests.factories.trajectories import make_log_entry
from trajectories.models import Pathway, Trajectory

REPORT = "verslag-bezoek.pdf"


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


def test_every_institution_of_the_demonstration_has_a_colour_of_its_own(demonstration):
    """Whose pages one sees, one sees."""
    institutions = Organisation.objects.filter(kind=OrganisationKind.INSTITUTION)
    assert dict(institutions.values_list("code", "accent")) == ACCENTS
    assert len(set(ACCENTS.values())) == 3


def test_demonstration_has_documents_to_look_at(demonstration):
    """What a document is for, a newcomer sees at recognitions of the institution to begin with."""
    papers = Document.objects.filter(kind=EVIDENCE.name)
    assert {(one.about.institution.code, one.current.name) for one in papers} == {
        (User.objects.get(email=COORDINATOR).memberships.get().organisation.code, REPORT)
    }
    assert papers.count() == 3


def test_open_day_in_a_log_gets_a_sketch(db):
    """The mentor has not confirmed it: later than the morning on which the tests load it."""
    entry = make_log_entry()
    attach_documents()
    paper = Document.objects.get()
    assert (paper.about, paper.current.media) == (entry, "png")


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
        "platform administrator",
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
