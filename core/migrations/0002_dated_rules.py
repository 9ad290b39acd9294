"""The terms and thresholds of law that the rules ask for, with their sources."""

from datetime import date
from decimal import Decimal

from django.db import migrations

RULES = [
    (
        "risk_assessment_months",
        "12",
        "months",
        date(2004, 9, 21),
        "Codex Well-being at Work, book X title 4: renewed at least yearly",
    ),
    (
        "associate_degree_wbl_share",
        "0.3333",
        "share",
        date(2019, 9, 1),
        "Decree of 4 May 2018: at least one third of an associate degree is work-based",
    ),
    (
        "recognition_years",
        "5",
        "years",
        date(2016, 9, 1),
        "Flemish recognition of learning workplaces: valid for five years",
    ),
    (
        "offer_answer_days",
        "7",
        "calendar days",
        date(2018, 9, 1),
        "Choice of the platform: a student answers a place within a week",
    ),
]


def add_rules(apps, schema_editor):
    rule = apps.get_model("core", "DatedRule")
    for code, value, unit, valid_from, source in RULES:
        rule.objects.create(
            code=code, value=Decimal(value), unit=unit, valid_from=valid_from, source=source
        )


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
