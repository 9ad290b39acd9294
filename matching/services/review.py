"""Is it possible: the published conditions, the host's word, the student's second thought."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.permissions import require
from core.transitions import transition
from core.versions import renew
from matching.enums import AcceptanceParty, ApplicationState, RefusalReason
from matching.models import Acceptability, Application, EligibilityAnswer, Preference
from matching.services.completeness import finish_if_complete, rating_progress
from matching.services.locking import require_valid, round_held
from matching.services.own_employers import ask_employers


def check_application(
    application: Application, *, actor: Any, answers: Mapping[UUID, bool]
) -> None:
    """Answer every published condition: all yes makes eligible, one no does not (V26).

    ``answers`` holds yes or no by the condition's identifier; `Invalid` when one is missing
    or unknown.
    """
    verb = "check" if all(answers.values()) else "refuse"
    with round_held(application.intake_round_id):
        with transition(application, verb, actor=actor) as row:
            _answer(row, answers, actor)
        ask_employers([application.pk], actor=actor)


def _answer(application: Application, answers: Mapping[UUID, bool], actor: Any) -> None:
    conditions = {c.uuid: c for c in application.intake_round.pathway.eligibility_conditions.all()}
    if set(conditions) != set(answers):
        raise Invalid(_("Answer every condition with yes or no."))
    for key, condition in conditions.items():
        EligibilityAnswer.objects.update_or_create(
            application=application,
            condition=condition,
            defaults={"met": answers[key], "checked_by": actor},
        )


def judge_pair(
    preference: Preference,
    *,
    actor: Any,
    acceptable: bool,
    reason: str = "",
    note: str = "",
) -> None:
    """The host says whether a student can learn at its place, with a reason when not (V27).

    A refused pair needs no rating. `NotNow` when a refusal is taken back after all ratings
    are in while the own one is missing.
    """
    with round_held(preference.application.intake_round_id):
        require(actor, "matching.decide_pair", preference)
        application = preference.application
        with transition(application, "judge", actor=actor) as row:
            if acceptable:
                _require_rating_beside(row, preference)
            _say(preference, AcceptanceParty.HOST, acceptable, reason, note, actor)
        finish_if_complete(application, actor=actor)


def withdraw_choice(preference: Preference, *, actor: Any, reason: str, note: str = "") -> None:
    """The student takes one choice off the table; the rest of the list stands."""
    with round_held(preference.application.intake_round_id):
        require(actor, "matching.withdraw_pair", preference)
        application = preference.application
        with transition(application, "withdraw-choice", actor=actor):
            _say(preference, AcceptanceParty.STUDENT, False, reason, note, actor)
        finish_if_complete(application, actor=actor)


def _require_rating_beside(application: Application, preference: Preference) -> None:
    if application.state != ApplicationState.INTERVIEWED:
        return
    if not rating_progress([application])[application.pk].hosts[preference.position_id]:
        raise NotNow(_("Rate this student for your place first."))


def _say(
    preference: Preference, party: str, acceptable: bool, reason: str, note: str, actor: Any
) -> None:
    reason = "" if acceptable else reason
    if not acceptable and reason not in RefusalReason.values:
        sentence = _("Choose a reason from the list.")
        raise Invalid(_("Please check what you filled in."), {"reason": [sentence]})
    if reason == RefusalReason.OTHER and not note.strip():
        sentence = _("Explain the other reason in a few words.")
        raise Invalid(_("Please check what you filled in."), {"note": [sentence]})
    found = Acceptability.objects.filter(preference=preference, party=party).first()
    row = found or Acceptability(preference=preference, party=party)
    row.acceptable, row.reason, row.note, row.said_by = acceptable, reason, note, actor
    require_valid(row)
    row.save()
    renew(preference)
