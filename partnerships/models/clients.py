"""Machines that fetch data for an organisation."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import ends_after_start
from core.models import Record
from partnerships.models.organisations import Organisation
from partnerships.querysets import ApiClientQuerySet


# That a program comes by is no change of what it may do.
@pghistory.track(exclude=["last_used_at"])
class ApiClient(Record):
    """A client of the API: for which organisation, for which purpose, under which protocol.

    Flemish bodies exchange personal data under a published protocol only (e-government
    decree of 18 July 2008, article 8; domain.md 4.1): without one, record-level datasets
    stay closed to the client.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="api_clients"
    )
    # The sign-in half (secret, scopes, tokens) lives in allauth; this is what it is for.
    client_id = models.CharField(_("client identifier"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=100)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_clients"
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    protocol_reference = models.CharField(_("protocol"), max_length=100, blank=True)
    protocol_url = models.URLField(_("address of the protocol"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"))
    # After a renewal the program has time to change over: until then both identifiers work.
    former_client_id = models.CharField(
        _("former client identifier"), max_length=100, unique=True, null=True, editable=False
    )
    former_until = models.DateTimeField(
        _("former identifier works until"), null=True, editable=False
    )
    ended_at = models.DateTimeField(_("ended on"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name"]
        constraints = [
            ends_after_start("api_client_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(former_client_id__isnull=True, former_until__isnull=True)
                | Q(former_client_id__isnull=False, former_until__isnull=False),
                name="api_client_former_identifier_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name
