"""Addresses that belong to no room, and those of sign-in."""

from typing import Any

from django.utils import timezone

from accounts.notices import SECOND_STEP_RESET
from core.drafts import draft_of, keep_draft
from core.lists.saved import save_view
from core.models import DataCopy, DatedRule, ErasureCase, Notification, ReminderRule
from core.notifications.letters import plain_letter
from core.notifications.service import notify
from core.privacy.archive import write_archive
from core.privacy.services import KEPT, lay_hold
from core.tasks import heartbeat
from tests.access import PEOPLE, ROLES, Row
from tests.factories.trajectories import make_student

EVERYBODY = frozenset(ROLES)
ADMINISTRATOR = frozenset({"administrator"})
RULE = {"code": "offer_answer_days"}
# Who looks after people's rights: at institution A, of any institution, and nobody.
KEEPERS_HERE = frozenset({"coordinator", "administrator"})
KEEPERS = KEEPERS_HERE | {"other_coordinator"}
NOT_KEEPERS = PEOPLE - KEEPERS

VIEW = {"path": "/notifications/", "name": "New", "query": "unread=true"}
ROWS = [
    Row("home", public=True),
    Row("switch-role", method="post", ok=PEOPLE),
    Row("set_language", method="post", public=True, data={"language": "nl"}),
    Row("accessibility", public=True),
    Row("words", public=True),
    Row("notifications", ok=PEOPLE),
    Row("notification", obj="notification", ok={"coordinator"}),
    Row("notification-preferences", ok=PEOPLE),
    Row("unsubscribe", public=True, kwargs={"token": "damaged"}),
    Row("document-storage", ok={"administrator"}, rest=403),
    Row("documents-scan", method="post", ok={"administrator"}, rest=403),
    Row("file-apart-list", api=True, ok={"administrator"}, rest=403),
    Row("file-apart-scan-all", api=True, method="post", ok={"administrator"}, rest=403),
    Row("document-api-list", api=True, ok=PEOPLE),
    # Whom a row lets in, stands in the tables of its room.
    Row("document-api-list", api=True, method="post", ok=PEOPLE),
    Row("notification-api-list", api=True, ok=PEOPLE),
    Row("notification-api-detail", api=True, obj="notification", ok={"coordinator"}),
    Row("notification-api-read", api=True, method="post", obj="notification", ok={"coordinator"}),
    Row("notification-api-preferences", api=True, ok=PEOPLE),
    Row("notification-api-preferences", api=True, method="patch", ok=PEOPLE),
    Row("notification-api-read-all", api=True, method="post", ok=PEOPLE),
    Row("letter-list", ok=ADMINISTRATOR, rest=403),
    Row("letter-all-again", method="post", ok=ADMINISTRATOR, rest=403),
    Row("letter-again", method="post", obj="stuck_letter", ok=ADMINISTRATOR, rest=403),
    Row("letter-api-list", api=True, ok=ADMINISTRATOR, rest=403),
    Row("letter-api-detail", api=True, obj="stuck_letter", ok=ADMINISTRATOR),
    Row("letter-api-again", api=True, method="post", obj="stuck_letter", ok=ADMINISTRATOR),
    Row("my-drafts", ok=PEOPLE),
    Row("draft-throw-away", obj="draft", ok={"coordinator"}),
    Row("draft-throw-away", method="post", obj="draft", ok={"coordinator"}),
    Row("search", ok=PEOPLE),
    Row("shortcuts", ok=PEOPLE),
    Row("saved-view-save", method="post", ok=PEOPLE, data=VIEW),
    Row("saved-view-forget", method="post", obj="saved_view", ok={"coordinator"}),
    # Law is public to everybody who is signed in; changing it is for administrators.
    Row("dated-rule-list", ok=PEOPLE),
    Row("dated-rule", ok=PEOPLE, kwargs=RULE),
    Row("dated-rule-add", ok=ADMINISTRATOR, rest=403, kwargs=RULE),
    Row("dated-rule-add", method="post", ok=ADMINISTRATOR, rest=403, kwargs=RULE),
    Row("dated-rule-correct", obj="dated_rule", ok=ADMINISTRATOR, rest=403),
    Row("dated-rule-api-list", api=True, ok=PEOPLE),
    Row("dated-rule-api-list", api=True, method="post", ok=ADMINISTRATOR, rest=403),
    Row("dated-rule-api-detail", api=True, obj="dated_rule", ok=PEOPLE),
    Row(
        "dated-rule-api-correct",
        api=True,
        method="post",
        obj="dated_rule",
        ok=ADMINISTRATOR,
        rest=403,
    ),
    Row("clock", ok=ADMINISTRATOR, rest=403),
    Row("reminder-list", ok=ADMINISTRATOR, rest=403),
    Row("reminder-add", ok=ADMINISTRATOR, rest=403),
    Row("reminder-add", method="post", ok=ADMINISTRATOR, rest=403),
    Row("reminder-change", obj="reminder", ok=ADMINISTRATOR, rest=403),
    Row("reminder-change", method="post", obj="reminder", ok=ADMINISTRATOR, rest=403),
    Row("reminder-api-list", api=True, ok=ADMINISTRATOR, rest=403),
    Row("reminder-api-list", api=True, method="post", ok=ADMINISTRATOR, rest=403),
    Row("reminder-api-detail", api=True, obj="reminder", ok=ADMINISTRATOR),
    Row("reminder-api-change", api=True, method="post", obj="reminder", ok=ADMINISTRATOR),
    Row("core:privacy", ok=PEOPLE),
    Row("core:privacy-register", public=True),
    Row("core:privacy-copy", ok=PEOPLE),
    Row("core:privacy-forget", ok=PEOPLE),
    Row("core:privacy-fetch", obj="data_copy", ok={"student"}),
    Row("core:erasure-list", ok=KEEPERS, rest=403),
    Row("core:privacy-letter", ok=KEEPERS, rest=403),
    Row("core:erasure-detail", obj="erasure_case", ok=KEEPERS_HERE | {"student"}),
    Row("core:erasure-approve", obj="erasure_case", ok=KEEPERS_HERE, forbidden={"student"}),
    Row("core:erasure-refuse", obj="erasure_case", ok=KEEPERS_HERE, forbidden={"student"}),
    Row(
        "core:erasure-withdraw",
        obj="erasure_case",
        method="post",
        ok={"student"},
        forbidden=KEEPERS_HERE,
    ),
    Row("core:privacy-person", obj="student", ok=KEEPERS_HERE, forbidden=NOT_KEEPERS),
    Row("core:privacy-hold-lift", obj="legal_hold", method="post", ok=KEEPERS_HERE),
    # Everybody asks for oneself; who asks for others, stands in tests.core.test_privacy_api.
    Row("data-copy-list", api=True, ok=PEOPLE),
    Row("data-copy-list", api=True, method="post", ok=PEOPLE),
    Row("data-copy-detail", api=True, obj="data_copy", ok={"student"}),
    Row("data-copy-download", api=True, obj="data_copy", ok={"student"}),
    Row("data-copy-data", api=True, obj="data_copy", ok={"student"}),
    Row("erasure-list", api=True, ok=PEOPLE),
    Row("erasure-list", api=True, method="post", ok=PEOPLE),
    Row("erasure-detail", api=True, obj="erasure_case", ok=KEEPERS_HERE | {"student"}),
    *(
        Row(
            f"erasure-{name}",
            api=True,
            method="post",
            obj="erasure_case",
            ok=KEEPERS_HERE,
            forbidden={"student"},
        )
        for name in ("approve", "refuse")
    ),
    Row(
        "erasure-withdraw",
        api=True,
        method="post",
        obj="erasure_case",
        ok={"student"},
        forbidden=KEEPERS_HERE,
    ),
    Row("legal-hold-list", api=True, ok=KEEPERS, rest=403),
    Row("legal-hold-list", api=True, method="post", ok=KEEPERS, rest=403),
    Row("legal-hold-detail", api=True, obj="legal_hold", ok=KEEPERS_HERE),
    Row("legal-hold-lift", api=True, method="post", obj="legal_hold", ok=KEEPERS_HERE),
    Row("core:retention", ok={"administrator"}, rest=403),
    Row("health-live", public=True),
    Row("health-ready", public=True),
    # For whoever has the operators' token, which is no role.
    Row("metrics", hidden=True),
    Row("gallery", public=True),
    Row("gallery-page", public=True, kwargs={"page": "list"}),
    Row("api-guide", public=True),
    Row("openapi", public=True, api=True),
    Row("api-problems", public=True),
    Row("api-problem", public=True, kwargs={"code": "stale"}),
    Row("api-changes", public=True),
    Row("account_login", public=True),
    Row("account_logout", public=True),
    Row("account_signup", public=True),
    Row("account_inactive", public=True),
    Row("account_reauthenticate", ok=PEOPLE),
    Row("account_change_password", ok=PEOPLE),
    Row("account_set_password", ok=PEOPLE),
    Row("account_reset_password", public=True),
    Row("account_reset_password_done", public=True),
    Row(
        "account_reset_password_from_key",
        public=True,
        kwargs={"uidb36": "a", "key": "b"},
    ),
    Row("account_reset_password_from_key_done", public=True),
    Row("account_email", ok=PEOPLE),
    Row("account_email_verification_sent", public=True),
    Row("account_confirm_email", public=True, kwargs={"key": "unknown"}),
    Row("sessions", ok=PEOPLE),
    Row("provider-list", ok=PEOPLE),
    # The settings of the tests name no provider; with one, tests/accounts proves who gets what.
    Row("provider-sign-in", kwargs={"key": "none"}, method="post", always=404),
    Row("provider-connect", kwargs={"key": "none"}, method="post"),
    Row("provider-disconnect", kwargs={"pk": 1}),
    Row("openid_connect_callback", kwargs={"provider_id": "none"}, always=404),
    Row("invitation", public=True, kwargs={"token": "unknown"}),
    Row("invitation-through", public=True, kwargs={"token": "unknown", "key": "unknown"}),
    Row("impersonation-list", ok=PEOPLE),
    Row("impersonation-end", method="post", ok=PEOPLE),
    Row("mfa_index", ok=PEOPLE),
    Row("second-step-done", ok=PEOPLE),
    Row("mfa_authenticate", public=True),
    Row("mfa_reauthenticate", ok=PEOPLE),
    Row("mfa_activate_totp", ok=PEOPLE),
    # What nobody in the matrix has set up does not exist for anybody.
    Row("mfa_deactivate_totp", ok=frozenset()),
    Row("mfa_view_recovery_codes", ok=frozenset()),
    Row("mfa_generate_recovery_codes", ok=PEOPLE),
    Row("mfa_list_webauthn", ok=PEOPLE),
    Row("mfa_add_webauthn", ok=PEOPLE),
    Row("mfa_reauthenticate_webauthn", ok=PEOPLE),
    Row("mfa_login_webauthn", public=True),
    # Whose passkey it is, tests/accounts proves.
    Row("mfa_remove_webauthn", kwargs={"pk": 1}),
    Row("mfa_edit_webauthn", kwargs={"pk": 1}),
]


def build(world: Any) -> None:
    """Something that one person was told, and a worker that beats: without one the platform
    is not ready, for everybody alike.
    """
    notify(SECOND_STEP_RESET, [world.coordinator], who="An operator")
    world.notification = Notification.objects.get()
    world.stuck_letter = plain_letter("weg@example.org", "Subject", "Text", kind="tests.plain")
    world.stuck_letter.given_up_at = timezone.now()
    world.stuck_letter.save()
    world.saved_view = save_view(
        world.coordinator, list_name="notifications", name="New", query="unread=true"
    )
    keep_draft(world.coordinator, "/some/form/", {"text": ["x"]}, world.institution.name_nl)
    world.dated_rule = DatedRule.objects.get(code="offer_answer_days")
    world.reminder = ReminderRule.objects.first()
    world.draft = draft_of(world.coordinator, "/some/form/")
    heartbeat()
    world.student_row = make_student(world.programme, user=world.student)
    world.data_copy = make_copy(world.student)
    world.erasure_case = ErasureCase.objects.create(person=world.student, asked_by=world.student)
    world.legal_hold = lay_hold(world.student, actor=world.coordinator, reason="Beroep")


def make_copy(person: Any) -> DataCopy:
    """A copy of all that is known of a person, ready to be fetched."""
    copy = DataCopy.objects.create(person=person, asked_by=person, total=3)
    copy.size, copy.ready_at = write_archive(copy), timezone.now()
    copy.delete_on = copy.ready_at + KEPT
    copy.save()
    return copy
