"""The functions of erasure and retention, the guard against national numbers, the terms.

The two functions run with the owner's rights, because the application may not touch history and
sealed rows. They take no table, no column and no condition from their caller: all of it stands
in core_privacystep, which the application cannot write (ADR 0019).
"""

from datetime import date
from decimal import Decimal

from django.db import migrations

ERASE_PERSON = """
CREATE FUNCTION erase_person(case_key bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found core_erasurecase;
    step core_privacystep;
    changed bigint;
    report jsonb := '{}';
BEGIN
    SELECT * INTO found FROM core_erasurecase WHERE id = case_key FOR UPDATE;
    IF found.id IS NULL OR found.state <> 'approved' THEN
        RAISE EXCEPTION 'Only an approved request is carried out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_an_approved_request_is_done';
    END IF;
    IF EXISTS (SELECT 1 FROM core_legalhold WHERE person_id = found.person_id
            AND lifted_at IS NULL AND (until IS NULL OR until >= current_date)) THEN
        RAISE EXCEPTION 'A legal hold forbids to erase this person'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_hold_forbids_erasure';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM core_privacystep WHERE plan = 'erasure') THEN
        RAISE EXCEPTION 'There is no plan of what to erase: migrate first';
    END IF;
    FOR step IN SELECT * FROM core_privacystep WHERE plan = 'erasure' ORDER BY sequence LOOP
        PERFORM set_config('pgtrigger.ignore', step.guards, true);
        EXECUTE step.statement USING ARRAY[found.person_id], found.pseudonym::text;
        GET DIAGNOSTICS changed = ROW_COUNT;
        IF changed > 0 THEN
            report := report || jsonb_build_object(
                step.table, changed + coalesce((report ->> step.table)::bigint, 0));
        END IF;
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN report;
END $$;
"""

FORGET_EXPIRED = """
CREATE FUNCTION forget_expired(code text, day date, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    today date := least(day, current_date);
    months integer;
    query core_privacystep;
    step core_privacystep;
    keys bigint[];
BEGIN
    SELECT value INTO months FROM core_datedrule AS r WHERE r.code = 'retention_' || $1
        AND valid_from <= today AND (valid_to IS NULL OR valid_to >= today)
        ORDER BY valid_from DESC LIMIT 1;
    SELECT * INTO query FROM core_privacystep WHERE plan = '?' || $1;
    IF months IS NULL OR months < 1 OR query.id IS NULL THEN
        RAISE EXCEPTION 'There is no such rule, or it has no term of a month or more';
    END IF;
    EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM (%s) AS due (id)'
        ' ORDER BY id LIMIT $3) AS batch', query.statement)
        INTO keys USING (today - make_interval(months => months))
            AT TIME ZONE 'Europe/Brussels', today, most;
    IF keys IS NULL THEN
        RETURN 0;
    END IF;
    FOR step IN SELECT * FROM core_privacystep AS s WHERE s.plan = $1 ORDER BY sequence LOOP
        PERFORM set_config('pgtrigger.ignore', step.guards, true);
        EXECUTE step.statement USING keys, ''::text;
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    IF query.table = 'marked' THEN
        INSERT INTO core_forgotten (rule, row, at) SELECT $1, unnest(keys), now()
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN cardinality(keys);
END $$;
"""

# The same rule as core/privacy/national_number.py.
NATIONAL_NUMBER = r"""
CREATE FUNCTION holds_national_number(body text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    pattern constant text := '(?<![0-9a-f+])([0-9]{2})[-./ \u00a0]?([0-9]{2})[-./ \u00a0]?([0-9]{2})'
        '[-–./ \u00a0]{0,3}([0-9]{3})[-./ \u00a0]?([0-9]{2})(?![0-9a-f])';
    parts text[];
    digits text;
    month integer;
BEGIN
    IF body IS NULL OR body !~ pattern THEN
        RETURN false;
    END IF;
    FOR parts IN SELECT regexp_matches(body, pattern, 'g') LOOP
        digits := array_to_string(parts, '');
        month := substr(digits, 3, 2)::integer;
        IF substr(digits, 5, 2)::integer <= 31
                AND (month BETWEEN 0 AND 12 OR month BETWEEN 20 AND 32 OR month BETWEEN 40 AND 52)
                AND substr(digits, 10, 2)::integer IN (
                    97 - substr(digits, 1, 9)::bigint % 97,
                    97 - ('2' || substr(digits, 1, 9))::bigint % 97) THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;
CREATE FUNCTION refuse_national_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'No text holds a national register number'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'no_text_holds_a_national_number';
END $$;
"""

CHOICE = "Choice of the platform (no Flemish selection list was found): to be confirmed"
TERMS = [("reads", 12), ("logbooks", 24), ("mentors", 24),
         ("applications", 12), ("agreements", 120)]


def add_terms(apps, schema_editor):
    rule = apps.get_model("core", "DatedRule")
    for code, months in TERMS:
        rule.objects.create(
            code=f"retention_{code}",
            value=Decimal(months),
            valid_from=date(2018, 9, 1),
            source=CHOICE,
        )


class Migration(migrations.Migration):
    dependencies = [("core", "0012_privacy")]

    operations = [
        migrations.RunSQL(ERASE_PERSON, "DROP FUNCTION erase_person(bigint)"),
        migrations.RunSQL(FORGET_EXPIRED, "DROP FUNCTION forget_expired(text, date, integer)"),
        migrations.RunSQL(
            NATIONAL_NUMBER,
            "DROP FUNCTION refuse_national_number() CASCADE;"
            "DROP FUNCTION holds_national_number(text)",
        ),
        migrations.RunPython(add_terms, migrations.RunPython.noop),
    ]
