"""What can be done for a person: one table for buttons, pages and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.impersonation import MISSING_STEP
from accounts.second_factor import has_second_factor
from core.actions import Action
from core.permissions import refusal
from partnerships import people
from partnerships.enums import SignInState
from partnerships.roles import changeable_roles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class PersonVerb:
    """One verb: its words, its rule, its service, for whom it makes sense, what it means.

    ``fits`` asks a person of `sign_in_states.with_sign_in`. A verb with ``means`` is confirmed
    on a page of its own; the others are done with one press.
    """

    name: str
    label: "StrOrPromise"
    done: "StrOrPromise"
    permission: str
    service: Callable[..., Any]
    fits: Callable[[Any], bool]
    means: tuple["StrOrPromise", ...] = ()
    primary: bool = False
    danger: bool = False


def in_state(*states: str) -> Callable[[Any], bool]:
    """Fits people in one of these states of signing in."""
    return lambda person: person.sign_in_state in states


VERBS = (
    PersonVerb(
        name="invite",
        label=_("Invite"),
        done=_("The invitation is on its way."),
        permission="partnerships.invite_person",
        service=people.invite_person,
        fits=in_state(SignInState.NOT_INVITED),
        primary=True,
    ),
    PersonVerb(
        name="invite-again",
        label=_("Invite again"),
        done=_("The new invitation is on its way. The one from before does not work any more."),
        permission="partnerships.invite_person",
        service=people.invite_person,
        fits=in_state(SignInState.INVITED, SignInState.EXPIRED),
        primary=True,
    ),
    PersonVerb(
        name="withdraw",
        label=_("Withdraw the invitation"),
        done=_("The invitation does not work any more."),
        permission="partnerships.invite_person",
        service=people.withdraw_invitation,
        fits=in_state(SignInState.INVITED, SignInState.EXPIRED),
        means=(
            _("The link in the e-mail stops working at once."),
            _("The person is not told. You can invite again at any time."),
        ),
    ),
    PersonVerb(
        name="reset-second-step",
        label=_("Take away the second step"),
        done=_("The second step is taken away. The person sets up a new one at the next sign-in."),
        permission="partnerships.manage_sign_in",
        service=people.reset_second_step,
        fits=lambda person: person.two_steps,
        means=(
            _("First check by another way than e-mail that it is really this person who asks."),
            _("App, passkeys and recovery codes stop working, and every sign-in ends."),
            _("The person hears of it by e-mail, with your name."),
        ),
        danger=True,
    ),
    PersonVerb(
        name="sign-out",
        label=_("End all sign-ins"),
        done=_("This person is signed out everywhere."),
        permission="partnerships.manage_sign_in",
        service=people.sign_out_person,
        fits=in_state(SignInState.SIGNS_IN),
        means=(
            _("Every browser in which this person is signed in has to sign in again."),
            _("What is being typed there and not saved is lost."),
            _("The person hears of it by e-mail, with your name."),
        ),
    ),
    PersonVerb(
        name="block",
        label=_("Block"),
        done=_("This person cannot sign in any more."),
        permission="partnerships.manage_sign_in",
        service=people.block_person,
        fits=lambda person: person.is_active,
        means=(
            _("This person cannot sign in any more, and every sign-in ends at once."),
            _("What the person did stays as it was. Roles stay too: you can lift the block."),
            _("The person hears of it by e-mail, with your name."),
        ),
        danger=True,
    ),
    PersonVerb(
        name="unblock",
        label=_("Lift the block"),
        done=_("This person can sign in again."),
        permission="partnerships.manage_sign_in",
        service=people.unblock_person,
        fits=in_state(SignInState.BLOCKED),
        primary=True,
    ),
)
BY_NAME = {verb.name: verb for verb in VERBS}


def verbs_for(person: Any, user: Any) -> list[PersonVerb]:
    """The verbs that make sense for this person and that the reader may use."""
    fitting = [verb for verb in VERBS if verb.fits(person)]
    allowed = {
        name: refusal(user, name, person) is None for name in {v.permission for v in fitting}
    }
    return [verb for verb in fitting if allowed[verb.permission]]


def actions_for(person: Any, user: Any) -> list[Action]:
    """The same as actions, each an endpoint of the API as well."""
    actions = [
        _action(
            person,
            verb.name,
            verb.label,
            method="get" if verb.means else "post",
            primary=verb.primary,
            danger=verb.danger,
        )
        for verb in verbs_for(person, user)
    ]
    if changeable_roles(person, user):
        actions.append(_action(person, "last-day", _("Set the last day of a role")))
    return actions


def buttons_for(person: Any, user: Any) -> list[Action]:
    """The actions of the page: in a browser, an administrator looks with the person's eyes."""
    buttons = actions_for(person, user)
    if refusal(user, "accounts.impersonate", person) is None:
        unmet = () if has_second_factor(user) else (MISSING_STEP,)
        buttons.append(_action(person, "look", _("Look with these eyes"), unmet=unmet))
    return buttons


def _action(person: Any, name: str, label: Any, **more: Any) -> Action:
    plain: dict[str, Any] = {"method": "get", "primary": False, "danger": False, "unmet": ()}
    url = reverse(f"people:person-{name}", args=[person.uuid])
    return Action(name=name, label=label, url=url, **plain | more)
