"""The API of people and their sign-in: the pages' scope, rules and services."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from accounts.enums import Language
from core.api.examples import SOME_ID, example
from core.api.serializers import (
    ActionSerializer,
    RecordSerializer,
    RelatedUuid,
    shown_actions,
)
from core.api.views import ScopedViewSet, verb
from partnerships import people, reports, roles
from partnerships.enums import Role, SignInState
from partnerships.filters import PersonFilter
from partnerships.inviting import invite_everybody
from partnerships.models import InvitationBatch, Membership, Organisation, Person
from partnerships.people_verbs import actions_for
from partnerships.sign_in_states import sign_in_badge


class RoleSerializer(RecordSerializer):
    """A role through which the caller sees the person."""

    organisation = RelatedUuid(read_only=True)
    organisation_name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "organisation", "organisation_name", "role", "valid_from", "valid_to"]


class PersonSerializer(RecordSerializer):
    """A person and how signing in stands. Nothing of any file."""

    sign_in_state = serializers.ChoiceField(choices=SignInState.choices, read_only=True)
    sign_in_label = serializers.SerializerMethodField()
    two_steps = serializers.BooleanField(read_only=True)
    invited_at = serializers.DateTimeField(read_only=True, allow_null=True)
    invited_until = serializers.DateTimeField(read_only=True, allow_null=True)
    roles = RoleSerializer(many=True, source="shown_roles", read_only=True)

    class Meta:
        model = Person
        fields = [
            "id",
            "email",
            "first_name",
            "last_name",
            "language",
            "sign_in_state",
            "sign_in_label",
            "two_steps",
            "invited_at",
            "invited_until",
            "last_login",
            "roles",
        ]

    def get_sign_in_label(self, person: Any) -> str:
        """The state in the caller's words, with its day."""
        return str(sign_in_badge(person).label)


class PersonDetailSerializer(PersonSerializer):
    """A person with what the caller can do; shown anew after each verb."""

    actions = serializers.SerializerMethodField()

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "actions"]

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, person: Any) -> Any:
        """As the buttons of the page."""
        request = self.context["request"]
        return shown_actions(person, actions_for(person, request.user), request, "person")

    def to_representation(self, person: Any) -> dict[str, Any]:
        """Read again: a verb changed how it stands. A person may be out of reach by then."""
        user = self.context["request"].user
        return super().to_representation(reports.people_for(user).get(pk=person.pk))


@example(
    email="an.peeters@hogeschool.example",
    first_name="An",
    last_name="Peeters",
    organisation=SOME_ID,
    role="trajectory_coach",
    valid_from="2026-09-14",
)
class ColleagueSerializer(serializers.Serializer[Any]):
    """A person to bring in with a role and an invitation."""

    email = serializers.EmailField(max_length=254)
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=150)
    language = serializers.ChoiceField(choices=Language.choices, default=Language.DUTCH)
    organisation = RelatedUuid(queryset=Organisation.objects.all())
    role = serializers.ChoiceField(choices=Role.choices)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)


class RoleOfSomebody(RelatedUuid):
    """A role among those through which the caller sees people."""

    def get_queryset(self) -> Any:
        """As on the page of a person."""
        return Membership.objects.looked_after_by(self.context["request"].user)


@example(role=SOME_ID, last_day="2027-06-30")
class LastDaySerializer(serializers.Serializer[Any]):
    """Which role of the person ends, and its last day; null when no end is known."""

    role = RoleOfSomebody(queryset=Membership.objects.all())
    last_day = serializers.DateField(allow_null=True)


class PersonViewSet(ScopedViewSet):
    """People whose sign-in the caller looks after."""

    model = Person
    permission = "partnerships.manage_people"
    serializer_class: Any = PersonSerializer
    detail_serializer_class = PersonDetailSerializer
    filterset_class = PersonFilter

    def get_queryset(self) -> Any:
        """As in the list of the pages."""
        if getattr(self, "swagger_fake_view", False):
            return Person.objects.none()
        return reports.people_for(self.request.user)

    @extend_schema(request=ColleagueSerializer, responses={201: PersonDetailSerializer})
    def create(self, request: Request) -> Response:
        """Bring in a colleague: person, role for a period, and invitation in one step."""
        values = self.sent(ColleagueSerializer)
        membership = roles.add_colleague(actor=request.user, **values)
        return self.made(membership.user, PersonDetailSerializer)

    invite = verb("invite", people.invite_person, PersonDetailSerializer)
    invite_again = verb("invite-again", people.invite_person, PersonDetailSerializer)
    withdraw = verb("withdraw", people.withdraw_invitation, PersonDetailSerializer)
    reset_second_step = verb("reset-second-step", people.reset_second_step, PersonDetailSerializer)
    sign_out = verb("sign-out", people.sign_out_person, PersonDetailSerializer)
    block = verb("block", people.block_person, PersonDetailSerializer)
    last_day = verb("last-day", roles.set_last_day, PersonDetailSerializer, LastDaySerializer)
    unblock = verb("unblock", people.unblock_person, PersonDetailSerializer)


class BatchSerializer(RecordSerializer):
    """A round of invitations, and how far it is."""

    total = serializers.IntegerField(read_only=True)
    done = serializers.IntegerField(read_only=True)
    invited = serializers.IntegerField(read_only=True)

    class Meta:
        model = InvitationBatch
        fields = ["id", "created_at", "finished_at", "total", "done", "invited"]
        read_only_fields = fields


class BatchViewSet(ScopedViewSet):
    """The caller's own rounds of invitations; POST invites everybody who cannot sign in yet."""

    model = InvitationBatch
    permission = "partnerships.manage_people"
    serializer_class = BatchSerializer

    def get_queryset(self) -> Any:
        """With the numbers."""
        return super().get_queryset().with_progress()  # type: ignore[attr-defined]

    @extend_schema(request=None, responses={201: BatchSerializer})
    def create(self, request: Request) -> Response:
        """Begin a round, through the same service as the page."""
        batch = invite_everybody(actor=request.user)
        return self.made(self.get_queryset().get(pk=batch.pk), BatchSerializer)


router = SimpleRouter(use_regex_path=False)
router.register("people/invitation-rounds", BatchViewSet, basename="invitation-round")
router.register("people", PersonViewSet, basename="person")
