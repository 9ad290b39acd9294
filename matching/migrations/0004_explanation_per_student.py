"""Seals become the text that was hashed; every student's explanation a document of its own."""

import hashlib
import json

import core.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

from matching.engine import canonical


# Texts of megabytes that are read whole: squeezing them costs more than it saves.
PLAIN = "ALTER TABLE matching_{} ALTER COLUMN canonical SET STORAGE EXTERNAL"
UNGUARDED = "DROP TRIGGER IF EXISTS no_text_holds_a_national_number ON matching_{}"
WRITTEN_ONCE = ("roundseal", "matchrun")


def write_what_was_kept(apps, schema_editor):
    """The seals that there are in canonical spelling, and the explanations of every match.

    The facts that had no part in a reason are left out: with them, empty, one can spell again the
    one document of which the seal of an earlier match has the hash.
    """
    if waiting := apps.get_model("matching.IntakeRound").objects.filter(state="sealed").first():
        message = f"Run the match of “{waiting.name}” first: its lists were sealed for this version."
        raise RuntimeError(message)
    with schema_editor.connection.cursor() as cursor:
        for table in WRITTEN_ONCE:
            cursor.execute(f"ALTER TABLE matching_{table} DISABLE TRIGGER USER")
        for seal in apps.get_model("matching.RoundSeal").objects.iterator():
            seal.canonical = canonical(json.loads(seal.canonical)).decode()
            seal.save(update_fields=["canonical"])
        for run in apps.get_model("matching.MatchRun").objects.iterator():
            split(apps, run)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in WRITTEN_ONCE:
            cursor.execute(f"ALTER TABLE matching_{table} ENABLE TRIGGER USER")


def refuse_after_a_match(apps, schema_editor):
    """Where nothing was matched yet there is nothing to take back."""
    if apps.get_model("matching.MatchRun").objects.exists():
        raise IrreversibleError("The documents of a match cannot be put together again.")


def split(apps, run):
    """One run: its numbers, and a document for each of its students."""
    run.placed, run.unplaced = len(run.result["placements"]), len(run.result["unplaced"])
    run.save(update_fields=["placed", "unplaced"])
    same = {
        "format": "student-explanation/1",
        "round": str(run.intake_round.uuid),
        "denominator": run.told["denominator"],
    }
    applications = apps.get_model("matching.Application").objects
    for lottery_id, told in run.told["students"].items():
        text = canonical(same | told | {"outcomes": [shortened(one) for one in told["outcomes"]]})
        apps.get_model("matching.Explanation").objects.create(
            match_run=run,
            application=applications.get(lottery_id=lottery_id),
            canonical=text.decode(),
            sha256=hashlib.sha256(text).hexdigest(),
        )


def shortened(outcome):
    """Without the facts that had no part in it."""
    return {
        name: value
        for name, value in outcome.items()
        if not (value is None or value is False or value == "")
    }


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0003_public_certificate_seal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # They name columns that go; whoever migrates makes the guards of all tables anew.
        migrations.RunSQL(f"{UNGUARDED.format('roundseal')}; {UNGUARDED.format('matchrun')}", migrations.RunSQL.noop),
        migrations.RenameField("matchrun", "explanations", "told"),  # the name is wanted for rows
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('canonical', models.TextField(verbose_name='canonical text')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
            ],
            options={
                'verbose_name': 'explanation of a result',
                'verbose_name_plural': 'explanations of results',
            },
        ),
        migrations.AddField(
            model_name='matchrun',
            name='placed',
            field=models.PositiveIntegerField(default=0, verbose_name='students with a place'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='matchrun',
            name='unplaced',
            field=models.PositiveIntegerField(default=0, verbose_name='students without a place'),
            preserve_default=False,
        ),
        migrations.RenameField("roundseal", "content", "canonical"),
        migrations.AlterField(
            model_name='roundseal',
            name='canonical',
            field=models.TextField(verbose_name='canonical text'),
        ),
        migrations.AddField(
            model_name='explanation',
            name='application',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='explanation', to='matching.application'),
        ),
        migrations.AddField(
            model_name='explanation',
            name='match_run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='matching.matchrun'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.CheckConstraint(condition=models.Q(('sha256', core.constraints.Sha256('canonical'))), name='an_explanation_is_the_hash_of_its_content'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='explanation',
            trigger=pgtrigger.compiler.Trigger(name='explanation_is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9584c6d870c5dea66244601c3f6c7d6c1eeb80af', operation='UPDATE OR DELETE', pgid='pgtrigger_explanation_is_written_once_68f6a', table='matching_explanation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='explanation',
            trigger=pgtrigger.compiler.Trigger(name='an_explanation_is_of_the_round_of_its_match', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT 1 FROM new_rows AS new_row WHERE NOT EXISTS (SELECT 1 FROM matching_matchrun AS m JOIN matching_application AS a ON a.intake_round_id = m.intake_round_id WHERE m.id = new_row.match_run_id AND a.id = new_row.application_id))\n            THEN\n                RAISE EXCEPTION 'This row does not agree with the rows it points at'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'an_explanation_is_of_the_round_of_its_match';\n            END IF;\n            RETURN NULL;\n        ", hash='90563ec76d1292fa46a054ab63fb39fe826f23fd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_an_explanation_is_of_the_round_of_its_match_d350b', referencing='REFERENCING NEW TABLE AS new_rows ', table='matching_explanation', when='AFTER')),
        ),
        migrations.RunSQL(f"{PLAIN.format('roundseal')}; {PLAIN.format('explanation')}", migrations.RunSQL.noop),
        migrations.RunPython(write_what_was_kept, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='roundseal',
            constraint=models.CheckConstraint(condition=models.Q(('sha256', core.constraints.Sha256('canonical'))), name='a_seal_is_the_hash_of_its_content'),
        ),
        migrations.RemoveField(
            model_name='matchrun',
            name='told',
        ),
        migrations.RemoveField(
            model_name='matchrun',
            name='result',
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_after_a_match),
    ]
