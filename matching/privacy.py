"""What this room knows of people: applications, and what was said about them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.privacy.enums import Basis, Category, Erase
from core.privacy.holds import Hold, holds
from core.privacy.register import Holding, Personal, impersonal, register
from core.privacy.retention import Part, RetentionRule, register_rule
from matching.enums import ApplicationState, RoundState
from matching.models import Application

STUDY = Personal(Category.STUDIES)
DECIDED = Personal(Category.JUDGEMENT)
SAID = Personal(Category.JUDGEMENT, Erase.REMOVED)
ONE_YEAR = _("the texts until a year after the round was closed; the rest without your name")
UNSUCCESSFUL = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.INELIGIBLE,
        ApplicationState.UNPLACED,
        ApplicationState.DECLINED,
        ApplicationState.WITHDRAWN,
    }
)

register(
    Holding(
        model="matching.Application",
        label=_("Your applications"),
        purpose=_("To find the best match between you and a workplace."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="student__user",
        data={
            "code": STUDY,
            "intake_round": STUDY,
            "motivation": Personal(Category.WORDS, Erase.REMOVED),
            "motivation_language": STUDY,
            "own_employer": STUDY,
            "submitted_at": STUDY,
            "state": DECIDED,
            "state_since": DECIDED,
            "lottery_id": STUDY,
        },
        plain=("student",),
        file=True,
    ),
    Holding(
        model="matching.EligibilityAnswer",
        label=_("Whether you meet the conditions"),
        purpose=_("To check the same published conditions for everybody."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="application__student__user",
        data={"condition": DECIDED, "met": DECIDED},
        actors=("checked_by",),
        plain=("application",),
        file=True,
    ),
    Holding(
        model="matching.Preference",
        label=_("The places of your choice"),
        purpose=_("To find the best match between you and a workplace."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="application__student__user",
        data={"position": STUDY, "rank": STUDY},
        plain=("application",),
        file=True,
    ),
    Holding(
        model="matching.OwnEmployerPlace",
        label=_("Whether you can learn at your own employer"),
        purpose=_("To give you a place there when you, your employer and the institution agree."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="application__student__user",
        data={
            "position": STUDY,
            "state": DECIDED,
            "state_since": DECIDED,
            "seat_offered_to_all": DECIDED,
            "answer_by": DECIDED,
            "host_said_at": DECIDED,
            "host_note": SAID,
            "institution_said_at": DECIDED,
            "institution_note": SAID,
        },
        actors=("host_said_by", "institution_said_by"),
        plain=("application",),
        file=True,
    ),
    Holding(
        model="matching.Acceptability",
        label=_("Whether you and a host can imagine each other"),
        purpose=_("To match only those who both want it."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="preference__application__student__user",
        data={"party": DECIDED, "acceptable": DECIDED, "reason": DECIDED, "note": SAID},
        actors=("said_by",),
        plain=("preference",),
        file=True,
    ),
    Holding(
        model="matching.Rating",
        label=_("Scores of your applications"),
        purpose=_("To compare by criteria that were published before."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="application__student__user",
        data={
            "party": DECIDED,
            "position": DECIDED,
            "criterion": DECIDED,
            "score": DECIDED,
            "note": SAID,
        },
        actors=("rater",),
        plain=("application",),
        file=True,
    ),
    Holding(
        model="matching.Offer",
        label=_("Places that you were offered"),
        purpose=_("To know whether you take the place."),
        basis=Basis.TASK,
        kept=ONE_YEAR,
        person="application__student__user",
        data={
            "position": DECIDED,
            "answer": STUDY,
            "answer_by": DECIDED,
            "answered_at": STUDY,
        },
        plain=("match_run", "application"),
        file=True,
    ),
)
register(
    Holding(
        model="matching.Explanation",
        label=_("Why each of your choices ended as it did"),
        purpose=_("To tell you the true reason of every result."),
        basis=Basis.TASK,
        kept=_(
            "as long as the round: by the random number that you have in every round of the pathway"
        ),
        person="application__student__user",
        data={"canonical": DECIDED, "sha256": DECIDED},
        plain=("match_run", "application"),
        file=True,
    ),
)
register(
    Holding(
        model="matching.LotteryWitness",
        label=_("Your part in lotteries"),
        purpose=_("To draw lots in a way that nobody can steer and everybody can check."),
        basis=Basis.TASK,
        kept=_("as long as the round; your sentence is public after the match, without your name"),
        person="user",
        data={
            "intake_round": STUDY,
            "party": STUDY,
            "sha256": STUDY,
            "promised_at": STUDY,
            "reveal_by": STUDY,
            # Stays when the person is forgotten: everybody read it, and the seed follows from it.
            "secret": Personal(Category.WORDS, export=False),
            "revealed_at": STUDY,
            "state": STUDY,
            "state_since": STUDY,
        },
        plain=("user",),
    ),
)
impersonal("matching.IntakeRound", "state", "name", "lottery_secret")
impersonal(
    "matching.Criterion",
    "code",
    "name_nl",
    "name_en",
    *(f"anchor_{score}_{language}" for score in (1, 3, 5) for language in ("nl", "en")),
)
# Students stand in seals and results by a random identifier only.
impersonal("matching.RoundSeal", "canonical", "sha256", "sealed_by")
impersonal(
    "matching.MatchRun",
    "engine",
    "instance_sha256",
    "result_sha256",
    "lottery_seed",
)


@holds.register
def open_rounds(person: Any) -> Iterator[Hold]:
    """Nobody disappears from a round in which the others' chances are being decided."""
    running = Application.objects.filter(student__user=person).exclude(
        intake_round__state=RoundState.CLOSED
    )
    if running.exclude(state__in={ApplicationState.DRAFT, ApplicationState.WITHDRAWN}).exists():
        yield Hold(_("An intake round in which the person applied is not closed yet."))


register_rule(
    RetentionRule(
        code="applications",
        label=_("Applications without a place"),
        since=_("the end of the round"),
        what=_("motivation and notes go; scores and lists stay, under a random identifier"),
        rows=lambda before: Application.objects.filter(
            intake_round__state=RoundState.CLOSED,
            intake_round__state_since__lt=before,
            state__in=UNSUCCESSFUL,
        ),
        person="student__user",
        parts=(
            Part(model="matching.Rating", path="application", erase={"note": Erase.REMOVED}),
            Part(
                model="matching.Acceptability",
                path="preference__application",
                erase={"note": Erase.REMOVED},
            ),
            Part(
                model="matching.OwnEmployerPlace",
                path="application",
                erase={"host_note": Erase.REMOVED, "institution_note": Erase.REMOVED},
            ),
            Part(model="matching.Application", erase={"motivation": Erase.REMOVED}),
        ),
    ),
)
