"""Searching by words: folded (no case, no accents), by the beginning of each word, indexed.

A searchable model has a column `search_words`; PostgreSQL fills it with ``search_words(...)``
and folds what is asked with ``search_query(...)`` (both made in core's migrations), so that
there is one spelling of the folding.
"""

import re
from typing import Any

import django_filters
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import F, Func, QuerySet, Value

COLUMN = "search_words"


class FoldedWords(Func):
    """The words of some columns, folded."""

    function = "search_words"
    output_field = SearchVectorField()


class BeginningsOf(SearchQuery):
    """A query for rows in which a word begins with each of the words asked."""

    SEARCH_TYPES = {"beginnings": "search_query"}

    def __init__(self, text: str) -> None:
        super().__init__(Value(text), search_type="beginnings")


def search_column(*columns: str) -> models.GeneratedField:
    """The folded words of these columns of the same row; give it a `search_index` too."""
    return models.GeneratedField(
        expression=FoldedWords(*(F(column) for column in columns)),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class GatheredWords(SearchVectorField):
    """Folded words of the row and of a row that it points at, as `gathers` fills them.

    To Django as good as generated: it reads the column and never writes it. Its table is
    altered by SQL in a migration, for PostgreSQL generates from the row itself only.
    """

    generated = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"null": True, "editable": False})


def gathers(name: str, columns: str, source: str) -> pgtrigger.Trigger:
    """Fill `search_words` from columns of ``NEW`` and of a row in the FROM and WHERE of ``source``.

    Done when the row is made, when one of those columns of ``NEW`` changes, and when somebody
    empties `search_words`, as whoever changes the row in ``source`` must.
    """
    own = sorted({*re.findall(r"NEW\.(\w+)", f"{columns} {source}"), COLUMN})
    before, after = (", ".join(f"{row}.{column}" for column in own) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF ({before}) IS NOT DISTINCT FROM ({after}) THEN RETURN NEW; END IF;
            END IF;
            NEW.{COLUMN} := (SELECT search_words({columns}) FROM {source});
            RETURN NEW;
        """,  # noqa: S608  written in models, never from input
    )


def search_index(name: str) -> GinIndex:
    """The index that belongs to a `search_column`."""
    return GinIndex(fields=[COLUMN], name=name)


def having_words(rows: QuerySet[Any], text: str, *paths: str) -> QuerySet[Any]:
    """The rows in which every word of the text begins a word in one of the places.

    A path leads to a model with a column `search_words`: ``""`` is the row itself, ``user`` the
    row that the key ``user`` points at. One place is asked for all words at once. Of several,
    each is asked by itself and the answers are put together (UNION): an OR over joined tables
    could use no index.
    """
    words = [word for word in text.split() if any(letter.isalnum() for letter in word)]
    if len(paths) == 1:
        asked = BeginningsOf(" ".join(words))
        return rows.filter(**{_column(paths[0]): asked}) if words else rows
    for word in words:
        rows = _having_word(rows, word, paths)
    return rows


def _having_word(rows: QuerySet[Any], word: str, paths: tuple[str, ...]) -> QuerySet[Any]:
    every = rows.model._base_manager.order_by()
    first, *others = (
        every.filter(**{_column(path): BeginningsOf(word)}).values("pk") for path in paths
    )
    return rows.filter(pk__in=first.union(*others))


def _column(path: str) -> str:
    return f"{path}__{COLUMN}" if path else COLUMN


def some_found(rows: QuerySet[Any], most: int) -> QuerySet[Any]:
    """The keys of the rows that were made first, so many of them: what a search shows.

    Whoever puts every hit of a search in order waits for all of them: PostgreSQL either sorts
    a hundred thousand rows, or walks along the order past rows without the words.
    """
    return rows.order_by("pk").values_list("pk", flat=True)[:most]


class WordsFilter(django_filters.CharFilter):
    """A search box: words in any of the places (`having_words`)."""

    def __init__(self, *paths: str, **kwargs: Any) -> None:
        self.paths = paths
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """Nothing asked: every row."""
        return having_words(qs, value, *self.paths) if value else qs


def asks_for_words(filters: django_filters.FilterSet) -> bool:
    """True when something stands in a search box of these filters."""
    given = filters.form.cleaned_data if filters.is_bound and filters.form.is_valid() else {}
    return any(
        given.get(name)
        for name, filter_ in filters.filters.items()
        if isinstance(filter_, WordsFilter)
    )
