"""The coordinator's page: choose, upload, look, confirm, see."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from core.errors import NotNow
from core.importing.importer import importer_named
from core.importing.services import run_staged, stage_import
from core.models import ImportRun, StagedImport
from tests.factories.partnerships import make_coordinator, make_institution, make_member
from tests.people import sign_in

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"


@pytest.fixture
def coordinator(client):
    actor = make_coordinator(make_institution(code="AAA"), language="en")
    sign_in(client, actor)
    return actor


def upload(client, text: bytes, kind: str = "people"):
    file = SimpleUploadedFile(f"{kind}.csv", text, "text/csv")
    return client.post(reverse("import-kind", args=[kind]), {"file": file})


def test_upload_shows_what_it_would_change_and_one_button_does_it(client, coordinator):
    """V33: first look, then confirm; the file never travels in a hidden field."""
    response = upload(client, f"{HEADER}\n{LINE}\n".encode())
    staged = StagedImport.objects.get(actor=coordinator)
    preview = reverse("import-preview", args=[staged.uuid])
    assert [response.status_code, response.url] == [302, preview]
    page = client.get(preview)
    outcome = page.context["outcome"]
    assert [outcome.made, outcome.changed, outcome.unchanged] == [1, 0, 0]
    text = page.content.decode()
    assert text.count("Import 1 row") == 1
    assert text.count("ann@a.example") == 1  # among the first lines, and nowhere else
    assert not User.objects.filter(email="ann@a.example").exists()
    done = client.post(preview)
    run = ImportRun.objects.get()
    assert [done.status_code, done.url] == [302, reverse("import-result", args=[run.uuid])]
    assert User.objects.get(email="ann@a.example").last_name == "Nys"
    assert not StagedImport.objects.exists()
    assert client.get(done.url).context["summary"][1][1] == 1


def test_problems_are_listed_and_confirming_is_refused(client, coordinator):
    upload(client, f"{HEADER}\n{LINE.replace('AAA', 'BBB')}\n".encode())
    preview = reverse("import-preview", args=[StagedImport.objects.get().uuid])
    problems = client.get(preview).context["problems"]
    assert [(p.line, p.column, p.value) for p in problems] == [(2, "organisation_code", "BBB")]
    refused = client.post(preview)
    assert [refused.status_code, ImportRun.objects.count()] == [409, 0]


def test_what_is_no_text_or_too_large_is_refused_before_it_is_kept(client, coordinator):
    for content in (b"\xff\xfe\x00", b"a\x00b", b"a" * (5 * 1024 * 1024 + 1)):
        response = upload(client, content)
        assert [response.status_code, StagedImport.objects.count()] == [200, 0]
        assert list(response.context["form"].errors) == ["file"]


def test_kind_page_shows_the_columns_of_the_importer(client, coordinator):
    page = client.get(reverse("import-kind", args=["people"]))
    columns = {column["name"]: column for column in page.context["columns"]}
    assert list(columns) == HEADER.split(",")
    assert columns["email"]["example"] == "emmanuel.maes@hogeschool-leiezicht.example"
    assert columns["role"]["codes"].split(", ")[0] == "wbl_coordinator"
    assert [str(columns["email"]["meaning"]), columns["email"]["required"]] == [
        "e-mail address",
        True,
    ]


def test_kind_page_of_nothing_is_404_and_of_others_403(client, coordinator):
    assert client.get(reverse("import-kind", args=["nothing"])).status_code == 404
    assert client.get(reverse("import-kind", args=["institutions"])).status_code == 403


def test_file_of_another_person_does_not_exist(client, coordinator):
    upload(client, f"{HEADER}\n{LINE}\n".encode())
    preview = reverse("import-preview", args=[StagedImport.objects.get().uuid])
    sign_in(client, make_coordinator())
    assert [client.get(preview).status_code, client.post(preview).status_code] == [404, 404]


def test_menu_offers_import_to_coordinators_only(client, coordinator):
    def labels() -> list[str]:
        return [str(item.label) for item in client.get(reverse("home")).context["menu"]]

    assert labels().count("Import") == 1
    sign_in(client, make_member("trajectory_coach", make_institution(), language="en"))
    assert labels().count("Import") == 0


def test_a_file_that_was_confirmed_is_not_imported_twice(coordinator):
    """V33: two presses at once make one import."""
    file = SimpleUploadedFile("people.csv", f"{HEADER}\n{LINE}\n".encode(), "text/csv")
    staged = stage_import(importer_named("people"), file, actor=coordinator)
    again = StagedImport.objects.get(pk=staged.pk)
    run_staged(staged, actor=coordinator)
    with pytest.raises(NotNow):
        run_staged(again, actor=coordinator)
    assert ImportRun.objects.count() == 1
