"""Read queries of this room, and what its pages show of one agreement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import SIGNABLE, AgreementState, SigningParty
from agreements.models import Agreement, AgreementVersion, ConditionEvidence, Signature
from agreements.querysets import AgreementQuerySet
from agreements.rules import LEADERS
from core.access import scope
from core.timeline import Entry, timeline
from partnerships.enums import Role
from partnerships.models import Membership
from partnerships.standing import standing_of
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RELATED = (
    "trajectory__student__user",
    "trajectory__student__institution",
    "trajectory__position__workplace__establishment__organisation",
    "trajectory__pathway__programme",
    "trajectory__mentor__user",
    "trajectory__mentor__substitute__user",
    "trajectory__coach",
)


def agreements_for(user: Any) -> AgreementQuerySet:
    """The person's agreements with names and the number of signatures on the newest version."""
    rows: AgreementQuerySet = scope(Agreement, user)  # type: ignore[assignment]
    return rows.with_signature_count().select_related(*RELATED)


def trajectories_to_draft(user: Any) -> QuerySet[Trajectory]:
    """Planned trajectories of the person's institution that have no agreement, soonest first."""
    rows = scope(Trajectory, user).filter(
        student__institution__in=standing_of(user).institutions(),
        state=TrajectoryState.PLANNED,
        agreement__isnull=True,
    )
    return rows.select_related(
        "student__user", "pathway", "position__workplace__establishment__organisation", "coach"
    ).order_by("start_date", "pk")


def versions_for(user: Any) -> QuerySet[AgreementVersion]:
    """Frozen versions with what their document shows."""
    rows = scope(AgreementVersion, user).prefetch_related("signatures")
    return rows.select_related(*(f"agreement__{name}" for name in RELATED))


@dataclass(frozen=True)
class PartyLine:
    """One of the three parties on a version: signed by whom, when, or still open."""

    label: str
    name: str = ""
    role: str = ""
    when: datetime | None = None
    also_for: str = ""


def party_lines(version: AgreementVersion) -> list[PartyLine]:
    """The three parties in their order; somebody who signed twice is shown as such (B7)."""
    signed = {signature.party: signature for signature in version.signatures.all()}
    lines = []
    for party in SigningParty:
        signature = signed.get(party)
        if signature is None:
            lines.append(PartyLine(str(party.label)))
            continue
        others = [s for s in signed.values() if s.signer_id == signature.signer_id]
        also = ", ".join(str(s.get_party_display()) for s in others if s.party != party)
        lines.append(
            PartyLine(
                str(party.label),
                signature.signer_name,
                signature.signer_role,
                signature.created_at,
                also,
            )
        )
    return lines


def agreement_timeline(agreement: Agreement, user: Any) -> list[Entry]:
    """What happened, with every signature and the evidence in the reader's scope, newest first."""
    signatures = agreement.signatures.select_related("version")
    signed = [
        Entry(s.created_at, s.signer_name, _signed_words(s), _version_words(s.version.number))
        for s in signatures
    ]
    recorded = [
        Entry(e.created_at, str(e.recorded_by), _("recorded a newer date"), str(e))
        for e in scope(ConditionEvidence, user)
        .filter(agreement=agreement)
        .select_related("recorded_by")
    ]
    return sorted([*signed, *recorded, *timeline(agreement)], key=lambda e: e.when, reverse=True)


def _signed_words(signature: Any) -> "StrOrPromise":
    return _("signed for the %(party)s") % {"party": signature.get_party_display()}


def _version_words(number: int) -> str:
    return _("version %(number)s") % {"number": number}


def agreements_to_sign(user: Any) -> list[Agreement]:
    """The agreements that wait for this person's signature, soonest first.

    Read in a fixed number of queries; a contact person signs only where the host has no
    signatory today.
    """
    standing = standing_of(user)
    rows = agreements_for(user).to_come().filter(state__in=SIGNABLE).order_by("start_date", "pk")
    hosts = set(standing.hosts({Role.SIGNATORY})) | _without_signatory(
        standing.hosts({Role.CONTACT})
    )
    leads = set(standing.institutions(LEADERS))
    signed = _signed_by_party(rows)
    return [row for row in rows if _own_parties(row, user, leads, hosts) - signed[row.pk]]


def _without_signatory(hosts: list[int]) -> set[int]:
    held = Membership.objects.filter(organisation__in=hosts, role=Role.SIGNATORY)
    return set(hosts) - set(
        held.valid_on(timezone.localdate()).values_list("organisation", flat=True)
    )


def _signed_by_party(rows: Any) -> dict[int, set[str]]:
    newest = {row.newest_version: row.pk for row in rows}
    signed: dict[int, set[str]] = {row.pk: set() for row in rows}
    found = Signature.objects.filter(version__in=newest).values_list("version", "party")
    for version, party in found:
        signed[newest[version]].add(party)
    return signed


def _own_parties(row: Agreement, user: Any, leads: set[int], hosts: set[int]) -> set[str]:
    own = set()
    if row.trajectory.student.institution_id in leads:
        own.add(SigningParty.INSTITUTION)
    if row.host.pk in hosts:
        own.add(SigningParty.HOST)
    if row.trajectory.student.user_id == user.pk:
        own.add(SigningParty.STUDENT)
    return {str(party) for party in own}


def agreements_to_finish(user: Any) -> QuerySet[Agreement]:
    """Drafts and declined agreements of the person's institution, soonest first."""
    rows = (
        agreements_for(user)
        .to_come()
        .filter(
            state__in=[AgreementState.DRAFT, AgreementState.DECLINED],
            trajectory__student__institution__in=standing_of(user).institutions(),
        )
    )
    return rows.order_by("start_date", "pk")


def agreements_to_activate(user: Any) -> QuerySet[Agreement]:
    """Signed by all three, for who leads the institution; soonest first."""
    led = standing_of(user).institutions(LEADERS)
    rows = (
        agreements_for(user)
        .to_come()
        .filter(state=AgreementState.SIGNED, trajectory__student__institution__in=led)
    )
    return rows.order_by("start_date", "pk")


def agreements_to_end(user: Any) -> QuerySet[Agreement]:
    """Not ended although the trajectory ended early, for who leads the institution."""
    led = standing_of(user).institutions(LEADERS)
    rows = agreements_for(user).left_behind().filter(trajectory__student__institution__in=led)
    return rows.order_by("start_date", "pk")


def count_in(user: Any, states: Iterable[str]) -> int:
    """How many of the person's agreements are in one of these states."""
    return scope(Agreement, user).filter(state__in=list(states)).count()
