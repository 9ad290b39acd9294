"""How a round works, for everybody (V38)."""

import json
from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from core.access import PublicPage
from core.views.pages import Page
from matching import reports, services
from matching.enums import SealKind
from matching.models import IntakeRound
from partnerships.looks import logo_of, look_for_visitors


class PublicRound(PublicPage, Page, DetailView):
    """Criteria, weights, dates, procedure, hashes; after the match totals, never a person."""

    template_name = "matching/public_round.html"
    slug_field = slug_url_kwarg = "uuid"

    def get_queryset(self) -> QuerySet[Any]:
        """What is published."""
        rows = IntakeRound.objects.public()
        rows = rows.annotate(logo=logo_of("pathway__programme__institution__uuid"))
        rows = rows.select_related("pathway__programme__institution", "match_run")
        return rows.prefetch_related("criteria")

    def get_heading(self) -> str:
        """The round's name."""
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything from the same rows that the match uses."""
        institution = self.object.pathway.programme.institution
        look = look_for_visitors(self.request, institution, self.object.logo)
        # Without the documents themselves: that of the auditor is large.
        seals = list(self.object.seals.without_text())
        return super().get_context_data(
            criteria=self.object.criteria.all(),
            conditions=self.object.pathway.eligibility_conditions.all(),
            procedure=services.procedure_sentences(self.object),
            example=services.worked_example(),
            honesty=services.honesty_sentences(self.object),
            seals=seals,
            totals=reports.totals_of(self.object),
            **_documents(self.object, {seal.kind for seal in seals}),
            **look | kwargs,
        )


def _documents(intake: IntakeRound, there: set[str]) -> dict[str, Any]:
    """The sealed criteria as text, the promises in them, and the secrets after the match."""
    found: dict[str, Any] = {}
    if SealKind.CRITERIA in there:
        text = services.sealed_text(intake, SealKind.CRITERIA).decode()
        found["document"] = text
    if SealKind.CERTIFICATE in there:
        certificate = json.loads(services.sealed_text(intake, SealKind.CERTIFICATE))
        found |= {"certificate": certificate, "secrets": certificate["lottery"]["secrets"]}
    elif SealKind.RESULT in there:  # matched before there were public certificates
        full = json.loads(services.sealed_text(intake, SealKind.RESULT))
        found["secrets"] = full["lottery"]["secrets"]
    if "document" in found:
        promises = services.announced(json.loads(found["document"])).promises
        found["lots"] = reports.lots_of(intake, promises, found.get("secrets"))
    return found
