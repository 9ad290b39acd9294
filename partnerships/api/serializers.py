"""Who takes part, as the API shows it."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from core.api.serializers import RecordSerializer, RelatedUuid
from partnerships.forms import ARRANGEMENTS
from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Organisation,
    Partnership,
    Programme,
    Recognition,
)


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


class PartnershipSerializer(RecordSerializer):
    """An institution and a host that work together."""

    institution = RelatedUuid(queryset=Organisation.objects.institutions())
    host = RelatedUuid(queryset=Organisation.objects.hosts())

    class Meta:
        model = Partnership
        fields = ["id", "institution", "host", "started_on"]
        # The service asks the model itself, constraints included.
        validators: list[Any] = []


class FrameworkSerializer(RecordSerializer):
    """The arrangements of a partnership."""

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
