"""What this room knows of people: what they promised and signed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState
from agreements.models import Agreement
from core.dated_rules import months_after
from core.privacy.enums import Basis, Category, Erase
from core.privacy.holds import Hold, holds
from core.privacy.register import Holding, Personal, impersonal, register
from core.privacy.retention import Part, RetentionRule, cutoff, months_of, register_rule, rules
from trajectories.enums import FINISHED_TRAJECTORIES

TERMS = Personal(Category.STUDIES)
SAID = Personal(Category.JUDGEMENT, Erase.REMOVED)
TEN_YEARS = _("ten years after the end of the trajectory")
# A proposal that came to nothing binds nobody.
WITHOUT_FORCE = frozenset({AgreementState.DRAFT, AgreementState.DECLINED, AgreementState.CANCELLED})

register(
    Holding(
        model="agreements.Agreement",
        label=_("Your agreements"),
        purpose=_("To know what you, the host and the institution promised each other."),
        basis=Basis.CONTRACT,
        kept=TEN_YEARS,
        person="trajectory__student__user",
        data={
            "state": TERMS,
            "state_since": TERMS,
            "start_date": TERMS,
            "end_date": TERMS,
            "decline_reason": SAID,
            "end_reason": SAID,
        },
        plain=("trajectory",),
        file=True,
    ),
    Holding(
        model="agreements.AgreementVersion",
        label=_("The texts of those agreements, as they were proposed"),
        purpose=_("To prove what was signed."),
        basis=Basis.CONTRACT,
        kept=TEN_YEARS,
        person="agreement__trajectory__student__user",
        data={
            "number": TERMS,
            "content": Personal(Category.STUDIES, Erase.EMPTY),
            "sha256": TERMS,
        },
        plain=("agreement",),
        file=True,
    ),
    Holding(
        model="agreements.Signature",
        label=_("Your signatures"),
        purpose=_("To prove who signed what."),
        basis=Basis.CONTRACT,
        kept=TEN_YEARS,
        person="signer",
        data={
            "party": TERMS,
            "signer_name": Personal(Category.IDENTITY, Erase.NAME),
            "signer_role": Personal(Category.IDENTITY, Erase.REMOVED),
            "sha256": TERMS,
        },
        plain=("agreement", "version", "signer"),
    ),
    Holding(
        model="agreements.Clause",
        label=_("The clauses of your agreements"),
        purpose=_("To know what you, the host and the institution promised each other."),
        basis=Basis.CONTRACT,
        kept=TEN_YEARS,
        person="agreement__trajectory__student__user",
        data={
            "title_nl": TERMS,
            "title_en": TERMS,
            "text_nl": Personal(Category.STUDIES, Erase.REMOVED),
            "text_en": Personal(Category.STUDIES, Erase.REMOVED),
            "facts": Personal(Category.STUDIES, Erase.EMPTY),
        },
        plain=("agreement", "code", "sequence", "responsible"),
        file=True,
    ),
    Holding(
        model="agreements.ConditionEvidence",
        label=_("Proofs beside your agreements"),
        purpose=_("To know that insurance and risk assessment hold."),
        basis=Basis.DUTY,
        kept=TEN_YEARS,
        person="agreement__trajectory__student__user",
        data={"kind": TERMS, "day": TERMS, "note": SAID},
        actors=("recorded_by",),
        plain=("agreement",),
        file=True,
    ),
)
impersonal("agreements.ClauseTemplate", "code", "title_nl", "title_en", "text_nl", "text_en")


def bound(person: Any) -> Any:
    """The agreements in which the person stands: as student, mentor, coach or signatory."""
    return Agreement.objects.filter(
        Q(trajectory__student__user=person)
        | Q(trajectory__mentor__user=person)
        | Q(trajectory__coach=person)
        | Q(signatures__signer=person)
    ).exclude(state__in=WITHOUT_FORCE)


@holds.register
def kept_agreements(person: Any) -> Iterator[Hold]:
    """An agreement is kept for its term: the law asks for it, whoever signed."""
    rule = rules["agreements"]
    kept = bound(person).exclude(pk__in=rule.rows(cutoff(rule, timezone.localdate())).values("pk"))
    last = kept.order_by("-end_date").first()
    if last:
        until = months_after(last.end_date, months_of(rule, timezone.localdate()))
        yield Hold(_("An agreement is still within the term for which it must be kept."), until)


register_rule(
    RetentionRule(
        code="agreements",
        label=_("Agreements, insurance and safety"),
        since=_("the end of the trajectory"),
        what=_("texts, facts and names go; that there was an agreement stays"),
        rows=lambda before: Agreement.objects.filter(
            trajectory__state__in=FINISHED_TRAJECTORIES, trajectory__state_since__lt=before
        ),
        person="trajectory__student__user",
        parts=(
            Part(
                model="agreements.AgreementVersion",
                path="agreement",
                erase={"content": Erase.EMPTY},
            ),
            Part(
                model="agreements.Clause",
                path="agreement",
                erase={
                    "text_nl": Erase.REMOVED,
                    "text_en": Erase.REMOVED,
                    "facts": Erase.EMPTY,
                },
            ),
            Part(
                model="agreements.Signature",
                path="agreement",
                erase={"signer_name": Erase.REMOVED, "signer_role": Erase.REMOVED},
            ),
            Part(
                model="agreements.ConditionEvidence",
                path="agreement",
                erase={"note": Erase.REMOVED},
            ),
            Part(
                model="agreements.Agreement",
                erase={"decline_reason": Erase.REMOVED, "end_reason": Erase.REMOVED},
            ),
        ),
    ),
)
