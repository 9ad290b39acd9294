"""The place at which a student would learn at the own employer, and what the others say (V35)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import agrees
from core.history import tracked
from core.models import StatefulRecord
from matching.constraints import is_wished_for, stands_once_sealed
from matching.enums import FIXED_OWN_PLACES, ApplicationState, OwnPlaceState
from matching.models.applications import Application
from matching.querysets import OwnEmployerPlaceQuerySet
from matching.workflow import OWN_PLACE
from trajectories.models import Position

HOST_SPOKE = Q(host_said_at__isnull=False, host_said_by__isnull=False)
HOST_SILENT = Q(host_said_at__isnull=True, host_said_by__isnull=True)
INSTITUTION_SPOKE = Q(institution_said_at__isnull=False, institution_said_by__isnull=False)
INSTITUTION_SILENT = Q(institution_said_at__isnull=True, institution_said_by__isnull=True)
SEAT_KNOWN, SEAT_OPEN = (Q(seat_offered_to_all__isnull=open_) for open_ in (False, True))
# After the match one thing can still happen to it: the student declines the place.
NOT_TAKEN_AFTER_ALL = (
    f"a.state = '{ApplicationState.DECLINED}'"
    f" AND OLD.state = '{OwnPlaceState.AGREED}' AND NEW.state = '{OwnPlaceState.NOT_TAKEN}'"
    " AND (OLD.application_id, OLD.position_id, OLD.seat_offered_to_all)"
    " IS NOT DISTINCT FROM (NEW.application_id, NEW.position_id, NEW.seat_offered_to_all)"
)


@tracked
class OwnEmployerPlace(StatefulRecord):
    """A position where the host is the student's own employer.

    When the host confirmed and the institution agreed before the lists are sealed, the student has
    this place before the match, and is not ranked. A position belongs to a workplace that is looked
    at like every other: that is the condition of V35.
    """

    workflow = OWN_PLACE

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="own_place"
    )
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="own_places")
    # Null until the host said so: one of the seats that everybody could get, or an extra one.
    seat_offered_to_all = models.BooleanField(
        _("one of the places offered to everybody"), null=True, blank=True
    )
    # Known once the employer was asked; who is late can still answer, until the lists are sealed.
    answer_by = models.DateField(_("answer of the employer by"), null=True, blank=True)
    host_said_at = models.DateTimeField(_("the employer answered on"), null=True, blank=True)
    host_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    host_note = models.TextField(_("why the employer says no"), blank=True)
    institution_said_at = models.DateTimeField(
        _("the institution answered on"), null=True, blank=True
    )
    institution_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    institution_note = models.TextField(_("why the institution says no"), blank=True)

    objects = OwnEmployerPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place at the own employer")
        verbose_name_plural = _("places at the own employer")
        ordering = ["application__student__user__last_name", "pk"]
        constraints = [
            *OWN_PLACE.constraints(),
            models.CheckConstraint(
                condition=(HOST_SPOKE | HOST_SILENT) & (INSTITUTION_SPOKE | INSTITUTION_SILENT),
                name="a_word_on_an_own_place_has_moment_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state=OwnPlaceState.WITHDRAWN)
                | Q(state=OwnPlaceState.ASKED) & HOST_SILENT & INSTITUTION_SILENT & SEAT_OPEN
                | Q(state=OwnPlaceState.CONFIRMED) & HOST_SPOKE & INSTITUTION_SILENT & SEAT_KNOWN
                | Q(state=OwnPlaceState.DECLINED)
                & HOST_SPOKE
                & INSTITUTION_SILENT
                & SEAT_OPEN
                & ~Q(host_note="")
                | Q(state__in=FIXED_OWN_PLACES) & HOST_SPOKE & INSTITUTION_SPOKE & SEAT_KNOWN
                | Q(state=OwnPlaceState.REFUSED) & INSTITUTION_SPOKE & ~Q(institution_note=""),
                name="an_own_place_stands_as_was_said",
            ),
        ]
        triggers = [
            *OWN_PLACE.triggers(),
            agrees(
                "an_own_place_is_of_the_round_s_pathway",
                "matching_application AS a"
                " JOIN matching_intakeround AS r ON r.id = a.intake_round_id"
                " JOIN trajectories_position AS p ON p.pathway_id = r.pathway_id"
                " WHERE a.id = NEW.application_id AND p.id = NEW.position_id",
            ),
            is_wished_for(
                "an_own_place_is_wished_for",
                "place.id = NEW.id",
                operation=pgtrigger.Insert | pgtrigger.Update,
            ),
            stands_once_sealed(
                "an_own_place_stands_once_sealed",
                ["application_id", "position_id", "state", "seat_offered_to_all"],
                but=NOT_TAKEN_AFTER_ALL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.student}: {self.position}"

    @property
    def is_fixed(self) -> bool:
        """Whether it is given before the match, as `OwnEmployerPlaceQuerySet.fixed` asks."""
        return self.state in FIXED_OWN_PLACES
