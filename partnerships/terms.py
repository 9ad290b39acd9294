"""Terms of law that this room asks for."""

from django.utils.translation import gettext_lazy as _

from core.rule_codes import RuleCode, Unit, register_code

RECOGNITION_YEARS = register_code(
    RuleCode(
        code="recognition_years",
        unit=Unit.YEARS,
        label=_("How long a recognition lasts"),
        meaning=_("A site is recognised for a programme for at most this long."),
    )
)
RECOGNITION_PAPERS_MONTHS = register_code(
    RuleCode(
        code="keep_recognition_documents_months",
        unit=Unit.MONTHS,
        label=_("How long papers about a recognition are kept"),
        meaning=_(
            "Counted from the last day of the recognition. Then the files are thrown away,"
            " unless somebody keeps them for a reason."
        ),
    )
)
