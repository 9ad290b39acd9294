"""The coordinator's pages: choose, upload, say which column is which, look, confirm, see, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from core.models import ImportJob, ImportMapping, ImportRun, Stage
from partnerships.models import Membership
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


def upload(client, text: str | bytes, kind: str = "people"):
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(f"{kind}.csv", content, "text/csv")
    return client.post(reverse("import-kind", args=[kind]), {"file": file})


def page_of(client, text: str | bytes):
    return client.get(upload(client, text).url, follow=True)


def test_upload_shows_what_it_would_change_and_one_button_does_it(client, coordinator):
    """V33: first look, then confirm; the file never travels in a hidden field."""
    response = upload(client, f"{HEADER}\n{LINE}\n")
    job = ImportJob.objects.get(actor=coordinator)
    assert [response.status_code, response.url] == [302, reverse("import-job", args=[job.uuid])]
    page = client.get(response.url)
    assert [job.stage, job.made, job.changed, job.unchanged] == [Stage.READY, 1, 0, 0]
    text = page.content.decode()
    assert text.count("Import 1 row") == 1
    assert text.count("ann@a.example") == 1  # among the first lines, and nowhere else
    assert not User.objects.filter(email="ann@a.example").exists()
    done = client.post(reverse("import-confirm", args=[job.uuid]), follow=True)
    run = ImportRun.objects.get()
    assert done.redirect_chain[-1][0] == reverse("import-result", args=[run.uuid])
    assert User.objects.get(email="ann@a.example").last_name == "Nys"
    assert not job.chunks.exists()
    assert done.context["summary"][1][1] == 1


def test_page_says_how_the_file_was_read(client, coordinator):
    text = f"{HEADER}\n{LINE}\n".replace("Coach", "Coördinator").replace(",", ";")
    page = page_of(client, text.encode("cp1252"))
    assert page.context["encoding"] == "Windows-1252 (Western European)"
    assert [page.context["delimiter"], page.context["job"].sample] == ["semicolon", ["Coördinator"]]


def test_reading_can_be_changed(client, coordinator):
    """What was taken for one encoding is read again in another."""
    upload(client, f"{HEADER}\n{LINE}\n".replace("Coach", "Zoë").encode())
    job = ImportJob.objects.get()
    url = reverse("import-reading", args=[job.uuid])
    assert client.get(url).context["form"].initial["encoding"] == "utf-8-sig"
    client.post(url, {"encoding": "cp1252", "delimiter": ","})
    job.refresh_from_db()
    assert [job.reading["encoding"], job.sample, job.stage] == ["cp1252", ["ZoÃ"], Stage.READY]
    wrong = client.post(url, {"encoding": "utf-16", "delimiter": ","})
    assert wrong.status_code == 400
    job.refresh_from_db()
    assert job.reading["encoding"] == "cp1252"


def test_unknown_column_is_asked_once_and_remembered_for_the_institution(client, coordinator):
    header = HEADER.replace("job_title", "Functie bij ons")
    page = page_of(client, f"{header}\n{LINE}\n")
    job = ImportJob.objects.get()
    assert page.redirect_chain[-1][0] == reverse("import-columns", args=[job.uuid])
    field = page.context["form"]["column_6"]
    assert [field.label, field.help_text, field.initial] == [
        "Functie bij ons",
        "We do not know this name. In the file: Coach",
        "-",
    ]
    assert next(iter(page.context["form"].fields)) == "column_6"  # what is asked comes first
    assert "We do not know the column “Functie bij ons” of your file." in page.content.decode()
    sent = {f"column_{n}": name for n, name in enumerate(HEADER.split(","))}
    client.post(page.redirect_chain[-1][0], sent)
    job.refresh_from_db()
    assert [job.stage, job.made] == [Stage.READY, 1]
    assert ImportMapping.objects.get().columns == {"functie bij ons": "job_title"}
    again = make_coordinator(coordinator.memberships.get().organisation, language="en")
    sign_in(client, again)
    upload(client, f"{header}\n{LINE}\n")
    assert ImportJob.objects.get(actor=again).stage == Stage.READY
    client.post(reverse("import-forget", args=["people"]))
    upload(client, f"{header}\n{LINE}\n")
    assert ImportJob.objects.get(actor=again).stage == Stage.COLUMNS


def test_column_that_is_needed_cannot_be_left_out(client, coordinator):
    page = page_of(client, f"{HEADER.replace('email', 'adressen')}\n{LINE}\n")
    sent = {f"column_{n}": name for n, name in enumerate(HEADER.split(","))} | {"column_0": "-"}
    refused = client.post(page.redirect_chain[-1][0], sent)
    assert [refused.status_code, ImportMapping.objects.count()] == [400, 0]
    assert refused.context["form"].non_field_errors() == ["E-mail address: This column is missing."]


def test_file_in_which_nothing_is_new_says_so(client, coordinator):
    bring(client, f"{HEADER}\n{LINE}\n")
    text = page_of(client, f"{HEADER}\n{LINE}\n").content.decode()
    assert "importing the file would change nothing" in text
    assert [text.count("Import 1 row"), text.count("Choose another file")] == [0, 1]


def test_hints_are_in_the_readers_language(client, coordinator):
    type(coordinator).objects.update(language="nl")
    page = page_of(client, f"{HEADER.replace('job_title', 'Functie bij ons')}\n{LINE}\n")
    field = page.context["form"].fields["column_6"]
    assert field.help_text == "Deze naam kennen we niet. In het bestand: Coach"


def test_problems_are_listed_and_confirming_is_refused(client, coordinator):
    page = page_of(client, f"{HEADER}\n{LINE.replace('AAA', 'BBB')}\n")
    problems = page.context["job"].problems.all()
    assert [(p.line, p.column, p.value) for p in problems] == [(2, "organisation_code", "BBB")]
    assert page.content.decode().count("Download the lines to mend") == 1
    job = ImportJob.objects.get()
    refused = client.post(reverse("import-confirm", args=[job.uuid]))
    assert [refused.status_code, ImportRun.objects.count()] == [409, 0]


def test_lines_to_mend_come_back_mended(client, coordinator):
    """The bad lines only, in the same columns, with what is wrong; the last column is not read."""
    bad = LINE.replace("ann@", "bo@").replace("AAA", "BBB").replace("Coach", "'-Coach")
    page_of(client, f"{HEADER}\n{LINE}\n{bad}\n")
    job = ImportJob.objects.get()
    content = b"".join(client.get(reverse("import-to-mend", args=[job.uuid])).streaming_content)
    text = content.decode("utf-8-sig")
    reason = "There is no organisation “BBB” that can stand here."
    assert text.splitlines() == [
        f"{HEADER},What is wrong",
        f"{bad},Code of the institution: {reason}",
    ]
    others = client.get(reverse("import-other-lines", args=[job.uuid])).streaming_content
    assert b"".join(others).decode("utf-8-sig").splitlines() == [HEADER, LINE]
    page_of(client, content.replace(b"BBB", b"AAA"))
    job = ImportJob.objects.get()
    assert [job.stage, job.made, job.bad] == [Stage.READY, 1, 0]
    client.post(reverse("import-confirm", args=[job.uuid]))
    assert User.objects.get(email="bo@a.example").job_title == "-Coach"


def test_list_of_problems_is_whole_and_no_formula(client, coordinator):
    page_of(client, f"{HEADER}\n{LINE.replace('Coach', '=1+1')}\n")
    url = reverse("import-problems", args=[ImportJob.objects.get().uuid])
    text = b"".join(client.get(url).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].split(";")[:3] == ["2", "job_title", "'=1+1"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\x00b", b"", b"%PDF-1.7"])
def test_what_cannot_be_read_is_refused_before_it_is_kept(client, coordinator, content):
    response = upload(client, content)
    assert [response.status_code, ImportJob.objects.count()] in ([200, 0], [400, 0])
    assert list(response.context["form"].errors) == ["file"]


def test_too_large_a_file_is_refused(client, coordinator, settings):
    settings.IMPORT_LARGEST_FILE_MB = 0
    response = upload(client, HEADER)
    assert response.context["form"].errors["file"] == ["The file is larger than 0 MB."]


def test_kind_page_shows_the_columns_of_the_importer(client, coordinator):
    page = client.get(reverse("import-kind", args=["people"]))
    columns = {column["name"]: column for column in page.context["columns"]}
    assert list(columns) == HEADER.split(",")
    assert columns["email"]["example"] == "emmanuel.maes@hogeschool-leiezicht.example"
    assert columns["role"]["codes"][0] == "wbl_coordinator"
    assert [columns["email"]["meaning"], columns["email"]["required"]] == ["e-mail address", True]


def test_kind_page_of_nothing_is_404_and_of_others_403(client, coordinator):
    assert client.get(reverse("import-kind", args=["nothing"])).status_code == 404
    assert client.get(reverse("import-kind", args=["institutions"])).status_code == 403


def test_file_of_another_person_does_not_exist(client, coordinator):
    upload(client, f"{HEADER}\n{LINE}\n")
    job = ImportJob.objects.get()
    sign_in(client, make_coordinator())
    for name in ("import-job", "import-columns", "import-reading", "import-to-mend"):
        assert client.get(reverse(name, args=[job.uuid])).status_code == 404
    assert client.post(reverse("import-confirm", args=[job.uuid])).status_code == 404


def test_menu_offers_import_to_coordinators_only(client, coordinator):
    def labels() -> list[str]:
        return [str(item.label) for item in client.get(reverse("home")).context["menu"]]

    assert labels().count("Import") == 1
    sign_in(client, make_member("trajectory_coach", make_institution(), language="en"))
    assert labels().count("Import") == 0


def test_a_file_that_was_confirmed_is_not_imported_twice(client, coordinator):
    """V33: two presses at once make one import."""
    upload(client, f"{HEADER}\n{LINE}\n")
    url = reverse("import-confirm", args=[ImportJob.objects.get().uuid])
    assert [client.post(url).status_code, client.post(url).status_code] == [302, 409]
    assert ImportRun.objects.count() == 1


def bring(client, text: str) -> ImportRun:
    upload(client, text)
    job = ImportJob.objects.get(stage=Stage.READY)
    client.post(reverse("import-confirm", args=[job.uuid]))
    return ImportRun.objects.first()


def test_import_can_be_undone_from_its_page(client, coordinator):
    run = bring(client, f"{HEADER}\n{LINE}\n")
    result = reverse("import-result", args=[run.uuid])
    undo = reverse("import-undo", args=[run.uuid])
    assert undo in client.get(result).content.decode()
    assert client.get(undo).context["obstacles"] == []
    done = client.post(undo)
    assert [done.status_code, done.url] == [302, result]
    assert not User.objects.filter(email="ann@a.example").exists()
    page = client.get(result)
    assert [page.context["heading"], undo in page.content.decode()] == [
        "Undone: People of institutions and hosts",
        False,
    ]
    assert client.post(undo).status_code == 409


def test_page_of_undoing_says_what_stands_in_the_way(client, coordinator):
    run = bring(client, f"{HEADER}\n{LINE}\n")
    person = User.objects.get(email="ann@a.example")
    Membership.objects.filter(user=person).update(valid_from="2025-01-01")
    found = client.get(reverse("import-undo", args=[run.uuid])).context["obstacles"]
    assert [str(one) for one in found] == ["1 row of “memberships” was changed since."]
    refused = client.post(reverse("import-undo", args=[run.uuid]), follow=True)
    assert "1 row of “memberships” was changed since." in refused.content.decode()
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_history_shows_the_imports_of_the_institution(
    client, coordinator, django_assert_num_queries, rows
):
    for _row in range(rows):
        bring(client, f"{HEADER}\n{LINE}\n")
    sign_in(client, make_coordinator(coordinator.memberships.get().organisation, language="en"))
    with django_assert_num_queries(8):
        page = client.get(reverse("import-history"))
    assert page.context["table"].paginator.count == rows
    sign_in(client, make_coordinator())
    assert client.get(reverse("import-history")).context["table"].paginator.count == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_problems_asks_the_same_number_of_queries(
    client, coordinator, django_assert_num_queries, rows
):
    bad = LINE.replace("AAA", "BBB")
    lines = "\n".join(bad.replace("ann@", f"p{n}@") for n in range(rows))
    url = upload(client, f"{HEADER}\n{lines}\n").url
    with django_assert_num_queries(8):
        page = client.get(url)
    assert page.context["table"].paginator.count == rows
