"""What still stands in the way of a verb, as sentences."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.words import human_date
from matching.enums import (
    CHANGING_ROUNDS,
    RATABLE_APPLICATIONS,
    ApplicationState,
    LotteryParty,
    RoundState,
    WitnessState,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FULL_WEIGHT = 100


def weights_add_up(intake: Any) -> Iterator["StrOrPromise"]:
    """Criteria are complete when their weights add up to one hundred (domain.md 7.4)."""
    if sum(criterion.weight for criterion in intake.criteria.all()) != FULL_WEIGHT:
        yield _("The weights of the criteria must add up to 100.")


def pathway_is_open(intake: Any) -> Iterator["StrOrPromise"]:
    """Students apply for pathways that are open."""
    if intake.pathway.state != "open":
        yield _("The pathway is not open yet.")


def ratings_are_complete(intake: Any) -> Iterator["StrOrPromise"]:
    """A missing rating blocks sealing (design 8)."""
    missing = intake.count_of_unfinished_applications()
    if missing:
        yield ngettext(
            "%(count)d application is not rated by both sides yet.",
            "%(count)d applications are not rated by both sides yet.",
            missing,
        ) % {"count": missing}


def own_employers_are_decided(intake: Any) -> Iterator["StrOrPromise"]:
    """Nobody is left between the own employer and the ranking: who must act is named (V35)."""
    for place in intake.undecided_own_places():
        said = {"student": place.application.student, "host": place.position.host}
        if place.state == place.workflow.initial:
            yield _("%(host)s must still say whether %(student)s can learn there.") % said
        else:
            yield (
                _(
                    "The coordinator must still decide whether %(student)s can learn at %(host)s, "
                    "the own employer."
                )
                % said
            )


def everybody_answered(intake: Any) -> Iterator["StrOrPromise"]:
    """A round closes when every placed student has answered."""
    waiting = intake.applications.filter(state=ApplicationState.PLACED).count()
    if waiting:
        yield ngettext(
            "%(count)d student has not answered yet.",
            "%(count)d students have not answered yet.",
            waiting,
        ) % {"count": waiting}


def has_no_place(application: Any) -> Iterator["StrOrPromise"]:
    """One place per pathway."""
    if type(application).objects.filter(pk=application.pk).with_a_place().exists():
        yield _(
            "You have a place in this pathway already or completed it, so you cannot apply for "
            "another one."
        )


def has_preferences(application: Any) -> Iterator["StrOrPromise"]:
    """An application without a ranked position cannot be placed."""
    if not application.preferences.exists():
        yield _("Rank at least one position.")


def has_motivation(application: Any) -> Iterator["StrOrPromise"]:
    """Motivation is what the intake asks first (V26)."""
    if not application.motivation.strip():
        yield _("Write why you want to take this pathway.")


def round_is_open(application: Any) -> Iterator["StrOrPromise"]:
    """Applications come in while the round is open."""
    if application.intake_round.state != RoundState.OPEN:
        yield _("The round is not open for applications.")


def lists_are_not_sealed(application: Any) -> Iterator["StrOrPromise"]:
    """What was sealed does not change; a draft takes no part and may always go."""
    if application.state == ApplicationState.DRAFT:
        return
    if application.intake_round.state not in CHANGING_ROUNDS:
        yield _("The lists of this round are sealed.")


def is_in_the_ranking(application: Any) -> Iterator["StrOrPromise"]:
    """Whoever has a place at the own employer is not rated, and has no list to change (V35)."""
    if application.has_own_place:
        yield _("This student learns at the own employer and is not ranked.")


def student_takes_part(place: Any) -> Iterator["StrOrPromise"]:
    """About a place at the own employer people speak once the conditions were checked, and until
    the lists are sealed (V35).
    """
    if place.application.state not in RATABLE_APPLICATIONS:
        yield _("The student takes no part, or the conditions are not checked yet.")
    yield from lists_are_not_sealed(place.application)


def round_is_rating(application: Any) -> Iterator["StrOrPromise"]:
    """Ratings are given after the applications closed and before the seal."""
    if application.intake_round.state != RoundState.RATING:
        yield _("The round is not at the rating step.")


def somebody_can_be_asked(intake: Any) -> Iterator["StrOrPromise"]:
    """One person draws along for each party."""
    if intake.witnesses.drawing().count() == len(LotteryParty):
        yield _("Somebody is asked for the students and for the hosts.")


def everybody_promised(intake: Any) -> Iterator["StrOrPromise"]:
    """What is published names every promise (B3)."""
    for witness in intake.witnesses.filter(state=WitnessState.ASKED):
        yield (
            _(
                "Who draws along for %(party)s has not promised a secret yet. Wait for it, or take "
                "the request back."
            )
            % {"party": witness.get_party_display()}
        )


def secrets_are_revealed(intake: Any) -> Iterator["StrOrPromise"]:
    """The match waits until all revealed, or their last day has passed (B3)."""
    sentence = _(
        "Who draws along for %(party)s can still reveal the secret, up to and including %(day)s."
    )
    for witness in intake.witnesses.to_reveal():
        yield sentence % {
            "party": witness.get_party_display(),
            "day": human_date(witness.reveal_by),
        }


def promises_can_change(witness: Any) -> Iterator["StrOrPromise"]:
    """Until they are published."""
    if witness.intake_round.state != RoundState.DRAFT:
        yield _("The criteria are published, and every promise with them.")


def applies_not_in_the_round(witness: Any) -> Iterator["StrOrPromise"]:
    """The other direction of `matching.querysets.draws_along`; a round that is published is not
    promised in any more, and announced perhaps nothing of the kind.
    """
    if witness.intake_round.state != RoundState.DRAFT:
        return
    applications = witness.intake_round.applications.live()
    if applications.filter(student__user=witness.user_id).exists():
        yield _(
            "You have an application in this round. Whoever draws along in its lottery does not "
            "apply in it."
        )


def lists_are_sealed(witness: Any) -> Iterator["StrOrPromise"]:
    """Whoever knows a secret could still fit a list to it."""
    if witness.intake_round.state in {RoundState.DRAFT, RoundState.PUBLISHED, *CHANGING_ROUNDS}:
        yield _("That is possible once the lists are sealed. We let you know.")


def day_to_reveal_is_not_over(witness: Any) -> Iterator["StrOrPromise"]:
    """The announced rule: from then on the promise itself counts."""
    day = witness.reveal_by
    if day and day < timezone.localdate():
        sentence = _("The last day was %(day)s. Your promise counts instead of your secret.")
        yield sentence % {"day": human_date(day)}
