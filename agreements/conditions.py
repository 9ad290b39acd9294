"""What must hold on the first day before an agreement comes into force (domain.md 8.2).

The signed text never changes. What can be renewed beside it (a newer risk assessment, a
longer cover) is read from live rows: the recognition of the workplace, and the evidence
that the institution records. The newest date counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.enums import EvidenceKind
from agreements.terms import RISK_ASSESSMENT_MONTHS
from core.dated_rules import months_after, value_on

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Mend(StrEnum):
    """Where a condition is put right."""

    EVIDENCE = "evidence"
    RECOGNITION = "recognition"
    MENTOR = "mentor"


@dataclass(frozen=True)
class Condition:
    """One condition of the first day: does it hold, in words, and where to mend it."""

    title: "StrOrPromise"
    holds: bool
    sentence: "StrOrPromise"
    mend: Mend


def conditions_of(agreement: Any) -> list[Condition]:
    """Every dated condition of an agreement, whether it holds or not."""
    facts = _facts(agreement)
    evidence = list(agreement.evidence.all())
    recognition = _recognition(agreement)
    risk = EvidenceKind.RISK_ASSESSMENT
    assessed = getattr(recognition, "risk_assessment_date", None)
    return [
        _risk_assessment(
            _newest(facts, "risk_assessment_date", evidence, risk, assessed),
            agreement.start_date,
        ),
        _cover(
            _("Work-accident insurance"),
            _newest(facts, "accident_valid_to", evidence, EvidenceKind.ACCIDENT_COVER),
            agreement.end_date,
        ),
        _cover(
            _("Liability insurance"),
            _newest(facts, "liability_valid_to", evidence, EvidenceKind.LIABILITY_COVER),
            agreement.end_date,
        ),
        _recognised(agreement, recognition),
        _substitute(agreement, facts),
    ]


def unmet_conditions(agreement: Any) -> Iterator["StrOrPromise"]:
    """One sentence per condition that does not hold."""
    for condition in conditions_of(agreement):
        if not condition.holds:
            yield condition.sentence


def _facts(agreement: Any) -> dict[str, Any]:
    clauses = agreement.clauses.all()
    return {name: value for clause in clauses for name, value in clause.facts.items()}


def _newest(
    facts: dict[str, Any],
    name: str,
    evidence: Iterable[Any],
    kind: EvidenceKind,
    *others: date | None,
) -> date | None:
    written = [date.fromisoformat(facts[name])] if facts.get(name) else []
    recorded = [row.day for row in evidence if row.kind == kind]
    return max([*written, *recorded, *(day for day in others if day)], default=None)


def _risk_assessment(assessed: date | None, start: date) -> Condition:
    """Renewed at least yearly (Codex Well-being, book X title 4; domain.md 2.4)."""
    title = _("Risk assessment")
    if assessed is None:
        sentence = _("The date of the risk assessment is not filled in.")
        return Condition(title, False, sentence, Mend.EVIDENCE)
    words = {"day": date_format(assessed, "j F Y")}
    if months_after(assessed, int(value_on(RISK_ASSESSMENT_MONTHS, start))) < start:
        too_old = _("The risk assessment of %(day)s is too old on the first day.") % words
        return Condition(title, False, too_old, Mend.EVIDENCE)
    return Condition(title, True, _("Made on %(day)s.") % words, Mend.EVIDENCE)


def _cover(title: "StrOrPromise", until: date | None, end: date) -> Condition:
    if until is None or until < end:
        sentence = _("The cover does not last until the end: %(title)s.") % {"title": title}
        return Condition(title, False, sentence, Mend.EVIDENCE)
    words = {"day": date_format(until, "j F Y")}
    return Condition(title, True, _("Covers until %(day)s.") % words, Mend.EVIDENCE)


def _recognition(agreement: Any) -> Any:
    """The institution's own recognition that holds on the first day, or None (V32, V34)."""
    trajectory = agreement.trajectory
    held = trajectory.position.workplace.establishment.recognitions.filter(
        programme=trajectory.pathway.programme, institution=trajectory.student.institution_id
    )
    return held.valid_on(agreement.start_date).first()


def _recognised(agreement: Any, recognition: Any) -> Condition:
    words = {"place": agreement.trajectory.position.workplace.establishment}
    if recognition is None:
        sentence = _("%(place)s is not recognised for this programme on the first day.") % words
        return Condition(_("Recognition"), False, sentence, Mend.RECOGNITION)
    sentence = _("%(place)s is recognised for this programme.") % words
    return Condition(_("Recognition"), True, sentence, Mend.RECOGNITION)


def _substitute(agreement: Any, facts: dict[str, Any]) -> Condition:
    mentor = agreement.trajectory.mentor
    name = facts.get("substitute_mentor") or (mentor.substitute and str(mentor.substitute))
    title = _("Mentor and substitute")
    if not name:
        nobody = _("Nobody is named as the mentor's substitute.")
        return Condition(title, False, nobody, Mend.MENTOR)
    words = {"mentor": mentor, "substitute": name}
    sentence = _("%(mentor)s guides, %(substitute)s replaces.") % words
    return Condition(title, True, sentence, Mend.MENTOR)
