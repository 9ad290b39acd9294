"""How many students a host takes at most over all its positions in a pathway."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import Invalid, NotNow, Refused
from partnerships.enums import Role
from tests.factories.partnerships import make_host, make_member
from tests.factories.trajectories import make_pathway, make_position, walk
from tests.people import sign_in
from trajectories import services
from trajectories.enums import PathwayState
from trajectories.models import HostLimit

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make_host(name_nl="Bakkerij Nys")


@pytest.fixture
def pathway(host):
    pathway = make_pathway()
    make_position(pathway, host=host)
    make_position(pathway, host=host)
    return pathway


def limits(pathway):
    return dict(pathway.host_limits.values_list("organisation__name_nl", "capacity"))


def test_limits_are_replaced_as_a_whole(pathway, host):
    """V27: a host that is not named has none."""
    actor = pathway.coordinator
    services.set_limits(pathway, actor=actor, limits=[{"host": host, "capacity": 3}])
    kept = pathway.host_limits.get().pk
    services.set_limits(pathway, actor=actor, limits=[{"host": host, "capacity": 2}])
    assert (limits(pathway), pathway.host_limits.get().pk) == ({"Bakkerij Nys": 2}, kept)
    services.set_limits(pathway, actor=actor, limits=[])
    assert limits(pathway) == {}


def test_only_hosts_with_a_position_have_a_limit_each_once_that_can_be(pathway, host):
    """V27."""
    wrong = [
        [{"host": make_host(), "capacity": 2}],
        [{"host": host, "capacity": 2}, {"host": host, "capacity": 3}],
        [{"host": host, "capacity": 0}],
        [{"host": host, "capacity": 201}],
    ]
    for rows in wrong:
        with pytest.raises(Invalid):
            services.set_limits(pathway, actor=pathway.coordinator, limits=rows)
    assert limits(pathway) == {}


def test_only_the_institution_sets_limits_until_the_pathway_closes(pathway, host):
    """V27: as places, that hosts offer until then."""
    rows = [{"host": host, "capacity": 2}]
    with pytest.raises(Refused):
        services.set_limits(pathway, actor=make_member(Role.CONTACT, host), limits=rows)
    empty = make_pathway()
    with pytest.raises(NotNow):
        services.set_limits(empty, actor=empty.coordinator, limits=[])
    walk(pathway, [PathwayState.CLOSED])
    with pytest.raises(NotNow):
        services.set_limits(pathway, actor=pathway.coordinator, limits=rows)


def test_the_database_holds_the_rules_too(pathway, host):
    """V27: one for each pair, of a host with a position, and a number that can be."""
    HostLimit.objects.create(pathway=pathway, organisation=host, capacity=2)
    for organisation, capacity, rule in (
        (host, 2, "a_host_has_one_limit_in_a_pathway"),
        (make_host(), 2, "does not agree"),
        (host, 0, "a_limit_is_1_to_200_students"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            HostLimit.objects.create(pathway=pathway, organisation=organisation, capacity=capacity)


def test_coordinator_sets_a_limit_beside_the_positions(client, pathway, host):
    """V27: and everybody reads it there."""
    actor = pathway.coordinator
    actor.language = "en"
    actor.save()
    sign_in(client, actor)
    page = reverse("trajectories:pathway-detail", args=[pathway.uuid])
    form = reverse("trajectories:pathway-set-limits", args=[pathway.uuid])
    assert form in client.get(page).content.decode()
    name = f"limit_{host.uuid}"
    assert "Empty: no limit." in client.get(form).content.decode()
    assert client.post(form, {name: "201"}).context["form"].errors
    client.post(form, {name: "3"})
    assert limits(pathway) == {"Bakkerij Nys": 3}
    assert client.get(form).context["form"][name].value() == 3
    told = client.get(page).content.decode()
    assert "Bakkerij Nys takes at most 3 students over all its positions." in told
    public = client.get(reverse("public-pathway", args=[pathway.uuid])).content.decode()
    assert public.count("at most 3 students over all positions of this host") == 2
    client.post(form, {name: ""})
    assert limits(pathway) == {}


def test_limit_is_read_by_who_sees_the_positions(client, pathway, host):
    """V27, domain.md 3.1: the host itself, and no other host."""
    HostLimit.objects.create(pathway=pathway, organisation=host, capacity=2)
    other = make_position(pathway).host
    page = reverse("trajectories:pathway-detail", args=[pathway.uuid])
    for reader, told in ((host, 1), (other, 0)):
        sign_in(client, make_member(Role.CONTACT, reader))
        assert client.get(page).content.decode().count("hoogstens 2 studenten") == told
        body = client.get(f"/api/v1/pathways/{pathway.uuid}/").json()
        assert len(body["host_limits"]) == told
