"""The last day on which an employer answers about its own worker, the term, and first reminders."""

from datetime import date
from decimal import Decimal

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


CODE, DEADLINE = "own_employer_days", "matching.own_employer"


def add_term(apps, schema_editor):
    apps.get_model("core", "DatedRule").objects.create(
        code=CODE, value=Decimal(7), valid_from=date(2018, 9, 1), source="Keuze van het platform"
    )
    reminder = apps.get_model("core", "ReminderRule")
    for whom, moment, days in (("owner", "before", 2), ("owner", "after", 1), ("escalation", "after", 1)):
        reminder.objects.create(
            deadline=DEADLINE, whom=whom, moment=moment, days=days, counting="calendar"
        )


def remove_term(apps, schema_editor):
    apps.get_model("core", "DatedRule").objects.filter(code=CODE).delete()
    apps.get_model("core", "ReminderRule").objects.filter(deadline=DEADLINE).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0010_lottery_is_left_by_nobody'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='ownemployerplace',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='ownemployerplace',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='ownemployerplace',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='ownemployerplace',
            name='answer_by',
            field=models.DateField(blank=True, null=True, verbose_name='answer of the employer by'),
        ),
        migrations.AddField(
            model_name='ownemployerplaceevent',
            name='answer_by',
            field=models.DateField(blank=True, null=True, verbose_name='answer of the employer by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownemployerplace',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_ownemployerplaceevent" ("answer_by", "application_id", "created_at", "host_note", "host_said_at", "host_said_by_id", "id", "institution_note", "institution_said_at", "institution_said_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "seat_offered_to_all", "state", "state_since", "uuid") VALUES (NEW."answer_by", NEW."application_id", NEW."created_at", NEW."host_note", NEW."host_said_at", NEW."host_said_by_id", NEW."id", NEW."institution_note", NEW."institution_said_at", NEW."institution_said_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position_id", NEW."seat_offered_to_all", NEW."state", NEW."state_since", NEW."uuid"); RETURN NULL;', hash='4c4776648ba1388aa35fb3b18ebed1a35093be55', operation='INSERT', pgid='pgtrigger_insert_insert_bd1d7', table='matching_ownemployerplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownemployerplace',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matching_ownemployerplaceevent" ("answer_by", "application_id", "created_at", "host_note", "host_said_at", "host_said_by_id", "id", "institution_note", "institution_said_at", "institution_said_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "seat_offered_to_all", "state", "state_since", "uuid") VALUES (NEW."answer_by", NEW."application_id", NEW."created_at", NEW."host_note", NEW."host_said_at", NEW."host_said_by_id", NEW."id", NEW."institution_note", NEW."institution_said_at", NEW."institution_said_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position_id", NEW."seat_offered_to_all", NEW."state", NEW."state_since", NEW."uuid"); RETURN NULL;', hash='e9dc28fe93b05c0f606919c9143093136f8bda79', operation='UPDATE', pgid='pgtrigger_update_update_12781', table='matching_ownemployerplace', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownemployerplace',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_ownemployerplaceevent" ("answer_by", "application_id", "created_at", "host_note", "host_said_at", "host_said_by_id", "id", "institution_note", "institution_said_at", "institution_said_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "seat_offered_to_all", "state", "state_since", "uuid") VALUES (OLD."answer_by", OLD."application_id", OLD."created_at", OLD."host_note", OLD."host_said_at", OLD."host_said_by_id", OLD."id", OLD."institution_note", OLD."institution_said_at", OLD."institution_said_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position_id", OLD."seat_offered_to_all", OLD."state", OLD."state_since", OLD."uuid"); RETURN NULL;', hash='8251543e86a8bbac6bfdf8456795f23205188186', operation='DELETE', pgid='pgtrigger_delete_delete_2df3b', table='matching_ownemployerplace', when='AFTER')),
        ),
        migrations.RunPython(add_term, remove_term),
    ]
