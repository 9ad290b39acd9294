"""Domain.md 4.1: forgetting a person, by pseudonymisation; and what forbids it."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import Error, connection, transaction
from django.urls import reverse

from accounts.models import User
from agreements.enums import AgreementState
from core.documents.service import (
    add_document,
    keep_document,
    release_document,
    remove_document,
)
from core.drafts import keep_draft
from core.errors import NotNow, Refused
from core.models import ErasureCase, LegalHold, Notification
from core.notifications.outbox import send_waiting
from core.privacy import services
from core.privacy.enums import CaseState
from core.privacy.preview import preview
from matching.enums import ApplicationState, RoundState
from matching.models import Application, LotteryWitness
from matching.services import publish_round
from partnerships.enums import Role
from partnerships.models import Membership
from tests import files
from tests.factories.agreements import make_agreement
from tests.factories.matching import (
    make_application,
    make_ratings,
    make_round,
    make_witness,
    move_round,
)
from tests.factories.partnerships import make_coordinator, make_user
from tests.factories.trajectories import (
    make_enrolment,
    make_log_entry,
    make_position,
    make_status,
    make_student,
    make_trajectory,
    walk,
)
from tests.people import sign_in
from trajectories.attachments import LOG_EVIDENCE
from trajectories.enums import TrajectoryState

pytestmark = pytest.mark.django_db

NAME, FAMILY, EMAIL, NUMBER = "Wilhelmina", "Onvergetelijk", "mien@student.example", "S4711007"
WORDS = "Ik wil dit echt graag leren, groetjes Wilhelmina."


def join(user, institution) -> None:
    Membership.objects.create(
        user=user, organisation=institution, role=Role.STUDENT, valid_from=date(2024, 1, 1)
    )


@pytest.fixture
def student(client):
    """A student with a bit of everything, whose round is over."""
    user = make_user(email=EMAIL, first_name=NAME, last_name=FAMILY, job_title="Student")
    intake = make_round(state=RoundState.OPEN)
    join(user, intake.pathway.programme.institution)
    found = make_student(intake.pathway.programme, user=user, student_number=NUMBER)
    position = make_position(intake.pathway)
    application = make_application(
        intake, ApplicationState.INTERVIEWED, [position], student=found, motivation=WORDS
    )
    make_ratings(application, intake.pathway.coordinator)
    application.ratings.update(note=f"{NAME} gaf een goed voorbeeld.")
    move_round(intake, RoundState.CLOSED)
    run = make_trajectory(position, found)
    make_log_entry(run, text=WORDS)
    make_enrolment(found)
    make_status(found)
    walk(run, [TrajectoryState.COMPLETED])
    keep_draft(user, "/form/", {"text": [WORDS]})
    user.last_name = f"{FAMILY}-Oud"
    user.save()  # an older name lives on in history only
    user.last_name = FAMILY
    user.save()
    sign_in(client, user)
    return found


@pytest.fixture
def neighbour(student):
    """Another student of the same round, with the same family name."""
    user = make_user(email="buur@student.example", first_name="Jos", last_name=FAMILY)
    join(user, student.institution)
    other = make_student(student.programme, user=user)
    run = make_trajectory(student.trajectories.get().position, other)
    make_log_entry(run, text=f"Samen met een collega, {FAMILY}.")
    return other


@pytest.fixture
def keeper(student):
    return make_coordinator(student.institution)


def everything() -> dict[str, list[str]]:
    """Every row of every table, history included, as text."""
    found = {}
    with connection.cursor() as cursor:
        for name in set(connection.introspection.table_names(cursor)) - {"django_migrations"}:
            cursor.execute(f'SELECT t::text FROM "{name}" AS t ORDER BY 1')
            found[name] = [row for (row,) in cursor.fetchall()]
    return found


def mentioning(word: str) -> set[str]:
    return {table for table, rows in everything().items() if any(word in row for row in rows)}


def forget(person, keeper) -> ErasureCase:
    """As in life: asked, approved by another one, told, carried out."""
    case = services.ask_erasure(person, actor=person)
    services.approve_erasure(case, actor=keeper)
    send_waiting()
    assert services.erase_people() == 1
    case.refresh_from_db()
    return case


def test_nothing_of_the_person_is_left_anywhere(student, keeper, client):
    """Name, older name, address, number and words: in no text of any table, history included."""
    assert {"accounts_user", "accounts_userevent", "matching_ratingevent"} <= mentioning(NAME)
    case = forget(student.user, keeper)
    for word in (NAME, FAMILY, EMAIL, NUMBER, "echt graag leren"):
        assert mentioning(word) == set(), word
    assert case.state == CaseState.DONE
    user = User.objects.get(pk=student.user_id)
    assert user.last_name == f"Anoniem {case.pseudonym}"
    assert (user.is_active, user.has_usable_password(), user.email) == (
        False,
        False,
        f"{case.pseudonym}@erased.invalid",
    )


def test_promise_and_secret_of_who_drew_along_stay_without_the_name(student, keeper):
    """B3: everybody can still see that the lottery of the round follows from them."""
    intake = make_round()
    witness = make_witness(intake, user=student.user)
    sealed = {"party": "students", "sha256": witness.sha256, "user": student.user_id}
    forget(student.user, keeper)
    assert LotteryWitness.objects.filter(**sealed, state="promised").exists()
    publish_round(intake, actor=intake.pathway.coordinator)
    assert witness.sha256 in intake.seals.get().canonical
    assert mentioning(NAME) == set()


def test_others_are_left_as_they_were(student, neighbour, keeper):
    """Of another student with the same family name, not a letter changes."""
    before = {row for rows in everything().values() for row in rows if "Jos" in row}
    mine = make_log_entry(neighbour.trajectories.get(), day=date(2026, 9, 22), text="Van Jos zelf")
    forget(student.user, keeper)
    after = {row for rows in everything().values() for row in rows}
    assert before <= after
    mine.refresh_from_db()
    assert mine.text == "Van Jos zelf"
    assert neighbour.user.last_name == FAMILY


def test_rows_and_results_stay_under_a_code(student, keeper):
    """Statistics and sealed results keep working: the same rows, the same random identifiers."""
    before = Application.objects.values_list("lottery_id", "state").get()
    seals = [(s.sha256, s.canonical) for s in apps.get_model("matching.RoundSeal").objects.all()]
    forget(student.user, keeper)
    assert Application.objects.values_list("lottery_id", "state").get() == before
    assert [
        (s.sha256, s.canonical) for s in apps.get_model("matching.RoundSeal").objects.all()
    ] == seals
    entry = student.trajectories.get().log_entries.get()
    assert (entry.text, str(entry.hours)) == ("[…]", "7.50")


def test_person_is_signed_out_everywhere(student, keeper, client):
    assert client.get("/privacy/").status_code == 200
    forget(student.user, keeper)
    assert client.get("/privacy/").status_code == 302


@pytest.fixture
def attached(student, settings):
    """A photo with a day of the log, and one that was removed."""
    settings.STORAGES = dict(settings.STORAGES)
    entry = student.trajectories.get().log_entries.get()
    found = [
        add_document(
            entry,
            kind=LOG_EVIDENCE,
            file=files.upload(files.pdf(words), f"Onvergetelijk{len(words)}.pdf"),
            actor=student.user,
        )
        for words in (b"<< /Nr 1 >>", b"<< /Nr 10 >>")
    ]
    remove_document(found[1], actor=student.user)
    return found[0]


def test_documents_go_with_the_person(
    student, keeper, attached, django_capture_on_commit_callbacks
):
    """Bytes out of the storage, names out of every table; the trace that there was one stays."""
    place = attached.current.place
    assert storages["documents"].exists(place)
    assert "core_documentversion" in mentioning(FAMILY)
    with django_capture_on_commit_callbacks(execute=True):
        forget(student.user, keeper)
    assert not storages["documents"].exists(place)
    assert mentioning(FAMILY) == set()
    attached.refresh_from_db()
    assert attached.removed_at is not None
    assert attached.versions.get().sha256


def test_document_that_is_kept_for_a_reason_forbids_it(student, keeper, attached):
    coach = student.trajectories.get().coach
    keep_document(attached, actor=coach, reason="Geschil met Wilhelmina")
    found = reasons(student.user, keeper)
    assert found == ["A document of the file is kept for a reason that stands with it."]
    release_document(attached, actor=coach)
    services.approve_erasure(ErasureCase.objects.get(), actor=keeper)


def test_what_others_were_told_no_longer_names_the_person(student, keeper):
    run = student.trajectories.get()
    words = {
        f"{part}_{lang}": f"{NAME} {FAMILY}: gedaan"
        for part in ("subject", "text")
        for lang in ("nl", "en")
    }
    path = f"/learning/trajectories/{run.uuid}/"
    told = Notification.objects.create(
        recipient=run.mentor.user, kind="x", path=path, delivery="here", **words
    )
    case = forget(student.user, keeper)
    told.refresh_from_db()
    assert told.subject_nl == f"Anoniem {case.pseudonym}: gedaan"


def test_report_counts_and_a_second_run_finds_nothing_to_do(student, keeper):
    case = forget(student.user, keeper)
    assert case.report["accounts_user"] == 1
    assert case.report["trajectories_logentry"] == 1
    assert NAME not in json.dumps(case.report)
    before = everything()
    assert services.erase_people() == 0
    assert everything() == before


def test_what_would_happen_is_told_before(student):
    lines = {
        str(line.label): (line.rows, str(line.left)) for line in preview(student.user, own=True)
    }
    assert lines["Your log"] == (1, "names and texts go, the rest stays without a name")
    assert lines["Your enrolments"] == (1, "stays, without a name")
    assert lines["Your account"][0] == 1


def test_killed_in_the_middle_it_begins_again(student, keeper, monkeypatch):
    """One transaction: an accident leaves everything as it was, and the next run does it all."""
    case = services.ask_erasure(student.user, actor=student.user)
    services.approve_erasure(case, actor=keeper)
    send_waiting()
    with monkeypatch.context() as patch:
        patch.setattr(services, "move_in_bulk", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.erase_people()
    assert "accounts_user" in mentioning(EMAIL)
    assert services.erase_people() == 1
    assert mentioning(EMAIL) == set()


def test_letter_that_says_so_goes_out_first(student, keeper, mailoutbox):
    case = services.ask_erasure(student.user, actor=student.user)
    services.approve_erasure(case, actor=keeper)
    assert services.erase_people() == 0
    send_waiting()
    assert [m.to for m in mailoutbox] == [[EMAIL]]
    assert services.erase_people() == 1


# Who may, and what forbids it


def test_who_asked_never_decides(student, keeper):
    """Two people: also in the database."""
    case = services.ask_erasure(student.user, actor=keeper)
    for actor in (keeper, student.user, make_coordinator()):
        with pytest.raises(Refused):
            services.approve_erasure(case, actor=actor)
    with pytest.raises(Error, match="another_one_decides"), transaction.atomic():
        ErasureCase.objects.filter(pk=case.pk).update(decided_by=keeper)
    services.approve_erasure(case, actor=make_coordinator(student.institution))


def test_only_who_keeps_the_file_asks_for_somebody(student):
    with pytest.raises(Refused):
        services.ask_erasure(student.user, actor=make_coordinator())
    with pytest.raises(Refused):
        services.ask_copy(student.user, actor=make_coordinator())


def test_one_open_request_at_a_time(student, keeper):
    services.ask_erasure(student.user, actor=student.user)
    with pytest.raises(NotNow):
        services.ask_erasure(student.user, actor=keeper)


def reasons(person, keeper) -> list[str]:
    case = services.ask_erasure(person, actor=person)
    with pytest.raises(NotNow) as refused:
        services.approve_erasure(case, actor=keeper)
    return [str(reason) for reason in refused.value.reasons]


def test_running_trajectory_forbids_it(keeper, student):
    run = make_trajectory(make_position(student.trajectories.get().pathway))
    found = reasons(run.student.user, keeper)
    assert found == ["A trajectory is not over yet."]


def test_open_round_forbids_it(student, keeper):
    intake = make_round(student.trajectories.get().pathway, RoundState.OPEN)
    application = make_application(intake, ApplicationState.SUBMITTED)
    found = reasons(application.student.user, keeper)
    assert found == ["An intake round in which the person applied is not closed yet."]


def test_agreement_forbids_it_until_its_term_is_over(frozen_clock):
    agreement = make_agreement(state=AgreementState.SIGNED)
    run = agreement.trajectory
    walk(run, [TrajectoryState.RUNNING, TrajectoryState.COMPLETED])
    person, keeper = run.student.user, make_coordinator(run.student.institution)
    expected = "An agreement is still within the term for which it must be kept."
    assert reasons(person, keeper) == [expected]
    signer = agreement.signatures.get(party="host").signer
    assert reasons(signer, make_user(is_administrator=True)) == [expected]


def test_hold_forbids_it_until_lifted_also_in_the_database(student, keeper):
    hold = services.lay_hold(student.user, actor=keeper, reason="Er loopt een beroep.")
    assert reasons(student.user, keeper) == ["Er loopt een beroep."]
    services.lift_hold(hold, actor=keeper)
    case = ErasureCase.objects.get()
    services.approve_erasure(case, actor=keeper)
    services.lay_hold(student.user, actor=keeper, reason="Toch nog een beroep.")
    send_waiting()
    assert services.erase_people() == 0
    with pytest.raises(Error, match="legal hold"), transaction.atomic():
        call("SELECT erase_person(%s)", case.pk)
    LegalHold.objects.get(lifted_at=None)


def call(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_function_does_nothing_without_an_approved_request(student):
    """The application's role can run it, and gets nothing that nobody decided."""
    case = services.ask_erasure(student.user, actor=student.user)
    for key in (case.pk, 0):
        with pytest.raises(Error, match="Only an approved request"), transaction.atomic():
            call("SELECT erase_person(%s)", key)
    assert "accounts_user" in mentioning(NAME)


def test_history_stays_closed_to_the_application(student, keeper):
    """Before and after an erasure, nobody but the function rewrites history."""
    forget(student.user, keeper)
    for table in ("accounts_userevent", "trajectories_logentryevent", "agreements_signature"):
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            call(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone()[0] in {"{}", ""}


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_requests_costs_as_many_queries_as_one_row(
    client, student, keeper, number, django_assert_num_queries
):
    for __ in range(number):
        services.ask_erasure(make_student(student.programme).user, actor=keeper)
    sign_in(client, keeper)
    client.get(reverse("core:erasure-list"))
    with django_assert_num_queries(7):
        page = client.get(reverse("core:erasure-list"))
    assert len(page.context["table"].rows) == number
