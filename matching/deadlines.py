"""What has a last day in this room: applications and places."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.deadlines.kinds import Audience, Deadline, register_deadline
from core.rule_codes import depends_on
from matching import reports
from matching.enums import ApplicationState, LotteryParty, OfferAnswer, RoundState
from matching.models import Application, IntakeRound, LotteryWitness, Offer, OwnEmployerPlace
from matching.notices import DECISIONS, LOTTERY, coordinator, guides, witness, witness_path
from matching.own_place_notices import OWN_EMPLOYERS, employer
from matching.terms import LOTTERY_REVEAL_DAYS, OFFER_ANSWER_DAYS


def unfinished_drafts() -> QuerySet[Application]:
    """Drafts in rounds that are still open."""
    rows = Application.objects.filter(
        state=ApplicationState.DRAFT, intake_round__state=RoundState.OPEN
    )
    return rows.select_related("intake_round__pathway__programme", "student__user")


def unanswered_offers() -> QuerySet[Offer]:
    """Places without an answer."""
    return Offer.objects.filter(answer=OfferAnswer.PENDING).select_related(
        "application__student__user",
        "application__intake_round__pathway__programme",
        "application__intake_round__pathway__coordinator",
        "application__intake_round__pathway__coach",
        "position__workplace__establishment__organisation",
    )


def secrets_to_reveal() -> QuerySet[LotteryWitness]:
    """Who draws along and can still reveal the secret."""
    return LotteryWitness.objects.to_reveal().select_related(
        "user", "intake_round__pathway__programme", "intake_round__pathway__coordinator"
    )


def employers_to_answer() -> QuerySet[OwnEmployerPlace]:
    """Own employers that were asked and can still answer (V35)."""
    return OwnEmployerPlace.objects.awaiting_employer().select_related(
        "application__student__user",
        "application__intake_round__pathway__programme",
        "application__intake_round__pathway__coordinator",
        "position__workplace__establishment__organisation",
    )


def application_path(application: Any) -> str:
    """The application itself."""
    return reverse("matching:application-detail", args=[application.uuid])


DRAFT = register_deadline(
    Deadline(
        name="matching.draft",
        label=_("Applications that are not sent yet"),
        rows=unfinished_drafts,
        due_path="intake_round__closes_on",
        institution_path="intake_round__pathway__programme__institution_id",
        owner=Audience(
            words=_("the student"),
            people=lambda row: [row.student.user],
            subject=_("Finish your application for %(round)s"),
        ),
        path=application_path,
        values=lambda row: {"round": row.intake_round},
        link=_("Open your application"),
    )
)
OFFER = register_deadline(
    Deadline(
        name="matching.offer",
        label=_("Places without an answer"),
        rows=unanswered_offers,
        due_path="answer_by",
        institution_path="application__intake_round__pathway__programme__institution_id",
        owner=Audience(
            words=_("the student"),
            people=lambda row: [row.application.student.user],
            subject=_("Answer whether you take the place at %(place)s"),
        ),
        escalation=Audience(
            words=_("coordinator and coach of the pathway"),
            people=lambda row: guides(row.application),
            subject=_("%(student)s did not answer yet about the place at %(place)s"),
        ),
        path=lambda row: application_path(row.application),
        values=lambda row: {
            "student": row.application.student,
            "place": reports.place_name(row.position),
        },
        topic=DECISIONS,
        link=_("Open the application"),
    )
)
REVEAL = register_deadline(
    Deadline(
        name="matching.reveal",
        label=_("Secrets of a lottery that are not revealed yet"),
        rows=secrets_to_reveal,
        due_path="reveal_by",
        institution_path="intake_round__pathway__programme__institution_id",
        owner=Audience(
            words=_("who draws along in the lottery"),
            people=witness,
            subject=_("Reveal your secret for the lottery of %(round)s"),
        ),
        escalation=Audience(
            words=_("coordinator of the pathway"),
            people=coordinator,
            subject=_("Who draws along for %(party)s did not reveal yet in %(round)s"),
        ),
        path=witness_path,
        values=lambda row: {
            "round": row.intake_round,
            "party": LotteryParty(row.party).label,
        },
        topic=LOTTERY,
        link=_("Open the page of the lottery"),
    )
)
OWN_EMPLOYER = register_deadline(
    Deadline(
        name="matching.own_employer",
        label=_("Own employers that did not answer yet"),
        rows=employers_to_answer,
        due_path="answer_by",
        institution_path="application__intake_round__pathway__programme__institution_id",
        owner=Audience(
            words=_("who decides for the host"),
            people=employer,
            subject=_("Say whether your worker %(student)s can learn with you"),
        ),
        escalation=Audience(
            words=_("coordinator of the pathway"),
            people=lambda row: coordinator(row.application),
            subject=_("%(host)s did not say yet whether %(student)s can learn there"),
        ),
        path=lambda row: application_path(row.application),
        values=lambda row: {"student": row.application.student, "host": row.position.host},
        topic=OWN_EMPLOYERS,
        link=_("Open the application"),
    )
)


def rounds_to_match(first: date, last: date | None) -> int:
    """How many rounds close in a period and are not matched yet."""
    open_rounds = IntakeRound.objects.exclude(state__in=[RoundState.MATCHED, RoundState.CLOSED])
    rows = open_rounds.filter(closes_on__gte=first)
    return (rows.filter(closes_on__lte=last) if last else rows).count()


depends_on(
    OFFER_ANSWER_DAYS,
    _("intake rounds that close in this period; places that were told keep their last day"),
    rounds_to_match,
)


def rounds_to_publish(first: date, last: date | None) -> int:
    """How many rounds in which others draw along are not published yet, whenever that will be."""
    drafts = IntakeRound.objects.filter(state=RoundState.DRAFT)
    return drafts.filter(pk__in=LotteryWitness.objects.drawing().values("intake_round")).count()


depends_on(
    LOTTERY_REVEAL_DAYS,
    _("unpublished intake rounds in which others draw along; published ones keep their term"),
    rounds_to_publish,
)
