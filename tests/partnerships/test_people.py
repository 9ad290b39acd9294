"""People and their sign-in: who is seen, what can be done, what follows."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import MOST_BY_ONE_A_DAY, VALID_FOR, invite
from accounts.models import Invitation, User
from accounts.sessions import sessions_of
from core.errors import Invalid, NotNow, Refused
from core.models import Notification
from partnerships import people, reports, roles
from partnerships.enums import Role
from partnerships.inviting import invite_everybody, to_invite
from partnerships.models import Membership, Person
from partnerships.sign_in_states import sign_in_badge
from tests.accounts.second_step import with_app
from tests.api import post
from tests.factories import partnerships as make
from tests.mail import delivered
from tests.partnerships.people import COLLEAGUE, without_password
from tests.people import sign_in

pytestmark = pytest.mark.django_db
SINCE = date(2024, 1, 1)


def seen_by(user) -> set:
    return set(Person.objects.visible_to(user))


def test_each_sees_the_people_of_the_own_organisations(world):
    """D4: no coordinator sees another institution's people, no host another host's or students."""
    assert seen_by(world.coordinator) == {
        world.coordinator,
        world.contact,
        world.mentor,
        world.shared_mentor,
        world.student,
    }
    assert seen_by(world.contact) == {world.contact, world.mentor}
    assert seen_by(world.mentor) == set()
    assert seen_by(world.student) == set()
    assert len(seen_by(world.administrator)) == User.objects.count()


def test_only_roles_within_reach_are_named(world):
    """V34: what a mentor does for another institution's host is not said."""
    Membership.objects.create(
        user=world.mentor, organisation=world.other, role=Role.COACH, valid_from=SINCE
    )
    person = reports.people_for(world.coordinator).get(pk=world.mentor.pk)
    assert [role.organisation for role in person.shown_roles] == [world.host]


def test_role_that_is_over_opens_nothing(world):
    Membership.objects.filter(user=world.mentor).update(valid_to=date(2026, 9, 13))
    assert world.mentor not in seen_by(world.contact)
    Membership.objects.filter(user=world.mentor).update(valid_to=date(2026, 9, 14))
    assert world.mentor in seen_by(world.contact)


def state_of(world, person) -> str:
    row = reports.people_for(world.administrator).get(pk=person.pk)
    return str(sign_in_badge(row).label)


def test_state_reads_as_a_sentence(world, frozen_clock):
    """From known to signed in, and back."""
    person = world.mentor
    assert state_of(world, person) == "Never signed in"
    without_password(person)
    assert state_of(world, person) == "Not invited yet"
    people.invite_person(person, actor=world.contact)
    assert state_of(world, person) == "Invited on 14 September 2026"
    frozen_clock.shift(VALID_FOR)
    assert state_of(world, person) == "Invitation ran out on 28 September 2026"
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    assert state_of(world, person) == "Can sign in"
    people.block_person(person, actor=world.administrator)
    assert state_of(world, person) == "Blocked"


FULL_SAY = [people.sign_out_person, people.block_person, people.reset_second_step]


@pytest.mark.parametrize("service", FULL_SAY)
@pytest.mark.parametrize(
    ("actor", "person"),
    [
        ("coordinator", "shared_mentor"),  # works for a host of another institution too
        ("coordinator", "stranger"),
        ("coordinator", "administrator"),
        ("coordinator", "coordinator"),  # oneself
        ("contact", "student"),
        ("contact", "coordinator"),
        ("mentor", "contact"),
        ("administrator", "administrator"),
        ("stranger", "mentor"),
    ],
)
def test_nobody_takes_over_who_is_out_of_reach(world, service, actor, person):
    """D4: neither upwards nor sideways."""
    with pytest.raises(Refused):
        service(getattr(world, person), actor=getattr(world, actor))


def test_role_elsewhere_takes_the_full_say_away(world):
    """Of two organisations no single one decides; each may still invite."""
    without_password(world.mentor)
    Membership.objects.create(
        user=world.mentor, organisation=world.other, role=Role.COACH, valid_from=SINCE
    )
    with pytest.raises(Refused):
        people.block_person(world.mentor, actor=world.coordinator)
    people.invite_person(world.mentor, actor=world.coordinator)
    people.block_person(world.mentor, actor=world.administrator)


def test_administrator_with_a_role_is_out_of_reach(world):
    """A coordinator who is administrator as well is nobody's colleague to block."""
    boss = make.make_coordinator(world.institution, is_administrator=True)
    for service in (*FULL_SAY, people.invite_person):
        with pytest.raises(Refused):
            service(boss, actor=world.coordinator)


def test_lost_second_step_is_taken_away_and_told(client, world):
    with_app(world.mentor)
    client.force_login(world.mentor)
    client.get(reverse("home"))
    assert len(sessions_of(world.mentor)) == 1
    people.reset_second_step(world.mentor, actor=world.contact)
    assert not world.mentor.authenticator_set.exists()
    assert sessions_of(world.mentor) == []
    assert str(world.contact) in Notification.objects.get().text_en
    with pytest.raises(NotNow):
        people.reset_second_step(world.mentor, actor=world.contact)


def test_blocked_person_is_out_at_once_and_told(client, world):
    """Sign-ins and invitations end; lifting it brings back nothing but the right to sign in."""
    client.force_login(world.mentor)
    client.get(reverse("home"))
    people.block_person(world.mentor, actor=world.coordinator)
    assert client.get(reverse("notifications")).status_code == 302
    (letter,) = delivered()
    assert str(world.coordinator) in letter.body
    people.unblock_person(world.mentor, actor=world.coordinator)
    assert client.get(reverse("notifications")).status_code == 302


def test_blocking_ends_the_open_invitation(world):
    without_password(world.mentor)
    people.invite_person(world.mentor, actor=world.contact)
    people.block_person(world.mentor, actor=world.contact)
    assert not Invitation.objects.open().exists()


def add(actor, organisation, role, email="nele@voorbeeld.example"):
    return roles.add_colleague(
        actor=actor,
        organisation=organisation,
        role=role,
        email=email,
        valid_from=date(2026, 9, 14),
        **COLLEAGUE,
    )


def test_colleague_is_made_with_role_and_invitation(world):
    """Person, membership and letter in one step; the letter names the organisation."""
    membership = add(world.contact, world.host, Role.MENTOR, "Nele@Voorbeeld.example")
    assert membership.user.email == "nele@voorbeeld.example"
    assert not membership.user.has_usable_password()
    (letter,) = delivered()
    assert (letter.to, world.host.name_nl in letter.body) == (["nele@voorbeeld.example"], True)


def test_known_person_gets_the_role_and_keeps_everything_else(world):
    """What was typed about somebody who is known counts for nothing."""
    known = make.make_user(email="nele@voorbeeld.example", first_name="Nele", last_name="Echt")
    password = known.password
    membership = add(world.contact, world.host, Role.MENTOR)
    known.refresh_from_db()
    assert membership.user == known
    assert (str(known), known.password) == ("Nele Echt", password)
    assert Notification.objects.get().kind == "partnerships.role_given"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("actor", "place", "role"),
    [
        ("contact", "host", Role.SIGNATORY),  # who may not sign gives nobody the right
        ("contact", "host", Role.COORDINATOR),
        ("contact", "institution", Role.COORDINATOR),
        ("contact", "shared", Role.MENTOR),
        ("coordinator", "institution", Role.STUDENT),  # comes with a file, by import
        ("coordinator", "institution", Role.ANALYST),
        ("coordinator", "other", Role.COACH),
        ("coordinator", "shared", Role.SIGNATORY),
        ("mentor", "host", Role.MENTOR),
        ("student", "institution", Role.COACH),
        ("administrator", "institution", Role.STUDENT),
    ],
)
def test_role_beyond_ones_own_is_refused(world, actor, place, role):
    with pytest.raises(Refused):
        add(getattr(world, actor), getattr(world, place), role)
    assert not User.objects.filter(email="nele@voorbeeld.example").exists()


@pytest.mark.parametrize(
    ("actor", "place", "role"),
    [
        ("coordinator", "institution", Role.DIRECTOR),
        ("coordinator", "host", Role.SIGNATORY),
        ("contact", "host", Role.CONTACT),
        ("administrator", "other", Role.COORDINATOR),
    ],
)
def test_role_within_ones_own_is_given(world, actor, place, role):
    assert add(getattr(world, actor), getattr(world, place), role).role == role


def test_nobody_gives_themselves_a_role(world):
    with pytest.raises(Refused):
        add(world.contact, world.host, Role.MENTOR, world.contact.email)


def test_administrators_and_blocked_people_get_no_role_by_address(world):
    """An administrator who became a coordinator on the side would see student files."""
    with pytest.raises(Invalid):
        add(world.contact, world.host, Role.MENTOR, world.administrator.email)
    User.objects.filter(pk=world.stranger.pk).update(is_active=False)
    with pytest.raises(Invalid):
        add(world.contact, world.host, Role.MENTOR, world.stranger.email)


def test_same_role_twice_is_refused_beside_the_address(world):
    with pytest.raises(Invalid) as refusal:
        add(world.coordinator, world.host, Role.MENTOR, world.mentor.email)
    assert list(refusal.value.errors) == ["email"]


def test_nobody_makes_the_platform_write_to_strangers_without_end(world):
    """D5: counted in the database, per person who invites."""
    rows = [
        Invitation(
            user=world.mentor,
            email="x@y.example",
            invited_by=world.contact,
            expires_at=timezone.now(),
            withdrawn_at=timezone.now(),
        )
        for __ in range(MOST_BY_ONE_A_DAY)
    ]
    Invitation.objects.bulk_create(rows)
    with pytest.raises(NotNow, match="You invited 50 people today"):
        add(world.contact, world.host, Role.MENTOR)


def test_everybody_without_a_way_in_is_invited_once(world, django_capture_on_commit_callbacks):
    """After an import: mentors and students, each in one letter; pressing twice adds none."""
    for person in (world.mentor, world.student, world.contact):
        without_password(person)
    invite([world.contact], actor=None)
    assert set(to_invite(world.coordinator)) == {world.mentor, world.student}
    with django_capture_on_commit_callbacks(execute=True):
        batch = invite_everybody(actor=world.coordinator)
    batch.refresh_from_db()
    assert batch.finished_at is not None
    assert sorted(letter.to[0] for letter in delivered()) == sorted(
        p.email for p in (world.mentor, world.student, world.contact)
    )
    with pytest.raises(NotNow):
        invite_everybody(actor=world.coordinator)


def test_round_whose_actor_lost_the_right_invites_nobody(world, django_capture_on_commit_callbacks):
    """Rights are asked again by the worker."""
    without_password(world.mentor)
    with django_capture_on_commit_callbacks(execute=True):
        invite_everybody(actor=world.contact)
        Membership.objects.filter(user=world.contact).update(valid_to=date(2026, 9, 13))
    assert not Invitation.objects.exists()


def role_of(person) -> Membership:
    return Membership.objects.get(user=person)


def test_role_ends_and_the_person_hears_it(client, world):
    """From the day after, what belongs to it is closed; who was told what, and who did it."""
    sign_in(client, world.contact)
    url = reverse("people:person-last-day", args=[world.mentor.uuid])
    role = role_of(world.mentor)
    assert client.get(url).context["form"]["role"].initial == role
    answer = client.post(url, {"role": role.pk, "last_day": "2026-09-20"})
    assert answer.url == reverse("people:person-detail", args=[world.mentor.uuid])
    role.refresh_from_db()
    assert role.valid_to == date(2026, 9, 20)
    told = Notification.objects.get()
    assert (told.recipient, told.kind) == (world.mentor, "partnerships.last_day_set")
    assert "20 september 2026" in told.subject_nl
    page = client.get(answer.url).content.decode()
    assert "tot en met 20 september 2026" in page or "tot 20 september 2026" in page
    assert "Laatste dag van een rol vastgelegd" in page


def test_last_day_is_taken_back(world):
    role = role_of(world.mentor)
    for day, kinds in ((date(2026, 9, 20), 1), (date(2026, 9, 20), 1), (None, 2)):
        roles.set_last_day(world.mentor, actor=world.contact, role=role, last_day=day)
        assert Notification.objects.count() == kinds  # the same day again tells nothing
        role.refresh_from_db()
        assert role.valid_to == day


def test_last_day_that_cannot_be_is_told_at_the_day(client, world):
    """Before today, before the first day, or in a later period of the same role."""
    sign_in(client, world.coordinator)
    url = reverse("people:person-last-day", args=[world.mentor.uuid])
    role = role_of(world.mentor)
    page = client.post(url, {"role": role.pk, "last_day": "2026-09-13"})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["last_day"])
    assert b"2026-09-13" in page.content
    later = Membership.objects.create(
        user=world.mentor, organisation=world.host, role=Role.CONTACT, valid_from=date(2026, 10, 1)
    )
    page = client.post(url, {"role": later.pk, "last_day": "2026-09-30"})
    assert list(page.context["form"].errors) == ["last_day"]
    Membership.objects.filter(pk=role.pk).update(valid_to=date(2026, 9, 30))
    Membership.objects.filter(pk=later.pk).update(role=Role.MENTOR)
    page = client.post(url, {"role": role.pk, "last_day": ""})
    assert list(page.context["form"].errors) == ["last_day"]


def test_nobody_ends_an_own_role_or_one_that_is_not_theirs_to_give(client, world):
    with pytest.raises(Refused):
        roles.set_last_day(
            world.coordinator,
            actor=world.coordinator,
            role=role_of(world.coordinator),
            last_day=None,
        )
    with pytest.raises(Refused):
        roles.set_last_day(
            world.mentor, actor=world.stranger, role=role_of(world.mentor), last_day=None
        )
    with pytest.raises(Refused):
        roles.set_last_day(
            world.student, actor=world.coordinator, role=role_of(world.student), last_day=None
        )
    # A contact person does not send the signatory away, who could not send a contact person away.
    signatory = make.make_member(Role.SIGNATORY, world.host)
    sign_in(client, world.contact)
    url = reverse("people:person-last-day", args=[signatory.uuid])
    assert client.get(url).status_code == 403


def test_role_of_somebody_else_in_the_form_is_no_choice(client, world):
    """The address says who; another person's role, or one elsewhere, is not taken along."""
    other = Membership.objects.create(
        user=world.mentor, organisation=world.other, role=Role.COACH, valid_from=SINCE
    )
    sign_in(client, world.contact)
    url = reverse("people:person-last-day", args=[world.mentor.uuid])
    address, answers = reverse("person-last-day", args=[world.mentor.uuid]), []
    for wrong in (other, role_of(world.stranger), role_of(world.contact)):
        page = client.post(url, {"role": wrong.pk, "last_day": "2026-09-20"})
        assert list(page.context["form"].errors) == ["role"]
        sent = {"role": str(wrong.uuid), "last_day": "2026-09-20"}
        answers.append(post(client, address, **sent).status_code)
    assert answers == [400, 400, 403]
    assert not Membership.objects.filter(valid_to__isnull=False).exists()


def test_api_sets_the_last_day_of_a_partners_mentor(client, world):
    sign_in(client, world.coordinator)
    role = role_of(world.mentor)
    address = reverse("person-last-day", args=[world.mentor.uuid])
    answer = post(client, address, role=str(role.uuid), last_day="2026-09-20")
    assert answer.status_code == 200
    assert [shown["valid_to"] for shown in answer.json()["roles"]] == ["2026-09-20"]
    assert "last-day" in [action["name"] for action in answer.json()["actions"]]
    answer = post(client, address, role=str(role.uuid), last_day=None)
    assert [shown["valid_to"] for shown in answer.json()["roles"]] == [None]
