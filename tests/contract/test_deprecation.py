"""What the description calls deprecated says so in its answers, and the other way round."""

from datetime import date

import pytest
from django.db import transaction

from agreements.api.views import AgreementViewSet
from core.api.deprecation import Deprecation
from core.api.documentation import built
from core.api.documents import DocumentViewSet
from partnerships.api.views import PartnershipViewSet
from reporting.api.views import Catalogue
from tests.contract.operations import call, marked_otherwise, operations

pytestmark = pytest.mark.django_db

GOING = Deprecation(date(2026, 11, 1), date(2027, 11, 1), instead="/api/v1/hosts/")
# A list, one thing, something made, a verb, and a view without actions.
SAMPLE = (
    (PartnershipViewSet, ("list", "retrieve")),
    (DocumentViewSet, ("create",)),
    (AgreementViewSet, ("sign",)),
    (Catalogue, ("get",)),
)
MARKED = {
    "agreements_sign",
    "datasets_list",
    "documents_create",
    "partnerships_get",
    "partnerships_list",
}


@pytest.fixture
def going(monkeypatch):
    """Some operations of every sort go; the description is drawn anew, and again afterwards."""
    for view, names in SAMPLE:
        monkeypatch.setattr(view, "deprecations", dict.fromkeys(names, GOING))
    built.cache_clear()
    yield
    monkeypatch.undo()
    built.cache_clear()


@pytest.mark.long
def test_a_mark_reaches_both_the_description_and_the_answer(going, world, clients):
    """Even when nothing is on its way out today: one declaration marks both, and nothing else.

    What is marked today, `tests.contract.test_examples` sees on its way.
    """
    assert {one.id for one in operations() if one.spec.get("deprecated")} == MARKED
    wrong = []
    for one in operations():
        with transaction.atomic():
            wrong.append(marked_otherwise(one, call(one, clients[one.role()], world)))
            transaction.set_rollback(True)
    assert [said for said in wrong if said] == []
