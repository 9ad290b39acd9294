"""Several parties in the lottery of a round, the term to reveal, and its first reminders."""

from datetime import date
from decimal import Decimal

import core.constraints
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


DEADLINE = "matching.reveal"


def add_term(apps, schema_editor):
    apps.get_model("core", "DatedRule").objects.create(
        code="lottery_reveal_days",
        value=Decimal(3),
        valid_from=date(2018, 9, 1),
        source="Keuze van het platform",
    )
    reminder = apps.get_model("core", "ReminderRule")
    for whom in ("owner", "escalation"):
        reminder.objects.create(
            deadline=DEADLINE, whom=whom, moment="before", days=1, counting="calendar"
        )


def remove_term(apps, schema_editor):
    apps.get_model("core", "DatedRule").objects.filter(code="lottery_reveal_days").delete()
    apps.get_model("core", "ReminderRule").objects.filter(deadline=DEADLINE).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0018_lists_saved'),
        ('matching', '0007_lots_are_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LotteryWitness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('state', models.CharField(editable=False, max_length=30, verbose_name='state')),
                ('state_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('party', models.CharField(choices=[('students', 'the students'), ('hosts', 'the hosts')], max_length=10, verbose_name='speaks for')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='promise (SHA-256)')),
                ('promised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='promised on')),
                ('reveal_by', models.DateField(blank=True, editable=False, null=True, verbose_name='last day to reveal')),
                ('secret', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='secret')),
                ('revealed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revealed on')),
            ],
            options={
                'verbose_name': 'participant in the lottery',
                'verbose_name_plural': 'participants in the lottery',
                'ordering': ['-party'],
            },
        ),
        migrations.CreateModel(
            name='LotteryWitnessEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('state', models.CharField(editable=False, max_length=30, verbose_name='state')),
                ('state_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('party', models.CharField(choices=[('students', 'the students'), ('hosts', 'the hosts')], max_length=10, verbose_name='speaks for')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='promise (SHA-256)')),
                ('promised_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='promised on')),
                ('reveal_by', models.DateField(blank=True, editable=False, null=True, verbose_name='last day to reveal')),
                ('revealed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revealed on')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='intakeround',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='intakeround',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='intakeround',
            name='update_update',
        ),
        migrations.RemoveField(
            model_name='intakeroundevent',
            name='lottery_secret',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakeround',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_intakeroundevent" ("closes_on", "created_at", "host_weight", "id", "institution_weight", "name", "opens_on", "pathway_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_since", "uuid") VALUES (NEW."closes_on", NEW."created_at", NEW."host_weight", NEW."id", NEW."institution_weight", NEW."name", NEW."opens_on", NEW."pathway_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."state_since", NEW."uuid"); RETURN NULL;', hash='a8cf50172bd7a29f42bc3375b64ab54958fa0aeb', operation='INSERT', pgid='pgtrigger_insert_insert_988b4', table='matching_intakeround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakeround',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."host_weight" IS DISTINCT FROM (NEW."host_weight") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_weight" IS DISTINCT FROM (NEW."institution_weight") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."pathway_id" IS DISTINCT FROM (NEW."pathway_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))', func='INSERT INTO "matching_intakeroundevent" ("closes_on", "created_at", "host_weight", "id", "institution_weight", "name", "opens_on", "pathway_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_since", "uuid") VALUES (NEW."closes_on", NEW."created_at", NEW."host_weight", NEW."id", NEW."institution_weight", NEW."name", NEW."opens_on", NEW."pathway_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."state_since", NEW."uuid"); RETURN NULL;', hash='c6236936df57a04fb67767fac5d8083827c956c1', operation='UPDATE', pgid='pgtrigger_update_update_4bb91', table='matching_intakeround', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakeround',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_intakeroundevent" ("closes_on", "created_at", "host_weight", "id", "institution_weight", "name", "opens_on", "pathway_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_since", "uuid") VALUES (OLD."closes_on", OLD."created_at", OLD."host_weight", OLD."id", OLD."institution_weight", OLD."name", OLD."opens_on", OLD."pathway_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."state_since", OLD."uuid"); RETURN NULL;', hash='72cd7931d1fcea69753e1561c5a6611831828a9a', operation='DELETE', pgid='pgtrigger_delete_delete_d93ab', table='matching_intakeround', when='AFTER')),
        ),
        migrations.AddField(
            model_name='lotterywitness',
            name='intake_round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='witnesses', to='matching.intakeround'),
        ),
        migrations.AddField(
            model_name='lotterywitness',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lotteries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lotterywitnessevent',
            name='intake_round',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.intakeround'),
        ),
        migrations.AddField(
            model_name='lotterywitnessevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matching.lotterywitness'),
        ),
        migrations.AddField(
            model_name='lotterywitnessevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='lotterywitness',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'promised', 'revealed', 'released'])), name='witness_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='lotterywitness',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['students', 'hosts'])), name='lottery_party_is_known'),
        ),
        migrations.AddConstraint(
            model_name='lotterywitness',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'released'), _negated=True), fields=('intake_round', 'party'), name='one_person_speaks_for_a_party'),
        ),
        migrations.AddConstraint(
            model_name='lotterywitness',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'released'), _negated=True), fields=('intake_round', 'user'), name='a_person_speaks_for_one_party'),
        ),
        migrations.AddConstraint(
            model_name='lotterywitness',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'asked'), ('promised_at', None), ('sha256', ''), ('revealed_at', None), ('secret', '')), models.Q(('state', 'promised'), ('promised_at__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$'), ('revealed_at', None), ('secret', '')), models.Q(('state', 'revealed'), ('promised_at__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('secret', ''), _negated=True), ('revealed_at__isnull', False)), models.Q(('state', 'released'), models.Q(models.Q(('promised_at', None), ('sha256', '')), models.Q(('promised_at__isnull', False), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), ('revealed_at', None), ('secret', '')), _connector='OR'), name='moments_of_a_lottery_go_with_what_was_given'),
        ),
        migrations.AddConstraint(
            model_name='lotterywitness',
            constraint=models.CheckConstraint(condition=models.Q(('secret', ''), ('sha256', core.constraints.Sha256('secret')), _connector='OR'), name='a_secret_is_the_one_that_was_promised'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='witness_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:promised,asked:released,promised:promised,promised:released,promised:revealed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c5a0e3f682c2a04f0c0cd167518a790f0d24f8b6', operation='UPDATE', pgid='pgtrigger_witness_moves_4f9ea', table='matching_lotterywitness', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='witness_begins', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.state <> 'asked' THEN RAISE EXCEPTION 'A witness begins as asked, not as %', NEW.state; END IF; RETURN NEW;", hash='763b0e7afc721b478900940acf4fac260d741062', operation='INSERT', pgid='pgtrigger_witness_begins_ef488', table='matching_lotterywitness', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='a_promise_of_the_lottery_stays', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE round_state TEXT;', func="\n    SELECT state INTO round_state FROM matching_intakeround WHERE id = NEW.intake_round_id;\n    IF TG_OP = 'INSERT' THEN\n        IF round_state <> 'draft' OR NEW.secret <> '' THEN\n            RAISE EXCEPTION 'Nobody joins the lottery of a round that is published';\n        END IF;\n        RETURN NEW;\n    END IF;\n    IF NEW.intake_round_id <> OLD.intake_round_id\n        OR (round_state <> 'draft' AND NOT ((OLD.party, OLD.user_id, OLD.sha256, OLD.promised_at) IS NOT DISTINCT FROM (NEW.party, NEW.user_id, NEW.sha256, NEW.promised_at))) THEN\n        RAISE EXCEPTION 'What was promised for the lottery does not change';\n    END IF;\n    IF NEW.secret <> OLD.secret\n        AND (round_state <> 'sealed' OR OLD.secret <> '') THEN\n        RAISE EXCEPTION 'A secret of the lottery comes once, between seal and match';\n    END IF;\n    IF OLD.reveal_by IS NOT NULL AND NEW.reveal_by IS DISTINCT FROM OLD.reveal_by THEN\n        RAISE EXCEPTION 'The last day to reveal a secret does not move';\n    END IF;\n    RETURN NEW;\n", hash='f7cf0ee874d3755c07b89c2295b9a62daaf56d37', operation='INSERT OR UPDATE', pgid='pgtrigger_a_promise_of_the_lottery_stays_78229', table='matching_lotterywitness', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='nobody_leaves_a_lottery', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c3ead65edbadf3c3bac2e5e076bf03571801208a', operation='DELETE', pgid='pgtrigger_nobody_leaves_a_lottery_b540b', table='matching_lotterywitness', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_lotterywitnessevent" ("created_at", "id", "intake_round_id", "party", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_at", "reveal_by", "revealed_at", "sha256", "state", "state_since", "user_id", "uuid") VALUES (NEW."created_at", NEW."id", NEW."intake_round_id", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."promised_at", NEW."reveal_by", NEW."revealed_at", NEW."sha256", NEW."state", NEW."state_since", NEW."user_id", NEW."uuid"); RETURN NULL;', hash='d407ffd8a1ce6e64bc59521ce57ec99dd00122f1', operation='INSERT', pgid='pgtrigger_insert_insert_e774d', table='matching_lotterywitness', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."intake_round_id" IS DISTINCT FROM (NEW."intake_round_id") OR OLD."party" IS DISTINCT FROM (NEW."party") OR OLD."promised_at" IS DISTINCT FROM (NEW."promised_at") OR OLD."reveal_by" IS DISTINCT FROM (NEW."reveal_by") OR OLD."revealed_at" IS DISTINCT FROM (NEW."revealed_at") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid"))', func='INSERT INTO "matching_lotterywitnessevent" ("created_at", "id", "intake_round_id", "party", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_at", "reveal_by", "revealed_at", "sha256", "state", "state_since", "user_id", "uuid") VALUES (NEW."created_at", NEW."id", NEW."intake_round_id", NEW."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."promised_at", NEW."reveal_by", NEW."revealed_at", NEW."sha256", NEW."state", NEW."state_since", NEW."user_id", NEW."uuid"); RETURN NULL;', hash='50c42d43689e98d0ae75f191ca6c4394281bbaad', operation='UPDATE', pgid='pgtrigger_update_update_63757', table='matching_lotterywitness', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitness',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_lotterywitnessevent" ("created_at", "id", "intake_round_id", "party", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_at", "reveal_by", "revealed_at", "sha256", "state", "state_since", "user_id", "uuid") VALUES (OLD."created_at", OLD."id", OLD."intake_round_id", OLD."party", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."promised_at", OLD."reveal_by", OLD."revealed_at", OLD."sha256", OLD."state", OLD."state_since", OLD."user_id", OLD."uuid"); RETURN NULL;', hash='ec738fcb1fd93ae7225a998dbfd5befe67dfac8a', operation='DELETE', pgid='pgtrigger_delete_delete_676b7', table='matching_lotterywitness', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lotterywitnessevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bc9fc9d84c56da552824e6c5842f2f59660be2e6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f6528', table='matching_lotterywitnessevent', when='BEFORE')),
        ),
        migrations.RunPython(add_term, remove_term),
    ]
