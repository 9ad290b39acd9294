"""The lists of this room's pages: state first, the name as the one link."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.tables import DATE, DayColumn, NumberColumn, StateColumn
from core.templatetags.words import number
from trajectories.wording import weekday_words


def link(name: str, record: Any, text: Any) -> SafeString:
    """A link to the page of a record."""
    return format_html('<a href="{}">{}</a>', reverse(name, args=[record.uuid]), text)


class PathwayTable(tables.Table):
    """Pathways."""

    state = StateColumn()
    title_nl = tables.Column(verbose_name=_("Pathway"))
    programme = tables.Column(verbose_name=_("Programme"), order_by="programme__name_nl")
    academic_year = tables.Column(verbose_name=_("Academic year"))
    wbl_credits = NumberColumn(verbose_name=_("Credits at work"))
    places = NumberColumn(verbose_name=_("Places"))

    def render_title_nl(self, record: Any) -> SafeString:
        """The title leads to the pathway."""
        return link("trajectories:pathway-detail", record, record.title)


class PositionTable(tables.Table):
    """Positions."""

    workplace = tables.Column(
        verbose_name=_("Host"), order_by="workplace__establishment__organisation__name_nl"
    )
    municipality = tables.Column(
        verbose_name=_("Municipality"), accessor="workplace__establishment__municipality"
    )
    pathway = tables.Column(verbose_name=_("Pathway"), order_by="pathway__title_nl")
    weekdays = tables.Column(verbose_name=_("Days"), orderable=False)
    capacity = NumberColumn(verbose_name=_("Places"))
    minimum = NumberColumn(verbose_name=_("Minimum"), empty_values=(None, 0))

    def render_workplace(self, record: Any) -> SafeString:
        """The host, with the workplace where that has a name of its own."""
        return link("trajectories:position-detail", record, record.host)

    def render_weekdays(self, value: list[int]) -> str:
        """Days as words."""
        return weekday_words(value)


class StudentTable(tables.Table):
    """Students."""

    user = tables.Column(
        verbose_name=_("Student"), order_by=("user__last_name", "user__first_name")
    )
    student_number = tables.Column(verbose_name=_("Student number"))
    programme = tables.Column(verbose_name=_("Programme"), order_by="programme__name_nl")
    credits_earned = NumberColumn(verbose_name=_("Credits earned"))

    def render_user(self, record: Any) -> SafeString:
        """The name leads to the file."""
        return link("trajectories:student-detail", record, record.user)


class TrajectoryTable(tables.Table):
    """Runs with their progress, for whoever guides more than one."""

    state = StateColumn()
    student = tables.Column(verbose_name=_("Student"), order_by="student__user__last_name")
    host = tables.Column(
        verbose_name=_("Host"),
        accessor="position",
        order_by="position__workplace__establishment__organisation__name_nl",
    )
    pathway = tables.Column(verbose_name=_("Pathway"), order_by="pathway__title_nl")
    hours_logged = NumberColumn(verbose_name=_("Hours written"))
    hours_confirmed = NumberColumn(verbose_name=_("Confirmed"))
    entries_waiting = NumberColumn(verbose_name=_("To confirm"))
    last_day = DayColumn(verbose_name=_("Last day"), attrs=DATE)

    def render_student(self, record: Any) -> SafeString:
        """The student's name leads to the run."""
        return link("trajectories:trajectory-detail", record, record.student)

    def render_host(self, record: Any) -> str:
        """The organisation that offers the place."""
        return str(record.position.host)

    def render_hours_logged(self, record: Any) -> str:
        """Hours of the plan."""
        values = {
            "done": number(record.hours_logged),
            "planned": number(record.pathway.hours_planned),
        }
        return _("%(done)s of %(planned)s") % values

    def value_hours_logged(self, value: Any) -> Any:
        """The hours alone."""
        return value
