"""What the access matrix does not tell about calling an operation with success."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.importing import importer_named
from core.importing.jobs import begin
from core.models import ImportJob, Stage
from core.privacy.services import ask_erasure
from matching.enums import LotteryParty, RoundState
from matching.services import publish_round, seal_round
from partnerships.attachments import EVIDENCE
from partnerships.enums import Role
from partnerships.people import block_person, invite_person
from quality.enums import ReviewState
from quality.models import Review
from tests import files
from tests.access import World
from tests.accounts.second_step import with_app
from tests.factories import matching as make_matching
from tests.factories import partnerships as make_partners
from tests.factories import trajectories as make
from tests.factories.agreements import fill_everything, make_agreement, make_planned_trajectory
from tests.factories.quality import make_review
from tests.sample import csv_file
from trajectories.enums import LogEntryState

PEOPLE = "email,first_name,last_name,role,organisation_code,language,valid_from\n"


@dataclass(frozen=True)
class Need:
    """Another person or thing, and the identifiers in the place of those of the example."""

    role: str = ""
    obj: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    body: Callable[[Any], Any] | None = None
    form: bool = False
    query: str = ""


def prepare(world: World) -> None:
    """Things that only wait for their verb to succeed."""
    pathway = make.make_pathway(world.programme, coordinator=world.coordinator, coach=world.coach)
    position = make.make_position(
        pathway,
        workplace=world.workplace,
        mentor=world.mentor_row,
        start_date=date(2026, 9, 1),
    )
    world.begun_trajectory = make.make_trajectory(position, world.student_row)
    world.asked_entry = make.make_log_entry(
        world.begun_trajectory, LogEntryState.RETURNED, question="Welke pomp?", day=date(2026, 9, 8)
    )
    world.replied_review = make_review(ReviewState.REPLY, trajectory=world.begun_trajectory)
    Review.objects.filter(pk=world.replied_review.pk).update(reply="Akkoord.")
    world.outcome = make.make_outcome(world.programme)
    world.condition = make.make_condition(world.sent_application.intake_round.pathway)
    world.new_host = make_partners.make_host()
    world.second_establishment = make_partners.make_establishment(world.host)
    world.rated_round = make_matching.make_round(pathway, RoundState.RATING)
    # In which the student has no place, so can still apply.
    world.drawn_pathway = make.make_pathway(
        world.programme, coordinator=world.coordinator, coach=world.coach
    )
    world.witness_to_reveal = witness_to_reveal(world)
    world.free_position = make.make_position(world.drawn_pathway)
    world.application_to_send = make_matching.make_application(
        make_matching.make_round(world.drawn_pathway, RoundState.OPEN),
        positions=[world.free_position],
        student=world.student_row,
    )
    world.answered_round = make_matching.make_round(pathway, RoundState.MATCHED)
    world.whole_agreement = make_agreement(
        make_planned_trajectory(position=position, student=make.make_student(world.programme)),
        actor=world.coordinator,
    )
    fill_everything(world.whole_agreement, world.coordinator)
    leaver = make.make_student(world.programme).user
    world.case_to_approve = ask_erasure(leaver, actor=leaver)
    bring_people(world)
    bring_in(world)


def witness_to_reveal(world: World) -> Any:
    """Somebody of a host who can reveal a secret now."""
    drawn = make_matching.make_round(world.drawn_pathway)
    witness = make_matching.make_witness(drawn, LotteryParty.HOSTS, user=world.contact)
    publish_round(drawn, actor=world.coordinator)
    make_matching.move_round(drawn, RoundState.RATING)
    seal_round(drawn, actor=world.coordinator)
    return witness


def bring_people(world: World) -> None:
    """People at every step of signing in."""

    def without_password(role: Role, organisation: Any) -> Any:
        person = make_partners.make_member(role, organisation)
        person.set_unusable_password()
        person.save()
        return person

    world.role_of_mentor = world.mentor.memberships.get()
    world.newcomer = without_password(Role.COACH, world.institution)
    world.invited = without_password(Role.COACH, world.institution)
    invite_person(world.invited, actor=world.coordinator)
    without_password(Role.MENTOR, world.other_host)
    world.two_steps = with_app(make_partners.make_member(Role.COACH, world.institution))
    world.blocked = make_partners.make_member(Role.COACH, world.institution)
    block_person(world.blocked, actor=world.coordinator)


def bring_in(world: World) -> None:
    """Files of people: one that is in, one that waits for its columns, one to confirm, one that
    failed by accident.
    """

    def job(who: Any, house: Any, header: str = PEOPLE, *, at_once: bool = False) -> ImportJob:
        line = f"nieuw@{house.code}.example,Ann,Nys,trajectory_coach,{house.code},nl,2026-01-01\n"
        file = csv_file(f"{header}{line}")
        made = begin(importer_named("people"), file, actor=who, at_once=at_once)
        made.refresh_from_db()
        return made

    world.failed_job = job(world.coordinator, world.institution)
    ImportJob.objects.filter(pk=world.failed_job.pk).update(stage=Stage.FAILED)
    world.job_that_is_in = job(world.coordinator, world.institution, at_once=True)
    world.run_to_undo = world.job_that_is_in.run
    strange = PEOPLE.replace("role", "functie bij ons")
    world.job_without_columns = job(world.coordinator, world.institution, strange)
    world.job_to_confirm = job(world.other_coordinator, world.other_institution)


def document(world: World) -> dict[str, Any]:
    """A document about a recognition."""
    file = files.upload(files.pdf(b"<< >>"), "verslag.pdf")
    return {"file": file, "kind": EVIDENCE.name, "about": str(world.recognition.uuid)}


def marks(choice: str) -> Callable[[World], Any]:
    """A mark on every criterion of the round."""

    def given(world: World) -> Any:
        found = getattr(world, choice)
        application = getattr(found, "application", found)
        return [
            {"criterion": str(one.uuid), "score": 4, "note": "Gaf een duidelijk voorbeeld."}
            for one in application.intake_round.criteria.all()
        ]

    return given


NEEDS: dict[str, Need] = {
    "agreements_create": Need(ids={"trajectory": "planned_trajectory"}),
    "agreements_propose": Need(obj="whole_agreement"),
    "agreements_sign": Need(values={"sha256": lambda world: world.version.sha256}),
    "api_clients_create": Need(role="analyst", ids={"organisation": "ministry"}),
    "applications_check": Need(ids={"answers.*": "condition"}),
    "applications_name_employer": Need(
        obj="application_to_send", ids={"position": "free_position"}
    ),
    "applications_rank": Need(obj="application_to_send", ids={"positions.0": "free_position"}),
    "applications_rate": Need(values={"marks": marks("eligible_application")}),
    "closing_periods_create": Need(ids={"institution": "institution"}),
    "datasets_data": Need(role="program"),
    "documents_create": Need(body=document, form=True),
    "documents_replace": Need(
        body=lambda world: {"file": files.upload(files.pdf(b"<< >>"), "nieuw.pdf")}, form=True
    ),
    "framework_agreements_create": Need(
        role="coordinator",
        ids={
            "partnership": "other_partnership",
            "host_signatory": "other_contact",
            "coordinator": "coordinator",
        },
    ),
    "import_jobs_create": Need(
        body=lambda world: {"file": files.upload(PEOPLE.encode(), "personen.csv")},
        form=True,
        query="importer=people",
    ),
    "import_jobs_columns": Need(
        obj="job_without_columns",
        values={"places": lambda world: PEOPLE.strip().split(",")},
    ),
    "import_jobs_get": Need(obj="job_that_is_in"),
    "import_jobs_problems": Need(obj="job_that_is_in"),
    "import_jobs_try_again": Need(obj="failed_job"),
    "import_jobs_stop": Need(obj="job_without_columns"),
    "import_jobs_reading": Need(obj="job_without_columns"),
    "import_jobs_confirm": Need(role="other_coordinator", obj="job_to_confirm"),
    "imports_undo": Need(obj="run_to_undo"),
    "log_entries_rewrite": Need(obj="asked_entry"),
    "partnerships_create": Need(
        role="coordinator", ids={"institution": "institution", "host": "new_host"}
    ),
    "pathways_place_outcomes": Need(ids={"places.0.outcome": "outcome"}),
    "pathways_set_limits": Need(ids={"limits.0.host": "host"}),
    "privacy_copies_create": Need(role="coordinator", ids={"person": "other_student"}),
    "privacy_holds_create": Need(ids={"person": "student"}),
    "privacy_requests_create": Need(role="coordinator", ids={"person": "other_student"}),
    "privacy_requests_approve": Need(obj="case_to_approve"),
    "people_create": Need(ids={"organisation": "institution"}),
    "people_last_day": Need(ids={"role": "role_of_mentor"}),
    "people_invite": Need(obj="newcomer"),
    "people_invite_again": Need(obj="invited"),
    "people_withdraw": Need(obj="invited"),
    "people_reset_second_step": Need(obj="two_steps"),
    "people_unblock": Need(obj="blocked"),
    "people_invitation_rounds_create": Need(role="other_contact"),
    "preferences_rate": Need(values={"marks": marks("choice")}),
    "recognitions_create": Need(
        role="coordinator",
        ids={
            "establishment": "second_establishment",
            "programme": "programme",
            "first_reviewer": "director",
            "second_reviewer": "coach",
        },
    ),
    "reviews_create": Need(
        role="coordinator", ids={"instrument": "instrument", "trajectory": "begun_trajectory"}
    ),
    "reviews_conclude": Need(obj="replied_review"),
    "rounds_create": Need(ids={"pathway": "pathway"}),
    "rounds_close": Need(obj="answered_round"),
    "rounds_seal": Need(obj="rated_round"),
    "applications_submit": Need(obj="application_to_send"),
    "rounds_apply": Need(role="other_student"),
    "rounds_ask_witness": Need(values={"email": lambda world: world.other_student.email}),
    "lotteries_reveal": Need(
        obj="witness_to_reveal",
        body=lambda world: {"sentence": make_matching.SENTENCES[LotteryParty.HOSTS]},
    ),
    "trajectories_log": Need(obj="begun_trajectory"),
}
