"""Who takes part, as the API shows it."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from core.api.examples import SOME_ID, example
from core.api.serializers import RecordSerializer, RelatedUuid
from core.api.shape import Expansion
from partnerships.forms import ARRANGEMENTS
from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Organisation,
    Partnership,
    Programme,
    Recognition,
)


def with_profile(rows: Any) -> Any:
    """What a host shows of its profile."""
    return rows.select_related("host_profile")


def with_partners(rows: Any) -> Any:
    """What a partnership shows of its two sides."""
    return rows.select_related("institution", "host")


class HostSerializer(RecordSerializer):
    """A host organisation."""

    host_kind = serializers.CharField(source="host_profile.host_kind", read_only=True)
    nace_division = serializers.CharField(source="host_profile.nace_division", read_only=True)
    size_class = serializers.CharField(source="host_profile.size_class", read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "id",
            "code",
            "name_nl",
            "name_en",
            "enterprise_number",
            "email",
            "host_kind",
            "nace_division",
            "size_class",
        ]


@example(institution=SOME_ID, host=SOME_ID, started_on="2026-10-01")
class PartnershipSerializer(RecordSerializer):
    """An institution and a host that work together."""

    expandable = {"host": Expansion(HostSerializer, with_profile)}
    institution = RelatedUuid(queryset=Organisation.objects.institutions())
    host = RelatedUuid(queryset=Organisation.objects.hosts())

    class Meta:
        model = Partnership
        fields = ["id", "institution", "host", "started_on"]
        # The service asks the model itself, constraints included.
        validators: list[Any] = []


@example(
    partnership=SOME_ID,
    signed_on="2026-09-10",
    valid_from="2026-10-01",
    valid_to="2029-09-30",
    review_due="2027-05-31",
    host_signatory=SOME_ID,
    coordinator=SOME_ID,
    objectives="Leren in echte opdrachten.",
    assessment="De instelling beoordeelt, de mentor geeft advies.",
    teaching_organisation="Drie vaste werkplekdagen per week.",
    entry_competences="Inleidend practicum.",
    exit_competences="Volgens het traject.",
    materials="Werkkledij van de partner.",
    content="Vanuit de werkplek.",
    guidance="Een gesprek per week.",
    compensation="expenses_real",
    expense_rule="Openbaar vervoer wordt terugbetaald.",
    confidentiality="Geen gegevens naar buiten.",
)
class FrameworkSerializer(RecordSerializer):
    """The arrangements of a partnership."""

    expandable = {"partnership": Expansion(PartnershipSerializer, with_partners)}
    partnership = RelatedUuid(queryset=Partnership.objects.all())
    host_signatory = RelatedUuid(queryset=User.objects.all())
    coordinator = RelatedUuid(queryset=User.objects.all())

    class Meta:
        model = FrameworkAgreement
        fields = [
            "id",
            "code",
            "partnership",
            "signed_on",
            "valid_from",
            "valid_to",
            "review_due",
            "host_signatory",
            "coordinator",
            *ARRANGEMENTS,
        ]
        read_only_fields = ["code"]


@example(
    establishment=SOME_ID,
    programme=SOME_ID,
    valid_from="2026-10-01",
    valid_to="2029-09-30",
    judgement="meets",
    decided_on="2026-09-10",
    first_reviewer=SOME_ID,
    second_reviewer=SOME_ID,
    risk_assessment_date="2026-09-01",
)
class RecognitionSerializer(RecordSerializer):
    """A recognition of an establishment for a programme."""

    institution = RelatedUuid(read_only=True)
    establishment = RelatedUuid(queryset=EstablishmentUnit.objects.all())
    programme = RelatedUuid(queryset=Programme.objects.all())
    first_reviewer = RelatedUuid(queryset=User.objects.all())
    second_reviewer = RelatedUuid(queryset=User.objects.all())

    class Meta:
        model = Recognition
        fields = [
            "id",
            "code",
            "institution",
            "establishment",
            "programme",
            "valid_from",
            "valid_to",
            "judgement",
            "conditions_nl",
            "decided_on",
            "first_reviewer",
            "second_reviewer",
            "risk_assessment_date",
        ]
        read_only_fields = ["code"]
