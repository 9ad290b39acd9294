"""Who gets what where people and their sign-in are looked after."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from partnerships.enums import Role
from partnerships.inviting import invite_everybody
from partnerships.models import Membership
from tests.access import DECIDERS, Row
from tests.accounts.second_step import with_app
from tests.factories import partnerships as make

MANAGERS = DECIDERS | {"coordinator", "other_coordinator", "other_contact", "administrator"}
# Of a mentor of host A: its own people, its only partner's coordinator, an administrator.
NEAR = DECIDERS | {"coordinator", "administrator"}
# Of a student of institution A: no host, no other institution.
OF_STUDENT = frozenset({"coordinator", "administrator"})
SIGN_IN = ("reset-second-step", "sign-out", "block", "unblock")
INVITING = ("invite", "invite-again", "withdraw")


def verbs() -> Iterator[Row]:
    """Both doors, of people at every distance."""
    for verb in (*INVITING, *SIGN_IN):
        for obj, ok in (("mentor", NEAR), ("student", OF_STUDENT)):
            yield Row(f"people:person-{verb}", obj=obj, method="post", ok=ok)
            yield Row(f"person-{verb}", obj=obj, api=True, method="post", ok=ok)
        # A page that asks first whether it is meant.
        yield Row(f"people:person-{verb}", obj="mentor", ok=NEAR)


def two_sided() -> Iterator[Row]:
    """A mentor of host A and host B: each invites, nobody but an administrator takes away."""
    near = NEAR | {"other_contact"}
    for verb in INVITING:
        yield Row(f"people:person-{verb}", obj="two_sided", method="post", ok=near)
    for verb in SIGN_IN:
        # The coordinator works with both hosts and nobody else does: the say is whole.
        forbidden = near - {"coordinator", "administrator"}
        ok = {"coordinator", "administrator"}
        row = Row(f"people:person-{verb}", obj="two_sided", method="post", ok=ok)
        yield replace(row, forbidden=forbidden)


ROWS = [
    Row("people:person-list", ok=MANAGERS, rest=403),
    Row("people:person-create", ok=MANAGERS, rest=403),
    Row("people:invite-everybody", ok=MANAGERS, rest=403),
    Row("people:person-detail", obj="mentor", ok=NEAR),
    Row("people:person-detail", obj="student", ok=OF_STUDENT),
    Row("people:person-detail", obj="analyst", ok={"administrator"}),
    Row("people:batch-detail", obj="batch", ok={"coordinator"}),
    Row("people:person-last-day", obj="mentor", ok=NEAR),
    Row("people:person-last-day", obj="student", forbidden=OF_STUDENT),
    Row(
        "people:person-last-day", obj="coordinator", ok={"administrator"}, forbidden={"coordinator"}
    ),
    Row("person-last-day", obj="mentor", api=True, method="post", ok=NEAR),
    Row("people:person-look", obj="mentor", ok={"administrator"}, forbidden=NEAR),
    Row("people:person-look", obj="administrator", forbidden={"administrator"}),
    Row("person-list", api=True, ok=MANAGERS, rest=403),
    Row("person-list", api=True, method="post", ok=MANAGERS, rest=403),
    Row("person-detail", obj="mentor", api=True, ok=NEAR),
    Row("person-detail", obj="student", api=True, ok=OF_STUDENT),
    Row("invitation-round-list", api=True, ok=MANAGERS, rest=403),
    Row("invitation-round-list", api=True, method="post", ok=MANAGERS, rest=403),
    Row("invitation-round-detail", obj="batch", api=True, ok={"coordinator"}),
    *verbs(),
    *two_sided(),
]


def build(world: Any) -> None:
    """A round of invitations, somebody in two hosts, an administrator with two steps."""
    with_app(world.administrator)
    newcomer = make.make_member(Role.COACH, world.institution)
    newcomer.set_unusable_password()
    newcomer.save()
    world.batch = invite_everybody(actor=world.coordinator)
    world.two_sided = make.make_member(Role.MENTOR, world.host)
    Membership.objects.create(
        user=world.two_sided,
        organisation=world.other_host,
        role=Role.MENTOR,
        valid_from=date(2024, 1, 1),
    )
