"""Organisations and their sites."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.documents.constraints import keeps_documents
from core.history import tracked
from core.models import Record, in_language
from core.search import search_column, search_index
from partnerships.enums import (
    Accent,
    HostKind,
    InstitutionType,
    OrganisationKind,
    Province,
    SizeClass,
)
from partnerships.querysets import EstablishmentQuerySet, OrganisationQuerySet, WorkplaceQuerySet
from partnerships.validators import (
    ACCESS_CODE,
    validate_access_code,
    validate_enterprise_number,
    validate_establishment_number,
    validate_postcode,
)


@tracked
class Organisation(Record):
    """An institution, a host, the ministry or a member of the consultation platform."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    enterprise_number = models.CharField(
        _("enterprise number"), max_length=10, unique=True, validators=[validate_enterprise_number]
    )
    # Flemish access management knows schools by an institution number and government bodies by
    # an OVO code (domain.md 3.3); companies by their enterprise number, which stands above.
    access_code = models.CharField(
        _("code at the access management"),
        max_length=20,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_access_code],
    )
    email = models.EmailField(_("general mailbox"))
    # Of an institution's pages; empty is the platform's own.
    accent = models.CharField(
        _("colour"), max_length=10, choices=Accent.choices, blank=True, default=""
    )
    search_words = search_column("code", "name_nl", "name_en")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_nl"]
        indexes = [search_index("organisation_search")]
        constraints = [
            one_of("kind", OrganisationKind, "organisation_kind_is_known"),
            models.CheckConstraint(
                condition=Q(access_code__isnull=True) | Q(access_code__regex=ACCESS_CODE),
                name="organisation_access_code_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(accent="")
                | Q(accent__in=Accent.values, kind=OrganisationKind.INSTITUTION),
                name="an_institution_has_a_colour_of_the_list",
            ),
        ]
        triggers = [keeps_documents("an_organisation_keeps_its_documents")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self, "name")

    @property
    def enterprise_number_for_people(self) -> str:
        """With dots, as it stands on letters: 0123.456.789."""
        number = self.enterprise_number
        return f"{number[:4]}.{number[4:7]}.{number[7:]}"


@tracked
class InstitutionProfile(Record):
    """What only a higher education institution has."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="institution_profile"
    )
    institution_type = models.CharField(
        _("kind of institution"), max_length=20, choices=InstitutionType.choices
    )
    schac_id = models.CharField(_("domain of the institution"), max_length=100, unique=True)
    street = models.CharField(_("street"), max_length=150)
    house_number = models.CharField(_("house number"), max_length=20)
    postcode = models.CharField(_("postcode"), max_length=4, validators=[validate_postcode])
    municipality = models.CharField(_("municipality"), max_length=100)
    province_code = models.CharField(_("province"), max_length=6, choices=Province.choices)
    # One credit is 25 to 30 hours of study (Codex Higher Education; domain.md 2.1).
    hours_per_credit = models.DecimalField(
        _("study hours per credit"), max_digits=4, decimal_places=2, default=Decimal("27.5")
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            one_of("institution_type", InstitutionType, "institution_type_is_known"),
            one_of("province_code", Province, "institution_province_is_known"),
            models.CheckConstraint(
                condition=Q(hours_per_credit__gte=25, hours_per_credit__lte=30),
                name="a_credit_is_25_to_30_hours",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


@tracked
class HostProfile(Record):
    """What only a host organisation has."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="host_profile"
    )
    legal_form = models.CharField(_("legal form"), max_length=50)
    host_kind = models.CharField(_("kind of host"), max_length=20, choices=HostKind.choices)
    nace_division = models.CharField(_("NACE division"), max_length=2)
    nace_section = models.CharField(_("NACE section"), max_length=1)
    sector_nl = models.CharField(_("sector in Dutch"), max_length=150)
    sector_en = models.CharField(_("sector in English"), max_length=150, blank=True)
    employees = models.PositiveIntegerField(_("number of people"))
    size_class = models.CharField(_("size"), max_length=10, choices=SizeClass.choices)
    is_one_person = models.BooleanField(_("natural person"), default=False)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            one_of("host_kind", HostKind, "host_kind_is_known"),
            one_of("size_class", SizeClass, "host_size_class_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def sector(self) -> str:
        """The sector in the reader's language."""
        return in_language(self, "sector")


@tracked
class EstablishmentUnit(Record):
    """A site of a host, with a number of its own in the enterprise register."""

    number = models.CharField(
        _("establishment number"),
        max_length=10,
        unique=True,
        validators=[validate_establishment_number],
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="establishments"
    )
    name = models.CharField(_("name"), max_length=200)
    street = models.CharField(_("street"), max_length=150)
    house_number = models.CharField(_("house number"), max_length=20)
    box = models.CharField(_("box"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, validators=[validate_postcode])
    municipality = models.CharField(_("municipality"), max_length=100)
    province_code = models.CharField(_("province"), max_length=6, choices=Province.choices)
    is_main = models.BooleanField(_("main site"), default=False)
    public_transport = models.BooleanField(_("reachable by public transport"), default=False)
    wheelchair_accessible = models.BooleanField(_("accessible for wheelchairs"), default=False)
    valid_from = models.DateField(_("belongs to this host since"))
    search_words = search_column("name", "municipality")

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering = ["name"]
        indexes = [search_index("establishment_search")]
        constraints = [one_of("province_code", Province, "establishment_province_is_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Street, number, postcode and municipality in one line."""
        box = f" / {self.box}" if self.box else ""
        return f"{self.street} {self.house_number}{box}, {self.postcode} {self.municipality}"


@tracked
class Workplace(Record):
    """A place of work within an establishment. An import makes one per establishment."""

    establishment = models.ForeignKey(
        EstablishmentUnit, on_delete=models.PROTECT, related_name="workplaces"
    )
    name = models.CharField(_("name"), max_length=200)
    is_default = models.BooleanField(_("made with the establishment"), default=False)
    search_words = search_column("name")

    objects = WorkplaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")
        ordering = ["name"]
        indexes = [search_index("workplace_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"],
                condition=Q(is_default=True),
                name="one_default_workplace_per_establishment",
            )
        ]

    def __str__(self) -> str:
        return self.name
