"""Domain.md 4.1: a copy of all data about a person, for that person only."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import NotNow
from core.models import DataCopy, DataCopyPart, FileRead, Notification
from core.privacy import archive, services
from core.privacy.enums import ExportState
from tests.factories.partnerships import PASSWORD, make_coordinator
from tests.factories.trajectories import make_log_entry, make_student, make_trajectory
from tests.people import sign_in

pytestmark = pytest.mark.django_db

SECRET = "Dit schreef een andere student"


@pytest.fixture
def run():
    """A run of one student, and one of another with the same mentor, at the same place."""
    found = make_trajectory()
    make_log_entry(found, text="Een ketel <b>hersteld</b>.")
    other = make_trajectory(found.position, make_student(found.pathway.programme))
    make_log_entry(other, text=SECRET)
    return found


def opened(copy: DataCopy) -> dict[str, str]:
    """The files of a copy."""
    content = b"".join(archive.read_archive(copy))
    assert len(content) == copy.size
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


def copy_of(person, actor=None) -> DataCopy:
    copy = services.ask_copy(person, actor=actor or person)
    assert services.make_copies() == 1
    copy.refresh_from_db()
    return copy


def test_copy_holds_what_is_known_in_json_and_two_languages(run, client):
    sign_in(client, make_coordinator(run.student.institution))
    client.get(reverse("trajectories:student-detail", args=[run.student.uuid]))
    files = opened(copy_of(run.student.user))
    assert sorted(files) == ["data.json", "en.html", "nl.html"]
    data = json.loads(files["data.json"])
    (account,) = data["tables"]["accounts.User"]
    assert account["email"] == run.student.user.email
    assert "password" not in account
    (entry,) = data["tables"]["trajectories.LogEntry"]
    assert (entry["text"], entry["hours"]) == ("Een ketel <b>hersteld</b>.", "7.50")
    (trajectory,) = data["tables"]["trajectories.Trajectory"]
    assert trajectory["mentor"] == str(run.mentor)
    assert {c["what"] for c in data["changes"]} == {"Gemaakt", "Gewijzigd"}
    (look,) = data["looks_at_your_file"]
    assert look["by"] == str(FileRead.objects.get().reader)
    assert 'lang="nl"' in files["nl.html"]
    assert "Een ketel &lt;b&gt;hersteld&lt;/b&gt;." in files["en.html"]
    assert "What changed, and who did it" in files["en.html"]
    assert "<script" not in files["en.html"]
    assert "http" not in files["nl.html"].replace("http-equiv", "")


def test_copy_can_be_opened_under_a_new_key(run, settings):
    """ENCRYPTION_KEYS: without a gap; a piece that no key opens holds up nothing."""
    copy = copy_of(run.student.user)
    files, lost = opened(copy), "lost"
    DataCopyPart.objects.create(copy=copy_of(run.mentor.user), number=99, sealed=lost)
    settings.ENCRYPTION_KEYS = ["cd" * 32, *settings.ENCRYPTION_KEYS]
    call_command("renew_encryption", verbosity=0)
    settings.ENCRYPTION_KEYS = ["cd" * 32]
    assert opened(copy) == files
    assert DataCopyPart.objects.get(number=99).sealed == lost


def test_copy_names_no_other_student(run):
    """A mentor was told about both students; in nobody's copy stands the other one."""
    other = make_student().user
    for who in (run.student.user, run.mentor.user):
        Notification.objects.create(
            recipient=run.mentor.user, kind="x", delivery="here",
            **{f"{p}_{n}": f"{other} schreef" for p in ("subject", "text") for n in ("nl", "en")},
        )  # fmt: skip
        text = "".join(opened(copy_of(who)).values())
        for student in {s.student for s in run.position.trajectories.all()} - {run.student}:
            for word in (SECRET, student.student_number, str(student.user), student.user.email):
                assert word not in text
        assert str(other) not in text
    assert run.student.user.email not in text  # the mentor's copy


def test_copy_asked_by_letter_goes_to_the_person_only(run, client):
    keeper = make_coordinator(run.student.institution)
    copy = copy_of(run.student.user, keeper)
    assert set(
        Notification.objects.filter(kind="core.copy_ready").values_list("recipient", flat=True)
    ) == {run.student.user_id}
    address = reverse("core:privacy-fetch", args=[copy.uuid])
    assert client.get(address).status_code == 302
    sign_in(client, keeper)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(address).status_code == 404


def test_person_asks_and_fetches_after_saying_who_it_is(
    run, client, django_capture_on_commit_callbacks
):
    person = run.student.user
    sign_in(client, person)
    ask = reverse("core:privacy-copy")
    assert client.get(ask).url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(ask).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ask)
    copy = DataCopy.objects.get()
    assert copy.state is ExportState.READY
    page = client.get(reverse("core:privacy")).content.decode()
    assert reverse("core:privacy-fetch", args=[copy.uuid]) in page
    answer = client.get(reverse("core:privacy-fetch", args=[copy.uuid]))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer.streaming_content)))


def test_copy_is_encrypted_and_written_in_pieces(run, monkeypatch):
    monkeypatch.setattr(archive, "PIECE", 1000)
    copy = copy_of(run.student.user)
    parts = list(DataCopyPart.objects.all())
    assert len(parts) > 3
    assert all(run.student.user.email not in p.sealed for p in parts)
    assert len(opened(copy)) == 3


def test_copy_is_kept_seven_days(run, client, frozen_clock):
    copy = copy_of(run.student.user)
    frozen_clock.shift(timedelta(days=7, minutes=1))
    sign_in(client, run.student.user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("core:privacy-fetch", args=[copy.uuid])).status_code == 404
    assert services.delete_old_copies() == 1
    assert not DataCopyPart.objects.exists()


def test_one_copy_at_a_time(run):
    services.ask_copy(run.student.user, actor=run.student.user)
    with pytest.raises(NotNow):
        services.ask_copy(run.student.user, actor=run.student.user)


def test_worker_that_died_is_followed_by_another_and_three_times_is_enough(run, frozen_clock):
    copy = services.ask_copy(run.student.user, actor=run.student.user)
    for __ in range(3):
        assert services._claim() == copy  # and dies
        assert services.make_copies() == 0
        frozen_clock.shift(timedelta(minutes=31))
    assert services.make_copies() == 0
    copy.refresh_from_db()
    assert copy.state is ExportState.FAILED
    assert Notification.objects.get().kind == "core.copy_failed"


def test_copy_costs_the_same_queries_for_one_day_or_many(run):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            "".join(archive.as_json(run.student.user))
        return len([q for q in found if "SAVEPOINT" not in q["sql"]])

    queries()  # the first one also loads the person
    one = queries()
    for day in (22, 23, 24):
        make_log_entry(run, day=run.start_date.replace(day=day))
    assert queries() == one


def test_night_deletes_and_counts(run, capsys):
    call_command("apply_retention", "--dry-run")
    assert "Notes of who looked at a file: 0 due, 0 held back, 0 done" in capsys.readouterr().out
