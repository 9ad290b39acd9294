"""The ten clauses as data: text, facts, who carries them (B1)."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.clause_facts import Fact, fact_in_words, facts_of, missing_facts
from agreements.clause_texts import filled_in, places_in
from agreements.enums import ClauseCode, ResponsibleParty
from agreements.models.agreements import Agreement
from agreements.querysets import ClauseQuerySet, ClauseTemplateQuerySet
from core.constraints import one_of
from core.history import tracked
from core.models import Record, in_language
from core.search import search_column, search_index
from partnerships.models import Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@tracked
class ClauseTemplate(Record):
    """The model text of a clause; institutions can add clauses of their own (V15)."""

    # Empty for the ten clauses of the advice.
    institution = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="clause_templates",
        null=True,
        blank=True,
    )
    code = models.CharField(_("code"), max_length=30, unique=True)
    sequence = models.PositiveSmallIntegerField(_("order"))
    title_nl = models.CharField(_("title in Dutch"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_nl = models.TextField(_("text in Dutch"))
    text_en = models.TextField(_("text in English"), blank=True)
    responsible = models.CharField(
        _("who carries it"), max_length=20, choices=ResponsibleParty.choices
    )
    search_words = search_column("title_nl", "title_en")

    objects = ClauseTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("model clause")
        verbose_name_plural = _("model clauses")
        ordering = ["sequence"]
        indexes = [search_index("clause_template_search")]
        constraints = [one_of("responsible", ResponsibleParty, "template_party_is_known")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")


@tracked
class Clause(Record):
    """A clause of one agreement: its text and the facts it needs."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    code = models.CharField(_("code"), max_length=30)
    sequence = models.PositiveSmallIntegerField(_("order"))
    title_nl = models.CharField(_("title in Dutch"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_nl = models.TextField(_("text in Dutch"))
    text_en = models.TextField(_("text in English"), blank=True)
    responsible = models.CharField(
        _("who carries it"), max_length=20, choices=ResponsibleParty.choices
    )
    # Facts by name, as JSON values; which ones a clause needs stands in clause_facts.py.
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["sequence"]
        constraints = [
            one_of("responsible", ResponsibleParty, "clause_party_is_known"),
            models.UniqueConstraint(
                fields=["agreement", "code"], name="a_clause_stands_once_in_an_agreement"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")

    @property
    def is_of_the_advice(self) -> bool:
        """True for one of the ten clauses of the advice."""
        return self.code in ClauseCode.values

    @property
    def is_complete(self) -> bool:
        """True when nothing stands in the way of the proposal."""
        return not self.problems()

    def missing(self) -> list[Fact]:
        """The facts that must still be filled in."""
        return missing_facts(self.code, self.facts)

    def problems(self) -> "list[StrOrPromise]":
        """One sentence per thing that is missing or wrong."""
        found: list[StrOrPromise] = [
            _("Not filled in: %(fact)s.") % {"fact": fact.label} for fact in self.missing()
        ]
        known = {fact.name for fact in facts_of(self.code)}
        unknown = sorted(places_in(self.text_nl + self.text_en) - known)
        found += [_("The text asks for an unknown fact: %(name)s.") % {"name": n} for n in unknown]
        if not self.text_nl.strip():
            found.append(_("The Dutch text is empty."))
        return found

    def text_with_facts(self, language: str) -> str:
        """The text in "nl" or "en" with its facts; English falls back to Dutch."""
        text = self.text_en if language == "en" and self.text_en else self.text_nl
        facts = facts_of(self.code)
        words = {f.name: fact_in_words(f, self.facts.get(f.name), language) for f in facts}
        return filled_in(text, words)
