"""Students are found by name and number in one column; it held the number alone."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

import core.search

OWN = "ALTER TABLE trajectories_student ALTER COLUMN search_words DROP EXPRESSION"
GENERATED = """
ALTER TABLE trajectories_student DROP COLUMN search_words;
ALTER TABLE trajectories_student ADD COLUMN search_words tsvector NOT NULL
    GENERATED ALWAYS AS (search_words(student_number)) STORED;
CREATE INDEX student_search ON trajectories_student USING gin (search_words);
"""
NULLABLE = "ALTER TABLE trajectories_student ALTER COLUMN search_words DROP NOT NULL"

# Emptying the words has the student's own trigger gather them anew.
FOLLOW = """
CREATE FUNCTION students_follow_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE trajectories_student SET search_words = NULL WHERE user_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER students_are_found_by_the_new_name
    AFTER UPDATE OF first_name, last_name ON accounts_user FOR EACH ROW
    WHEN ((OLD.first_name, OLD.last_name) IS DISTINCT FROM (NEW.first_name, NEW.last_name))
    EXECUTE FUNCTION students_follow_names();
UPDATE trajectories_student SET search_words = NULL;
"""
UNFOLLOW = """
DROP TRIGGER students_are_found_by_the_new_name ON accounts_user;
DROP FUNCTION students_follow_names();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trajectories", "0003_documents"),
        ("accounts", "0006_people_by_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(OWN, GENERATED),
                migrations.RunSQL(NULLABLE, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="student",
                    name="search_words",
                    field=core.search.GatheredWords(editable=False, null=True),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='student',
            trigger=pgtrigger.compiler.Trigger(name='a_student_is_found_by_name_and_number', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                IF (OLD.search_words, OLD.student_number, OLD.user_id) IS NOT DISTINCT FROM (NEW.search_words, NEW.student_number, NEW.user_id) THEN RETURN NEW; END IF;\n            END IF;\n            NEW.search_words := (SELECT search_words(NEW.student_number, person.first_name, person.last_name) FROM accounts_user AS person WHERE person.id = NEW.user_id);\n            RETURN NEW;\n        ", hash='89b521f0f58a2260541ef117f25ddc4e136002ce', operation='INSERT OR UPDATE', pgid='pgtrigger_a_student_is_found_by_name_and_number_28bb7', table='trajectories_student', when='BEFORE')),
        ),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
    ]
