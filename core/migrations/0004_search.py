"""One spelling of folding for search, in the database (core/search.py)."""

from django.db import migrations

# Bodies in the SQL standard's form are bound when made: no search path can change them.
# Letters that Unicode does not take apart are spelled out; the rest loses its accents.
FOLD = """
CREATE FUNCTION search_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    lower(replace(replace(replace(replace(replace(
        translate(normalize(value, NFKD), 'ØøŁłĐđıÐð', 'ooLlDdiDd'),
        'Æ', 'ae'), 'æ', 'ae'), 'Œ', 'oe'), 'œ', 'oe'), 'ß', 'ss')),
    U&'[\\0300-\\036F]', '', 'g');
"""

# Without the parser of full-text search: it would keep addresses and hyphens together.
SPLIT = """
CREATE FUNCTION search_split(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_remove(
    regexp_split_to_array(
        search_fold(value), U&'[[:space:][:punct:]\\2010-\\2027\\00AB\\00BB]+'), '');
"""

WORDS = """
CREATE FUNCTION search_words(VARIADIC parts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(search_split(array_to_string(parts, ' ')));
"""

QUERY = """
CREATE FUNCTION search_query(value text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT string_agg('''' || word || ''':*', ' & ')::tsquery
    FROM unnest(search_split(value)) AS word
);
"""

DROP = """
DROP FUNCTION search_query(text);
DROP FUNCTION search_words(text[]);
DROP FUNCTION search_split(text);
DROP FUNCTION search_fold(text);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_imports")]

    operations = [migrations.RunSQL(FOLD + SPLIT + WORDS + QUERY, DROP)]
