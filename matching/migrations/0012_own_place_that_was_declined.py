"""A place at the own employer that the student declines after the match has a state of its own."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def tell_declined_places(apps, schema_editor):
    places = apps.get_model("matching", "OwnEmployerPlace").objects
    places.filter(state="agreed", application__state="declined").update(state="not_taken")


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0011_own_employers_answer_by_a_day'),
        ('trajectories', '0007_limit_of_a_pathway'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='ownemployerplace',
            name='ownplace_moves',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='ownemployerplace',
            name='an_own_place_stands_once_sealed',
        ),
        migrations.RemoveConstraint(
            model_name='ownemployerplace',
            name='ownplace_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='ownemployerplace',
            name='an_own_place_stands_as_was_said',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownemployerplace',
            trigger=pgtrigger.compiler.Trigger(name='ownplace_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{agreed:asked,agreed:not_taken,agreed:withdrawn,asked:confirmed,asked:declined,asked:refused,asked:withdrawn,confirmed:agreed,confirmed:asked,confirmed:refused,confirmed:withdrawn,declined:asked,refused:asked}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='071f38565e7ae1ae45c109d146a61575a28592ba', operation='UPDATE', pgid='pgtrigger_ownplace_moves_363be', table='matching_ownemployerplace', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownemployerplace',
            trigger=pgtrigger.compiler.Trigger(name='an_own_place_stands_once_sealed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE about bigint;', func="\n            IF TG_OP = 'UPDATE' THEN\n                IF (OLD.application_id, OLD.position_id, OLD.state, OLD.seat_offered_to_all) IS NOT DISTINCT FROM (NEW.application_id, NEW.position_id, NEW.state, NEW.seat_offered_to_all) THEN RETURN NEW; END IF;\n            END IF;\n            IF TG_OP = 'DELETE' THEN about := OLD.application_id;\n            ELSE about := NEW.application_id; END IF;\n            IF EXISTS (\n                SELECT 1 FROM matching_application AS a\n                JOIN matching_intakeround AS r ON r.id = a.intake_round_id\n                WHERE a.id = about AND a.state <> 'draft'\n                AND r.state NOT IN ('open', 'rating') AND (a.state = 'declined' AND OLD.state = 'agreed' AND NEW.state = 'not_taken' AND (OLD.application_id, OLD.position_id, OLD.seat_offered_to_all) IS NOT DISTINCT FROM (NEW.application_id, NEW.position_id, NEW.seat_offered_to_all)) IS NOT TRUE\n            ) THEN\n                RAISE EXCEPTION 'The lists of this round are sealed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'an_own_place_stands_once_sealed';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='0233b0926df2f0f719d941ccecd24aae10316e3a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_an_own_place_stands_once_sealed_7a099', table='matching_ownemployerplace', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='ownemployerplace',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'confirmed', 'declined', 'agreed', 'refused', 'withdrawn', 'not_taken'])), name='ownplace_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ownemployerplace',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), models.Q(('state', 'asked'), ('host_said_at__isnull', True), ('host_said_by__isnull', True), ('institution_said_at__isnull', True), ('institution_said_by__isnull', True), ('seat_offered_to_all__isnull', True)), models.Q(('state', 'confirmed'), ('host_said_at__isnull', False), ('host_said_by__isnull', False), ('institution_said_at__isnull', True), ('institution_said_by__isnull', True), ('seat_offered_to_all__isnull', False)), models.Q(('state', 'declined'), ('host_said_at__isnull', False), ('host_said_by__isnull', False), ('institution_said_at__isnull', True), ('institution_said_by__isnull', True), ('seat_offered_to_all__isnull', True), models.Q(('host_note', ''), _negated=True)), models.Q(('state__in', frozenset(['agreed', 'not_taken'])), ('host_said_at__isnull', False), ('host_said_by__isnull', False), ('institution_said_at__isnull', False), ('institution_said_by__isnull', False), ('seat_offered_to_all__isnull', False)), models.Q(('state', 'refused'), ('institution_said_at__isnull', False), ('institution_said_by__isnull', False), models.Q(('institution_note', ''), _negated=True)), _connector='OR'), name='an_own_place_stands_as_was_said'),
        ),
        migrations.RunPython(tell_declined_places, migrations.RunPython.noop),
    ]
