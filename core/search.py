"""Searching by words: folded (no case, no accents), by the beginning of each word, indexed.

A searchable model has a generated column `search_words`; PostgreSQL fills it with
``search_words(...)`` and folds what is asked with ``search_query(...)`` (both made in
core's migrations), so that there is one spelling of the folding.
"""

from typing import Any

import django_filters
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


def search_index(name: str) -> GinIndex:
    """The index that belongs to a `search_column`."""
    return GinIndex(fields=[COLUMN], name=name)


def having_words(rows: QuerySet[Any], text: str, *paths: str) -> QuerySet[Any]:
    """The rows in which every word of the text begins a word in one of the places.

    A path leads to a model with a `search_column`: ``""`` is the row itself, ``user`` the row
    that the key ``user`` points at. Each place is asked by itself and the answers are put
    together (UNION): an OR over joined tables could use no index.
    """
    for word in text.split():
        if any(letter.isalnum() for letter in word):
            rows = _having_word(rows, word, paths)
    return rows


def _having_word(rows: QuerySet[Any], word: str, paths: tuple[str, ...]) -> QuerySet[Any]:
    asked = BeginningsOf(word)
    lookups = [{f"{path}__{COLUMN}" if path else COLUMN: asked} for path in paths]
    if len(lookups) == 1:
        return rows.filter(**lookups[0])
    every = rows.model._base_manager.order_by()
    first, *others = (every.filter(**lookup).values("pk") for lookup in lookups)
    return rows.filter(pk__in=first.union(*others))


class WordsFilter(django_filters.CharFilter):
    """A search box: words in any of the places (`having_words`)."""

    def __init__(self, *paths: str, **kwargs: Any) -> None:
        self.paths = paths
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """Nothing asked: every row."""
        return having_words(qs, value, *self.paths) if value else qs
