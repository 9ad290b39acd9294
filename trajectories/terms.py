"""Amounts and terms of law that this room asks for."""

from django.utils.translation import gettext_lazy as _

from core.rule_codes import RuleCode, Unit, register_code

WORKPLACE_SHARE = register_code(
    RuleCode(
        code="associate_degree_wbl_share",
        unit=Unit.SHARE,
        label=_("Share of an associate degree at the workplace"),
        meaning=_(
            "At least this share of the study load of an associate degree is learned at a"
            " workplace. A design with less gets a warning."
        ),
    )
)
LOG_CONFIRMATION_DAYS = register_code(
    RuleCode(
        code="log_confirmation_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to confirm a day in the log"),
        meaning=_("A mentor confirms a day in a student’s log within this term."),
    )
)
STUDENT_JOB_HOURS = register_code(
    RuleCode(
        code="student_job_quota",
        unit=Unit.HOURS,
        label=_("Hours of student work in a year"),
        meaning=_(
            "A student works at most this long in a calendar year with reduced contributions."
            " Hours of a trajectory that the programme requires do not count as student work."
        ),
    )
)
EXEMPTION_CREDITS = register_code(
    RuleCode(
        code="exemption_new_credits",
        unit=Unit.CREDITS,
        label=_("Credits for an exemption of VDAB"),
        meaning=_(
            "A jobseeker takes up at least this many new credits to be exempt from being"
            " available for work."
        ),
    )
)
EXEMPTION_MONTHS = register_code(
    RuleCode(
        code="exemption_request_months",
        unit=Unit.MONTHS,
        label=_("How early an exemption of VDAB is asked"),
        meaning=_("A jobseeker asks for the exemption at the earliest this long before the start."),
    )
)
APPEAL_DAYS = register_code(
    RuleCode(
        code="study_progress_appeal_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to appeal a study-progress decision"),
        meaning=_(
            "A student appeals within the institution, and later with the Council, within this"
            " term from the day after the decision was told."
        ),
    )
)
APPEAL_DECISION_DAYS = register_code(
    RuleCode(
        code="study_progress_decision_days",
        unit=Unit.CALENDAR_DAYS,
        label=_("Time to decide on an appeal"),
        meaning=_("The institution decides on an appeal within this term."),
    )
)
LOG_PAPERS_MONTHS = register_code(
    RuleCode(
        code="keep_log_documents_months",
        unit=Unit.MONTHS,
        label=_("How long documents with a log are kept"),
        meaning=_(
            "Counted from the last day of the trajectory. Then the files are thrown away,"
            " unless somebody keeps them for a reason."
        ),
    )
)
