"""More terms of law, their sources in Dutch, and the reminders to begin with."""

from datetime import date
from decimal import Decimal

from django.db import migrations

APPEALS = "Codex Hoger Onderwijs, beroep tegen studievoortgangsbeslissingen"
VDAB = "VDAB: vrijstelling van beschikbaarheid voor een niet-erkende opleiding"
CHOICE = "Keuze van het platform"
COMPLAINTS = "Keuze van het platform, zoals bij studievoortgangsbeslissingen"
STUDENT_WORK = "RSZ: studentenarbeid met solidariteitsbijdragen"
RULES = [
    ("log_confirmation_days", "7", date(2018, 9, 1), None, CHOICE),
    ("student_job_quota", "475", date(2017, 1, 1), date(2022, 12, 31), STUDENT_WORK),
    ("student_job_quota", "600", date(2023, 1, 1), date(2024, 12, 31), STUDENT_WORK),
    ("student_job_quota", "650", date(2025, 1, 1), None, STUDENT_WORK),
    ("exemption_new_credits", "27", date(2018, 9, 1), None, VDAB),
    ("exemption_request_months", "3", date(2018, 9, 1), None, VDAB),
    ("study_progress_appeal_days", "7", date(2018, 9, 1), None, APPEALS),
    ("study_progress_decision_days", "20", date(2018, 9, 1), None, APPEALS),
    ("intake_feedback_days", "10", date(2018, 9, 1), None, CHOICE),
    ("intake_complaint_days", "7", date(2018, 9, 1), None, COMPLAINTS),
    ("intake_complaint_reply_days", "20", date(2018, 9, 1), None, COMPLAINTS),
]
# Sources are Belgian texts, named in their own language.
SOURCES = {
    "risk_assessment_months": "Codex over het welzijn op het werk, boek X titel 4",
    "associate_degree_wbl_share": "Decreet van 4 mei 2018 over de graduaatsopleidingen",
    "recognition_years": "Vlaamse erkenning van leerwerkplekken",
    "offer_answer_days": CHOICE,
}

OWNER, ESCALATION = "owner", "escalation"
BEFORE, AFTER = "before", "after"
CALENDAR, BUSINESS = "calendar", "business"
REMINDERS = [
    ("matching.draft", OWNER, BEFORE, 2, CALENDAR),
    ("matching.offer", OWNER, BEFORE, 2, CALENDAR),
    ("matching.offer", ESCALATION, AFTER, 1, CALENDAR),
    ("agreements.draft", OWNER, BEFORE, 30, CALENDAR),
    ("agreements.draft", OWNER, BEFORE, 14, CALENDAR),
    ("agreements.finish", OWNER, BEFORE, 14, CALENDAR),
    ("agreements.sign", OWNER, BEFORE, 7, CALENDAR),
    ("agreements.sign", OWNER, BEFORE, 2, CALENDAR),
    ("agreements.sign", ESCALATION, BEFORE, 5, BUSINESS),
    ("agreements.activate", OWNER, BEFORE, 5, BUSINESS),
    ("agreements.activate", OWNER, BEFORE, 1, BUSINESS),
    ("partnerships.recognition", OWNER, BEFORE, 60, CALENDAR),
    ("partnerships.recognition", OWNER, BEFORE, 14, CALENDAR),
    ("partnerships.framework", OWNER, BEFORE, 60, CALENDAR),
    ("partnerships.framework", OWNER, BEFORE, 14, CALENDAR),
    ("partnerships.framework_review", OWNER, BEFORE, 30, CALENDAR),
    ("reporting.client", OWNER, BEFORE, 30, CALENDAR),
    ("reporting.client", OWNER, BEFORE, 7, CALENDAR),
    ("quality.start", OWNER, BEFORE, 10, BUSINESS),
    ("quality.answer", OWNER, BEFORE, 3, CALENDAR),
    ("quality.answer", ESCALATION, AFTER, 1, CALENDAR),
    ("quality.reply", OWNER, BEFORE, 3, CALENDAR),
    ("quality.reply", ESCALATION, AFTER, 1, CALENDAR),
    ("trajectories.log", OWNER, BEFORE, 2, CALENDAR),
    ("trajectories.log", OWNER, AFTER, 3, CALENDAR),
    ("trajectories.log", ESCALATION, AFTER, 7, CALENDAR),
]


def add_rows(apps, schema_editor):
    rule = apps.get_model("core", "DatedRule")
    for code, value, valid_from, valid_to, source in RULES:
        rule.objects.create(
            code=code,
            value=Decimal(value),
            valid_from=valid_from,
            valid_to=valid_to,
            source=source,
        )
    for code, source in SOURCES.items():
        rule.objects.filter(code=code).update(source=source)
    reminder = apps.get_model("core", "ReminderRule")
    for deadline, whom, moment, days, counting in REMINDERS:
        reminder.objects.create(
            deadline=deadline, whom=whom, moment=moment, days=days, counting=counting
        )


class Migration(migrations.Migration):
    dependencies = [("core", "0007_deadlines")]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
