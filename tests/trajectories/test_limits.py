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


def test_pathway_as_a_whole_has_a_limit_until_it_is_taken_away(pathway, host):
    """V27: to say nothing of it leaves it as it is."""
    actor = pathway.coordinator
    for said, kept in (({"students_at_most": 9}, 9), ({}, 9), ({"students_at_most": None}, None)):
        services.set_limits(pathway, actor=actor, limits=[], **said)
        assert pathway.students_at_most == kept
    for wrong in (0, 2001):
        with pytest.raises(Invalid):
            services.set_limits(pathway, actor=actor, limits=[], students_at_most=wrong)
        with (
            pytest.raises(IntegrityError, match="a_pathway_takes_1_to_2000_students"),
            transaction.atomic(),
        ):
            type(pathway).objects.filter(pk=pathway.pk).update(students_at_most=wrong)


def test_limit_below_a_minimum_is_refused_from_both_sides(pathway, host):
    """V27: such a position would always close; what stood before stays."""
    actor = pathway.coordinator
    position = pathway.positions.first()
    contact = make_member(Role.CONTACT, host)
    services.change_position(position, actor=contact, capacity=4, minimum=3)
    for said in (
        {"limits": [{"host": host, "capacity": 2}]},
        {"limits": [], "students_at_most": 2},
    ):
        with pytest.raises(Invalid, match="Bakkerij Nys takes at least 3 students"):
            services.set_limits(pathway, actor=actor, **said)
    pathway.refresh_from_db()
    assert (limits(pathway), pathway.students_at_most) == ({}, None)
    services.set_limits(pathway, actor=actor, limits=[{"host": host, "capacity": 3}])
    with pytest.raises(Invalid) as refusal:
        services.change_position(position, actor=contact, minimum=4)
    assert list(refusal.value.errors) == ["minimum"]


def test_coordinator_limits_the_pathway_and_everybody_reads_it(client, pathway, host):
    """V27, V38: on the page of the design, the public page and over the API."""
    actor = pathway.coordinator
    sign_in(client, actor)
    form = reverse("trajectories:pathway-set-limits", args=[pathway.uuid])
    assert client.post(form, {"students_at_most": "0"}).context["form"].errors
    client.post(form, {"students_at_most": "12"})
    assert client.get(form).context["form"]["students_at_most"].value() == 12
    words = "Het traject neemt hoogstens 12 studenten in totaal."
    for name in ("trajectories:pathway-detail", "public-pathway"):
        assert words in client.get(reverse(name, args=[pathway.uuid])).content.decode()
    assert client.get(f"/api/v1/pathways/{pathway.uuid}/").json()["students_at_most"] == 12
