"""What a version holds: everything that the three parties read, in both languages.

Names, texts and labels are copied, so that no later change elsewhere changes what was
signed. Only texts, whole numbers and lists: one spelling, one hash (RFC 8785).
"""

from typing import Any

from django.utils.translation import override

from agreements.clause_facts import facts_of
from agreements.models import Agreement, Clause
from partnerships.models import Organisation
from trajectories.models import OutcomeLocation

FORMAT = "tripartite-agreement-1"
LANGUAGES = ("nl", "en")

Content = dict[str, Any]


def content_of(agreement: Agreement, number: int) -> Content:
    """The content of the version with that number, as it stands now."""
    run = agreement.trajectory
    return {
        "format": FORMAT,
        "number": number,
        "start_date": agreement.start_date.isoformat(),
        "end_date": agreement.end_date.isoformat(),
        "institution": _organisation(run.student.institution),
        "host": _organisation(run.position.host),
        "student": {"name": str(run.student)},
        "people": _people(run),
        "workplace": _workplace(run.position),
        "pathway": _pathway(run.pathway),
        "outcomes": [_outcome(location) for location in _locations(run)],
        "clauses": [_clause(clause) for clause in agreement.clauses.all()],
    }


def _both(words: Any) -> Content:
    """A translatable label, or a callable that makes one, in both languages."""
    result = {}
    for language in LANGUAGES:
        with override(language):
            result[language] = str(words() if callable(words) else words)
    return result


def _written(obj: Any, field: str) -> Content:
    """A text that people wrote in two columns; English falls back to Dutch."""
    dutch = getattr(obj, f"{field}_nl")
    return {"nl": dutch, "en": getattr(obj, f"{field}_en", "") or dutch}


def _organisation(organisation: Organisation) -> Content:
    return {
        "name": _written(organisation, "name"),
        "enterprise_number": organisation.enterprise_number_for_people,
    }


def _person(person: Any, role: str = "") -> Content:
    return {"name": str(person), "role": role}


def _people(run: Any) -> Content:
    substitute = run.mentor.substitute
    return {
        "mentor": _person(run.mentor, run.mentor.occupation),
        "substitute": _person(substitute, substitute.occupation) if substitute else None,
        "coach": _person(run.coach, run.coach.job_title),
    }


def _workplace(position: Any) -> Content:
    return {
        "name": position.workplace.name,
        "address": position.workplace.establishment.address,
        "tasks": position.tasks,
        "schedule": position.schedule_nl,
        "hours_per_week": format(position.hours_per_week, "f"),
    }


def _pathway(pathway: Any) -> Content:
    return {
        "title": _written(pathway, "title"),
        "programme": _written(pathway.programme, "name"),
        "level": pathway.programme.qf_level,
        "academic_year": pathway.academic_year,
        "credits": pathway.wbl_credits,
        "hours": format(pathway.hours_planned, "f"),
    }


def _locations(run: Any) -> Any:
    return run.pathway.outcome_locations.select_related("outcome")


def _outcome(location: OutcomeLocation) -> Content:
    return {
        "text": _written(location.outcome, "text"),
        "place": _both(location.get_place_display),
        "kind": _both(location.get_kind_display),
        "task": location.task_nl,
        "assessed": _both(location.get_assessment_moment_display),
    }


def _clause(clause: Clause) -> Content:
    return {
        "title": _written(clause, "title"),
        "responsible": _both(clause.get_responsible_display),
        "text": {language: clause.text_with_facts(language) for language in LANGUAGES},
        "facts": {fact.name: clause.facts.get(fact.name, "") for fact in facts_of(clause.code)},
    }
