"""How a round works, for everybody (V38)."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from core.access import PublicPage
from core.views.pages import Page
from matching import reports, services
from matching.engine import canonical
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
        seals = {seal.kind: seal for seal in self.object.seals.all()}
        institution = self.object.pathway.programme.institution
        look = look_for_visitors(self.request, institution, self.object.logo)
        return super().get_context_data(
            criteria=self.object.criteria.all(),
            conditions=self.object.pathway.eligibility_conditions.all(),
            procedure=services.procedure_sentences(self.object),
            example=services.worked_example(),
            honesty=services.honesty_sentences(),
            seals=list(seals.values()),
            document=_document(seals),
            commitment=_of(seals, SealKind.CRITERIA, "lottery_commitment"),
            lottery=_of(seals, SealKind.RESULT, "lottery"),
            totals=reports.totals_of(self.object),
            **look | kwargs,
        )


def _document(seals: dict[str, Any]) -> str:
    """The canonical text of the criteria: whoever hashes it finds the seal's SHA-256."""
    if SealKind.CRITERIA not in seals:
        return ""
    return canonical(seals[SealKind.CRITERIA].content).decode()


def _of(seals: dict[str, Any], kind: str, name: str) -> Any:
    return seals[kind].content[name] if kind in seals else None
