"""Whoever has a named place at the own employer wishes to learn there: a file could deny it."""

from django.db import migrations


def wish_along(apps, schema_editor):
    applications = apps.get_model("matching", "Application").objects
    named = applications.filter(own_employer=False, own_place__isnull=False)
    named.exclude(own_place__state="withdrawn").update(own_employer=True)


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0015_announced_rule_for_who_draws_along'),
    ]

    operations = [migrations.RunPython(wish_along, migrations.RunPython.noop)]
