"""Terms that this room asks for."""

from django.utils.translation import gettext_lazy as _

from core.rule_codes import RuleCode, Unit, register_code

OFFER_ANSWER_DAYS = register_code(
    RuleCode(
        code="offer_answer_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to answer a place"),
        meaning=_(
            "A student accepts or declines a place within this term after the match. A last day on"
            " which the institution is closed moves to the next working day."
        ),
        moves=True,
    )
)
LOTTERY_REVEAL_DAYS = register_code(
    RuleCode(
        code="lottery_reveal_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to reveal a secret of the lottery"),
        meaning=_(
            "Who draws along in the lottery of an intake round reveals the secret within this term"
            " after the lists are sealed. A last day on which the institution is closed moves to"
            " the next working day."
        ),
        moves=True,
    )
)
OWN_EMPLOYER_DAYS = register_code(
    RuleCode(
        code="own_employer_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time for an employer to answer"),
        meaning=_(
            "A host says within this term whether its own worker can learn there. Afterwards it can"
            " still answer, until the lists are sealed; the coordinator sees who is silent. A last"
            " day on which the institution is closed moves to the next working day."
        ),
        moves=True,
    )
)
FEEDBACK_DAYS = register_code(
    RuleCode(
        code="intake_feedback_days",
        unit=Unit.BUSINESS_DAYS,
        label=_("Time to give the result of an intake"),
        meaning=_(
            "Everybody gets the result with its reasons within this term after the last interview."
        ),
    )
)
COMPLAINT_DAYS = register_code(
    RuleCode(
        code="intake_complaint_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to complain about an intake"),
        meaning=_("A student complains about an intake within this term after the result."),
    )
)
COMPLAINT_REPLY_DAYS = register_code(
    RuleCode(
        code="intake_complaint_reply_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to answer a complaint about an intake"),
        meaning=_("The institution answers a complaint about an intake within this term."),
    )
)
