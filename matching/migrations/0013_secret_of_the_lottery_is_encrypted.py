"""The institution's secret of a lottery is encrypted (B3). A draft gets another one: the old may lie
in a copy of the database; once published it was promised and stays.
"""

import secrets

import matching.models.rounds
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from core.encryption import decrypt, encrypt


def encrypt_all(apps, schema_editor):
    rounds = apps.get_model("matching", "IntakeRound").objects
    for key, state, secret in rounds.values_list("pk", "state", "lottery_secret"):
        kept = secrets.token_hex(32) if state == "draft" else secret
        rounds.filter(pk=key).update(lottery_secret=encrypt(kept))


def decrypt_all(apps, schema_editor):
    rounds = apps.get_model("matching", "IntakeRound").objects
    for key, secret in rounds.values_list("pk", "lottery_secret"):
        rounds.filter(pk=key).update(lottery_secret=decrypt(secret))


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0012_own_place_that_was_declined'),
    ]

    operations = [
        # It looks at the column, and would refuse what happens here.
        pgtrigger.migrations.RemoveTrigger(
            model_name='intakeround',
            name='a_promised_secret_stays',
        ),
        migrations.AlterField(
            model_name='intakeround',
            name='lottery_secret',
            field=models.TextField(default=matching.models.rounds.new_secret, editable=False),
        ),
        migrations.RunPython(encrypt_all, decrypt_all),
        migrations.AddConstraint(
            model_name='intakeround',
            constraint=models.CheckConstraint(condition=models.Q(('lottery_secret__regex', '^gAAAA[A-Za-z0-9_-]+={0,2}$')), name='a_secret_of_the_lottery_is_encrypted'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakeround',
            trigger=pgtrigger.compiler.Trigger(name='a_promised_secret_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."lottery_secret" IS DISTINCT FROM (NEW."lottery_secret") AND NOT (OLD."state" = \'draft\'))', func="\n    IF coalesce(current_setting('wbl.renewing_encryption', true), '') <> 'on' THEN\n        RAISE EXCEPTION 'The secret of a published lottery stays';\n    END IF;\n    RETURN NEW;\n", hash='8a2eacae2e0f180076997bab5abe38ae15d35d07', operation='UPDATE', pgid='pgtrigger_a_promised_secret_stays_8288c', table='matching_intakeround', when='BEFORE')),
        ),
    ]
