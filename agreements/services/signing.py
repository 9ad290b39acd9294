"""Signing and declining: three parties, one frozen text, one hash (domain.md 3.5, 3.8)."""

from typing import Any

from django.db import transaction as database
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from agreements.enums import AgreementState, SigningParty
from agreements.models import Agreement, AgreementVersion, Signature
from agreements.rules import parties_of
from core.errors import Invalid, NotNow, Refused
from core.permissions import require
from core.transitions import require_state, transition
from core.versions import locked
from partnerships.enums import Role

ROLES = {
    SigningParty.INSTITUTION: (Role.COORDINATOR, Role.DIRECTOR),
    SigningParty.HOST: (Role.SIGNATORY, Role.CONTACT),
}


@database.atomic
def sign_agreement(agreement: Agreement, *, actor: Any, party: str, sha256: str) -> Signature:
    """Sign the newest version for one party, by the hash of the text that was read.

    A person who holds the roles of two parties signs for each of them by itself. Raises
    `Refused` when the actor does not sign for that party, `NotNow` (409) when the hash is
    not that of the newest version, when the party signed already, or in another state.
    """
    row = locked(Agreement, agreement.pk)
    require_party(actor, row, party)
    version = require_newest(row, sha256)
    if version.signatures.filter(party=party).exists():
        raise NotNow(_("This party has signed this version already."))
    with transition(row, "sign", actor=actor):
        signature = Signature.objects.create(
            agreement=row,
            version=version,
            party=party,
            signer=actor,
            signer_name=str(actor),
            signer_role=role_of(actor, row, party),
            sha256=version.sha256,
        )
    count_signatures(row, actor=actor)
    agreement.refresh_from_db()
    return signature


def require_party(actor: Any, agreement: Agreement, party: str) -> None:
    """Raise `Refused` when the person does not sign for that party, `Invalid` for no party."""
    require(actor, "agreements.count_signature", agreement)
    if party not in SigningParty.values:
        raise Invalid(_("Say for which party you sign."), {"party": [_("Choose a party.")]})
    if party not in parties_of(actor, agreement):
        raise Refused(_("You do not sign for this party."))


def require_newest(agreement: Agreement, sha256: str) -> AgreementVersion:
    """The newest version, when the hash is its own; else `NotNow`."""
    require_state(agreement, agreement.workflow.transition("sign"))
    version = agreement.current_version()
    if version is None or version.sha256 != sha256:
        raise NotNow(_("The text has changed since you opened it. Read the newest version first."))
    return version


def count_signatures(agreement: Agreement, *, actor: Any) -> None:
    """Move on with the first and with the third signature."""
    if agreement.state == AgreementState.PROPOSED:
        with transition(agreement, "count-signature", actor=actor):
            pass
    if not agreement.open_parties():
        with transition(agreement, "count-last-signature", actor=actor):
            pass


def role_of(actor: Any, agreement: Agreement, party: str, language: str = "nl") -> str:
    """In which role the person signs, in words. A signature keeps it in Dutch."""
    with override(language):
        if party == SigningParty.STUDENT:
            return str(Role.STUDENT.label)
        organisation = agreement.host if party == SigningParty.HOST else agreement.institution
        held = actor.memberships.filter(organisation=organisation).valid_on(timezone.localdate())
        roles = set(held.values_list("role", flat=True))
        own = next(role for role in ROLES[SigningParty(party)] if role in roles)
        return actor.job_title or str(own.label)


def decline_agreement(agreement: Agreement, *, actor: Any, reason: str) -> None:
    """Say no to the newest version, with the reason; the institution can make another."""
    require_reason(reason)
    with transition(agreement, "decline", actor=actor) as row:
        row.decline_reason = reason


def require_reason(reason: str) -> None:
    """Raise `Invalid` when no reason is given."""
    if not reason.strip():
        raise Invalid(_("Give the reason."), {"reason": [_("Give the reason.")]})
