"""Question two about people's rights: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from core.privacy.people import keeps_files
from core.rules import administers


def decides(user: Any, case: Any) -> bool:
    """Looks after this person's rights, is somebody else, and did not ask for it."""
    if case is None:
        return keeps_files(user, None)
    return user.pk not in {case.person_id, case.asked_by_id} and keeps_files(user, case.person)


def asked(user: Any, case: Any) -> bool:
    """The person, or who asked for the person."""
    return user.pk in {case.person_id, case.asked_by_id}


PERMISSIONS: Mapping[str, Rule] = {
    "core.keep_files": Rule(
        keeps_files,
        _("Only a coordinator of the institution or a platform administrator does this."),
    ),
    "core.decide_erasure": Rule(
        decides,
        _(
            "Another coordinator or a platform administrator decides on this: not the person, and"
            " not who asked for it."
        ),
        in_person=True,
    ),
    "core.withdraw_erasure": Rule(
        asked,
        _("Only who asked for it, or the person, takes the request back."),
        in_person=True,
    ),
    "core.view_retention": Rule(
        administers, _("Only a platform administrator sees what is kept how long.")
    ),
}
