"""What people hear about their roles, and about the programs that they look after."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import ACCOUNT
from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.workflow import INSTITUTION, MINISTRY

CLIENTS = register_topic(
    Topic(
        name="partnerships.clients",
        label=_("Programs that fetch data for your organisation"),
        audiences=frozenset({INSTITUTION, MINISTRY}),
    )
)

ROLE_GIVEN = register_kind(
    Kind(
        name="partnerships.role_given",
        topic=ACCOUNT,
        subject=_("You have a new role: %(role)s"),
        text=_(
            "%(who)s gave you the role %(role)s at %(where)s. You sign in as before, and choose"
            " your role at the top of the page. Is this a mistake? Then ask %(who)s."
        ),
        link=_("Open the platform"),
    )
)

LAST_DAY_SET = register_kind(
    Kind(
        name="partnerships.last_day_set",
        topic=ACCOUNT,
        subject=_("The last day of your role %(role)s: %(day)s"),
        text=_(
            "%(who)s wrote down that %(day)s is the last day of your role %(role)s at %(where)s."
            " After that day you no longer see what belongs to it; what you did stays. Is this a"
            " mistake? Then ask %(who)s."
        ),
        link=_("Open the platform"),
    )
)

LAST_DAY_GONE = register_kind(
    Kind(
        name="partnerships.last_day_gone",
        topic=ACCOUNT,
        subject=_("Your role %(role)s goes on"),
        text=_("%(who)s wrote down that your role %(role)s at %(where)s has no last day any more."),
        link=_("Open the platform"),
    )
)
