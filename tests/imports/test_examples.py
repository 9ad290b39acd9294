"""The example of each kind of file: made from its columns, and right when it is sent as it is."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from config.demo.accounts import COORDINATOR
from core.importing import importer_named, run_import
from core.importing.importer import in_order
from core.importing.jobs import begin
from core.permissions import refusal
from core.spreadsheets import csv_lines
from matching.enums import RoundState
from tests.factories.matching import make_round
from tests.factories.partnerships import make_coordinator, make_user
from tests.people import sign_in
from tests.sample import BASIS, INTAKE, import_sample, prepare_rounds

pytestmark = pytest.mark.django_db

FORMS = (("csv", "nl"), ("xlsx", "en"))


def fetched(client, name: str, form: str, language: str) -> ContentFile:
    """The example as somebody who reads this language downloads it."""
    client.cookies["language"] = language
    answer = client.get(reverse("import-example", args=[name, form]))
    found = re.search("filename\\*=UTF-8''(\\S+)", answer["Content-Disposition"])
    assert found[1].endswith(f".{form}")
    return ContentFile(answer.content, name=f"example.{form}")


def complaints(client, actor, name: str) -> list[str]:
    """What the preview says of the example of one kind, in both forms and languages."""
    sign_in(client, actor)
    found = []
    for form, language in FORMS:
        file = fetched(client, name, form, language)
        job = begin(importer_named(name), file, actor=actor)
        job.refresh_from_db()
        found += [
            f"{name}.{form}: {one.line} {one.column} {one.reason}" for one in job.problems.all()
        ]
        if (job.rows, job.reason) != (2, ""):
            found.append(f"{name}.{form}: {job.rows} rows, {job.stage} {job.reason}")
    return found


def complaints_of_an_operator(name: str) -> list[str]:
    """The same for what only an operator brings in, who has the machine."""
    importer = importer_named(name)
    file = ContentFile(b"".join(csv_lines(importer.example_rows())), name="example.csv")
    return [f"{name}: {one}" for one in run_import(importer, file, actor=None).problems]


def test_each_example_comes_through_the_preview(client, settings):
    """Issue 3: downloaded and sent as it is, by who may bring that kind in, in its own season."""
    settings.LANGUAGE_COOKIE_NAME = "language"
    administrator = make_user(is_administrator=True)
    wrong = []
    for names, season in ((BASIS, lambda: None), (INTAKE, prepare_rounds)):
        season()
        import_sample(*names)
        coordinator = User.objects.get(email=COORDINATOR)
        for name in names:
            permission = importer_named(name).permission
            people = [p for p in (coordinator, administrator) if not refusal(p, permission)]
            if people:
                wrong += complaints(client, people[0], name)
            else:
                wrong += complaints_of_an_operator(name)
    assert {*BASIS, *INTAKE, "intake_criteria"} == {one.name for one in in_order()}
    assert not wrong, "\n".join(wrong)


def test_example_of_criteria_comes_through_the_preview(client, settings):
    settings.LANGUAGE_COOKIE_NAME = "language"
    intake = make_round(state=RoundState.DRAFT)
    actor = make_coordinator(intake.pathway.programme.institution)
    assert complaints(client, actor, "intake_criteria") == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_header_is_in_the_readers_language(language):
    """From the columns themselves, and two lines that are not the same."""
    for importer in in_order():
        with translation.override(language):
            header, first, second = importer.example_rows()
            assert header == [importer.label(column) for column in importer.columns]
        assert first != second
        keys = [c.name for c in importer.columns]
        known = [[line[keys.index(name)] for name in importer.key] for line in (first, second)]
        assert known[0] != known[1], importer.name


def test_page_offers_both_forms(client):
    sign_in(client, make_coordinator())
    page = client.get(reverse("import-kind", args=["students"])).content.decode()
    for form in ("csv", "xlsx"):
        assert reverse("import-example", args=["students", form]) in page
    assert client.get(reverse("import-example", args=["students", "ods"])).status_code == 404
