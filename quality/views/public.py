"""How quality is assessed, for everybody (V40)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import PublicPage
from core.views.pages import Page
from quality import reports
from quality.enums import Maturity, Respondent, Theme, Verdict
from quality.models import Instrument


class QualityExplained(PublicPage, Page, TemplateView):
    """How quality is assessed, for everybody, with what it shows (V40)."""

    template_name = "quality/public_quality.html"
    heading = _("How quality is assessed")
    lead = _(
        "The questions that institutions, hosts, mentors and students answer, and what follows."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every instrument with its criteria per theme, the scale, the rule, the totals."""
        instruments = Instrument.objects.prefetch_related("criteria")
        return super().get_context_data(
            instruments=[
                {"instrument": one, "themes": criteria_by_theme(one)} for one in instruments
            ],
            scale=Maturity.choices,
            verdicts=Verdict.labels,
            results=reports.public_results(),
            **kwargs,
        )


def criteria_by_theme(instrument: Instrument) -> list[dict[str, Any]]:
    """Criteria with who answers them, under the heading of their theme."""
    return [
        {
            "theme": theme.label,
            "criteria": [
                {"criterion": c, "who": [Respondent(r).label for r in c.respondents]} for c in found
            ],
        }
        for theme in Theme
        for found in [[c for c in instrument.criteria.all() if c.theme == theme]]
        if found
    ]
