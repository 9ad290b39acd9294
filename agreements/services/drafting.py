"""Writing an agreement: draft it, fill in its clauses, propose it, begin a new version."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction as database
from django.utils.translation import gettext_lazy as _

from agreements.clause_facts import FactKind, facts_of
from agreements.fact_values import checked_fact
from agreements.models import Agreement, AgreementVersion, Clause, ClauseTemplate
from agreements.services.content import content_of
from agreements.services.prefill import known_facts
from core.errors import Invalid, NotNow
from core.history import acting
from core.permissions import require
from core.transitions import transition
from core.versions import locked
from matching.engine.canonical import digest
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory

COPIED = ("code", "sequence", "title_nl", "title_en", "text_nl", "text_en", "responsible")
LATEST_SEQUENCE = 900


def draft_agreement(trajectory: Trajectory, *, actor: Any) -> Agreement:
    """A draft for a planned trajectory: the ten clauses, with what is known filled in (B1).

    Institutions' own model clauses come along (V15). Raises `Refused` when the actor does
    not work for the institution, `NotNow` when there is an agreement already, one of an earlier
    run still stands, or the trajectory is not planned any more.
    """
    require(actor, "agreements.draft_agreement", trajectory)
    with database.atomic(), acting(actor, "agreements.agreement.draft"):
        row = locked(Trajectory, trajectory.pk)
        if row.state != TrajectoryState.PLANNED:
            raise NotNow(_("Only a planned trajectory gets an agreement."))
        if Agreement.objects.filter(trajectory=row).exists():
            raise NotNow(_("This trajectory has an agreement already."))
        require_no_other(row)
        agreement = Agreement.objects.create(
            trajectory=row, start_date=row.start_date, end_date=row.end_date
        )
        copy_clauses(agreement)
    return agreement


def require_no_other(trajectory: Trajectory) -> None:
    """Raise `NotNow` while the agreement of a run that ended early still stands: nobody is bound
    to two hosts in one pathway.
    """
    same = {
        "trajectory__student": trajectory.student_id,
        "trajectory__pathway": trajectory.pathway_id,
    }
    other = Agreement.objects.not_ended().filter(**same).exclude(trajectory=trajectory).first()
    if other:
        reason = _("The agreement with %(host)s is not ended yet. Cancel it or end it early first.")
        raise NotNow(reason % {"host": other.host})


def copy_clauses(agreement: Agreement) -> None:
    """Copy the model clauses into the draft, with the facts that are known."""
    facts = known_facts(agreement.trajectory)
    for template in ClauseTemplate.objects.for_institution(agreement.institution):
        values = {name: getattr(template, name) for name in COPIED}
        known = {name: value for name, value in facts.get(template.code, {}).items() if value}
        Clause.objects.create(agreement=agreement, facts=known, **values)


def fill_clause(
    clause: Clause,
    *,
    actor: Any,
    facts: Mapping[str, Any] | None = None,
    text_nl: str | None = None,
    text_en: str | None = None,
) -> None:
    """Write facts and texts of a clause in a draft; what is not given stays as it is.

    Dates may come as `date` or ISO text, numbers as `Decimal`, int or text. A fact may be
    empty: the clause is then saved and stays incomplete. Raises `Refused`, `NotNow` when
    the agreement is no draft, `Invalid` with the fact that is not right.
    """
    with transition(clause.agreement, "edit", actor=actor):
        row = locked(Clause, clause.pk)
        row.facts = {**row.facts, **checked_facts(row.code, facts or {})}
        row.text_nl = row.text_nl if text_nl is None else text_nl
        row.text_en = row.text_en if text_en is None else text_en
        row.save()
    clause.refresh_from_db()


def checked_facts(code: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as JSON values. Raises `Invalid` with one sentence per wrong fact."""
    known = {fact.name: fact for fact in facts_of(code)}
    errors: dict[str, list[Any]] = {}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            errors[name] = [_("This clause has no such fact.")]
            continue
        try:
            values[name] = checked_fact(known[name], value)
        except ValueError:
            errors[name] = [WRONG[known[name].kind]]
    if errors:
        raise Invalid(_("Some facts are not right."), errors)
    return values


WRONG = {
    FactKind.TEXT: _("Enter a text of at most 2000 characters."),
    FactKind.DATE: _("Enter a date."),
    FactKind.DECIMAL: _("Enter a number of zero or more."),
    FactKind.CHOICE: _("Choose one of the options."),
}


def add_clause(
    agreement: Agreement,
    *,
    actor: Any,
    title_nl: str,
    text_nl: str,
    responsible: str,
    title_en: str = "",
    text_en: str = "",
) -> Clause:
    """Add a clause of the institution's own to a draft (V15: the ten are "among others")."""
    with transition(agreement, "edit", actor=actor):
        last = agreement.clauses.order_by("-sequence").first()
        return Clause.objects.create(
            agreement=agreement,
            code=own_code(),
            sequence=(last.sequence if last else LATEST_SEQUENCE) + 1,
            title_nl=title_nl,
            title_en=title_en,
            text_nl=text_nl,
            text_en=text_en,
            responsible=responsible,
        )


def own_code() -> str:
    """A code for a clause that is none of the ten."""
    return f"own-{uuid.uuid4().hex[:12]}"


def remove_clause(clause: Clause, *, actor: Any) -> None:
    """Take a clause of the institution's own out of a draft. The ten stay: `Invalid`."""
    with transition(clause.agreement, "edit", actor=actor):
        if clause.is_of_the_advice:
            raise Invalid(_("The ten clauses of the advice belong in every agreement."))
        clause.delete()


def propose_agreement(agreement: Agreement, *, actor: Any) -> AgreementVersion:
    """Freeze the next version and ask the three parties to read and sign it.

    Raises `Refused`, or `NotNow` with every clause that is not complete (B1).
    """
    with transition(agreement, "propose", actor=actor) as row:
        last = row.current_version()
        number = last.number + 1 if last else 1
        content = content_of(row, number)
        version = AgreementVersion.objects.create(
            agreement=row, number=number, content=content, sha256=digest(content)
        )
        row.decline_reason = ""
    return version


def revise_agreement(agreement: Agreement, *, actor: Any) -> None:
    """Back to a draft for a next version; signatures stay on the version they were put on."""
    with transition(agreement, "revise", actor=actor):
        pass


def create_clause_template(institution: Any, *, actor: Any, **values: Any) -> ClauseTemplate:
    """A model clause of an institution's own: it comes in every next draft (V15)."""
    require(actor, "agreements.write_clause_template", institution)
    with database.atomic(), acting(actor, "agreements.clausetemplate.create"):
        last = ClauseTemplate.objects.order_by("-sequence").first()
        sequence = (last.sequence if last else 0) + 1
        return ClauseTemplate.objects.create(
            institution=institution, code=own_code(), sequence=sequence, **values
        )
