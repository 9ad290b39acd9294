"""Drafts of forms, and how long they stay."""

import uuid
from datetime import date
from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

CHOICE = "Choice of the platform: a draft is no file"


def add_term(apps, schema_editor):
    apps.get_model("core", "DatedRule").objects.create(
        code="retention_drafts", value=Decimal(1), valid_from=date(2018, 9, 1), source=CHOICE
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0014_imports_asked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('place', models.CharField(max_length=300, verbose_name='form')),
                ('sealed', models.TextField()),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kept on')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='form_drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'begun form',
                'verbose_name_plural': 'begun forms',
                'ordering': ['-kept_at'],
                'constraints': [models.UniqueConstraint(fields=('user', 'place'), name='a_person_has_one_draft_of_a_form'), models.CheckConstraint(condition=models.Q(('sealed', ''), _negated=True), name='a_draft_holds_something')],
            },
        ),
        migrations.RunPython(add_term, migrations.RunPython.noop),
    ]
