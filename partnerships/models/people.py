"""People's roles in organisations, and what a mentor brings."""

from django.conf import settings
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import (
    NotTwiceAtATime,
    SameKey,
    SameText,
    ValidPeriod,
    agrees,
    ends_after_start,
    one_of,
)
from core.history import tracked
from core.models import Record
from partnerships.enums import ROLES_OF_KIND, OrganisationKind, Role
from partnerships.models.organisations import EstablishmentUnit, Organisation
from partnerships.querysets import MembershipQuerySet, MentorQuerySet

# Roles that open doors to people's data, in their own kind of organisation only.
BOUND = {
    kind: ROLES_OF_KIND[kind] for kind in (OrganisationKind.INSTITUTION, OrganisationKind.HOST)
}
ROLE_FITS = " ".join(
    f"WHEN NEW.role IN ({', '.join(sorted(repr(str(role)) for role in roles))})"
    f" THEN o.kind = '{kind}'"
    for kind, roles in BOUND.items()
)


@tracked
class Membership(Record):
    """A person's role in an organisation, for a period. One person can hold several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation", "role"]
        constraints = [
            one_of("role", Role, "membership_role_is_known"),
            ends_after_start("membership_ends_after_it_starts"),
            NotTwiceAtATime(
                name="a_role_in_an_organisation_is_held_once_at_a_time",
                expressions=[
                    (SameKey("user"), RangeOperators.OVERLAPS),
                    (SameKey("organisation"), RangeOperators.OVERLAPS),
                    (SameText("role"), RangeOperators.OVERLAPS),
                    (ValidPeriod(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            agrees(
                "a_role_fits_the_kind_of_organisation",
                "partnerships_organisation AS o"
                f" WHERE o.id = NEW.organisation_id AND CASE {ROLE_FITS} ELSE TRUE END",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"


@tracked
class Mentor(Record):
    """A workplace mentor at one establishment: experience, training, how many students."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentorships"
    )
    establishment = models.ForeignKey(
        EstablishmentUnit, on_delete=models.PROTECT, related_name="mentors"
    )
    occupation = models.CharField(_("occupation"), max_length=150)
    experience_years = models.PositiveSmallIntegerField(_("years in the occupation"))
    certificate_date = models.DateField(
        _("date of the mentor training certificate"), null=True, blank=True
    )
    max_students = models.PositiveSmallIntegerField(_("students at the same time"))
    substitute = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="substitutes_for"
    )

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        ordering = ["user__last_name", "user__first_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "establishment"], name="one_mentor_per_person_and_establishment"
            ),
            models.CheckConstraint(
                condition=~Q(substitute=models.F("id")), name="nobody_is_their_own_substitute"
            ),
            models.CheckConstraint(
                condition=Q(max_students__gte=1), name="a_mentor_guides_at_least_one_student"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
