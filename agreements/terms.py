"""Terms of law that this room asks for."""

from django.utils.translation import gettext_lazy as _

from core.rule_codes import RuleCode, Unit, register_code

RISK_ASSESSMENT_MONTHS = register_code(
    RuleCode(
        code="risk_assessment_months",
        unit=Unit.MONTHS,
        label=_("How long a risk assessment holds"),
        meaning=_(
            "The risk assessment of a workplace may not be older than this on the first day of an"
            " agreement."
        ),
    )
)
