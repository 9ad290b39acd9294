"""manage.py import_data: counts, problems, exit status."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import ImportRun
from partnerships.models import Organisation
from tests.factories.partnerships import make_coordinator
from tests.sample import SAMPLE

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_data", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_command_imports_in_load_order_and_prints_counts():
    out = run(SAMPLE / "establishments.csv", SAMPLE / "organisations.csv")
    assert out.splitlines() == [
        "organisations.csv: 40 made, 0 changed, 0 unchanged",
        "establishments.csv: 55 made, 0 changed, 0 unchanged",
    ]
    assert ImportRun.objects.filter(actor=None).count() == 2


def test_command_prints_problems_writes_nothing_and_fails(tmp_path):
    file = tmp_path / "other_organisations.csv"
    header = "organisation_code,name_nl,name_en,kind,enterprise_number,email\n"
    file.write_text(f"{header}MIN-01,Dienst,,ministry,1999018560,info\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 of 1 files not imported\.$"):
        call_command("import_data", str(file), stdout=out)
    assert out.getvalue().splitlines() == [
        "other_organisations.csv: nothing imported, 1 problems",
        "  line 2, email “info”: Enter a valid email address.",
    ]
    assert not Organisation.objects.exists()


def test_command_as_a_person_is_within_what_the_person_may():
    coordinator = make_coordinator()
    with pytest.raises(CommandError, match="administrator"):
        run(SAMPLE / "institutions.csv", "--as", coordinator.email.upper())


@pytest.mark.parametrize("words", [["unknown.csv"], ["people.csv"], ["x/people.csv", "--as", "z"]])
def test_command_fails_for_unknown_files_and_people(words):
    with pytest.raises(CommandError):
        run(*words)
