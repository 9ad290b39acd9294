"""Question two on the ground floor: what only administrators may."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule


def administers(user: Any, obj: Any) -> bool:
    """An administrator of the platform."""
    return bool(user.is_administrator)


PERMISSIONS: Mapping[str, Rule] = {
    "core.change_dated_rules": Rule(
        administers, _("Only an administrator changes law’s amounts and terms.")
    ),
    "core.change_reminders": Rule(administers, _("Only an administrator changes reminders.")),
    "core.look_after_documents": Rule(
        administers, _("Only an administrator looks after the storage of files.")
    ),
    "core.send_letters_again": Rule(
        administers, _("Only an administrator sends e-mails again that did not arrive.")
    ),
    "core.see_clock": Rule(administers, _("Only an administrator sees what fires when.")),
}
