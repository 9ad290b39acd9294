"""Under which code the access management names an organisation: pages and API of administrators."""

import pytest
from django.urls import reverse

from core.errors import Refused
from partnerships.access_codes import set_access_code
from partnerships.models import Organisation
from tests.api import post
from tests.factories import partnerships as make
from tests.people import sign_in

pytestmark = pytest.mark.django_db
LIST = "partnerships:organisation-list"
QUERIES = 7


@pytest.fixture
def administrator(client):
    boss = make.make_user(is_administrator=True)
    sign_in(client, boss)
    return boss


def code_of(organisation) -> str | None:
    return Organisation.objects.get(pk=organisation.pk).access_code


def test_administrator_fills_in_changes_and_takes_away_a_code(client, administrator):
    """domain.md 3.3: schools have an institution number, bodies of government an OVO code."""
    ministry = make.make_ministry()
    url = reverse("partnerships:organisation-access-code", args=[ministry.uuid])
    for typed, kept in ((" ovo001234 ", "OVO001234"), ("123456", "123456"), ("", None)):
        assert client.post(url, {"access_code": typed}).url == reverse(LIST)
        assert code_of(ministry) == kept


def test_what_is_no_code_or_somebody_elses_is_told_at_the_field(client, administrator):
    """Nothing typed is lost, nothing is written."""
    first, second = make.make_institution(), make.make_institution()
    set_access_code(first, access_code="123456", actor=administrator)
    url = reverse("partnerships:organisation-access-code", args=[second.uuid])
    for wrong in ("0566988259", "OVO12", "123456"):
        page = client.post(url, {"access_code": wrong})
        assert (page.status_code, list(page.context["form"].errors)) == (400, ["access_code"])
        assert wrong in page.content.decode()
    assert code_of(second) is None
    answer = post(
        client, reverse("organisation-set-access-code", args=[second.uuid]), access_code="x"
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/access_code"


def test_api_sets_it_and_shows_it(client, administrator):
    school = make.make_institution()
    address = reverse("organisation-set-access-code", args=[school.uuid])
    assert post(client, address, access_code="123456").json()["access_code"] == "123456"
    found = client.get(reverse("organisation-list"), {"has_code": "true"}).json()["items"]
    assert [row["id"] for row in found] == [str(school.uuid)]
    found = client.get(reverse("organisation-list"), {"has_code": "false"}).json()["items"]
    assert str(school.uuid) not in [row["id"] for row in found]


def test_nobody_else_sets_it():
    school = make.make_institution()
    with pytest.raises(Refused):
        set_access_code(school, access_code="123456", actor=make.make_coordinator(school))
    assert code_of(school) is None


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_as_many_queries_as_one_row(
    client, administrator, django_assert_num_queries, number
):
    for __ in range(number):
        make.make_institution()
    client.get(reverse(LIST))
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse(LIST), {"kind": "institution"})
    assert len(page.context["table"].rows) == number
