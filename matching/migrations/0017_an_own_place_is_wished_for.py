"""No place at the own employer stands without the wish to learn there, also for raw SQL."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0016_wish_of_named_places'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='application',
            trigger=pgtrigger.compiler.Trigger(name='the_wish_stays_with_the_own_place', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."own_employer" AND OLD."own_employer")', constraint='CONSTRAINT', func="\n            IF EXISTS (\n                SELECT 1 FROM matching_ownemployerplace AS place\n                JOIN matching_application AS a ON a.id = place.application_id\n                WHERE place.application_id = NEW.id AND NOT a.own_employer AND place.state <> 'withdrawn'\n            ) THEN\n                RAISE EXCEPTION 'No place at the own employer without the wish to learn there'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'the_wish_stays_with_the_own_place';\n            END IF;\n            RETURN NULL;\n        ", hash='9fe5b1f743a79da77885659a933b0358bb81d840', operation='UPDATE', pgid='pgtrigger_the_wish_stays_with_the_own_place_6c214', table='matching_application', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownemployerplace',
            trigger=pgtrigger.compiler.Trigger(name='an_own_place_is_wished_for', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n            IF EXISTS (\n                SELECT 1 FROM matching_ownemployerplace AS place\n                JOIN matching_application AS a ON a.id = place.application_id\n                WHERE place.id = NEW.id AND NOT a.own_employer AND place.state <> 'withdrawn'\n            ) THEN\n                RAISE EXCEPTION 'No place at the own employer without the wish to learn there'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'an_own_place_is_wished_for';\n            END IF;\n            RETURN NULL;\n        ", hash='0586c39a40a63c7791a99245d2c7fc0087121f3a', operation='INSERT OR UPDATE', pgid='pgtrigger_an_own_place_is_wished_for_5cbfb', table='matching_ownemployerplace', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
