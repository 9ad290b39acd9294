"""The forms of the design: pathways, the places of outcomes, positions."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.forms import DateInput
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.models import Mentor, Programme, Workplace
from partnerships.standing import staff_of, standing_of
from trajectories.enums import AssessmentMoment, LearningKind, Place
from trajectories.forms import lines
from trajectories.models import OutcomeLocation, Pathway, Pilot, Position
from trajectories.models.pathways import MOST_OF_A_HOST, MOST_OF_A_PATHWAY
from trajectories.reports import Covered, coverage
from trajectories.rules import DESIGNERS
from trajectories.services.limits import hosts_offering
from trajectories.services.positions import MINIMUM, minimum_fits
from trajectories.validators import validate_academic_year

DESIGN_FIELDS = [
    "title_nl",
    "title_en",
    "description_nl",
    "description_en",
    "relevance_nl",
    "pilot",
    "modality",
    "competence_mode",
    "target_group",
    "own_employer_allowed",
    "academic_year",
    "start_date",
    "end_date",
    "wbl_credits",
    "hours_planned",
    "coordinator",
    "coach",
]


class PathwayForm(forms.ModelForm):
    """The design of a pathway."""

    academic_year = forms.CharField(
        label=_("Academic year"),
        help_text=_("Two years, such as 2026-2027."),
        max_length=9,
        validators=[validate_academic_year],
    )

    class Meta:
        model = Pathway
        fields = DESIGN_FIELDS
        widgets = {
            "start_date": DateInput(),
            "end_date": DateInput(),
            "description_nl": lines(),
            "description_en": lines(),
            "relevance_nl": lines(),
        }
        labels = {
            "programme": _("Programme"),
            "pilot": _("Pilot"),
            "modality": _("Way of working"),
            "coordinator": _("Coordinator"),
            "coach": _("Trajectory coach"),
            "relevance_nl": _("Why is learning at a workplace better here?"),
            "hours_planned": _("Planned hours"),
        }
        help_texts = {
            "programme": _("Only programmes of your institution."),
            "title_nl": _("Everybody reads it on the public page."),
            "description_nl": _("What students do and learn, in plain words, for everybody."),
            "description_en": _("Empty: English readers see the Dutch text."),
            "relevance_nl": _("Say what cannot be learned as well in a classroom."),
            "pilot": _("The project that tries this out. Data are counted by it."),
            "modality": _("Which form of work-based learning the pilot tries."),
            "competence_mode": _(
                "Acquiring: something new is learned at work. Applying: what was learned before is"
                " used there."
            ),
            "target_group": _("Who may apply, or goes first."),
            "own_employer_allowed": _(
                "Students then can ask for it. The employer is recognised as any other host."
            ),
            "wbl_credits": _("How many credits of the programme are learned at work."),
            "coordinator": _("To whom students and hosts turn with questions."),
            "coach": _("Who guides the students from the institution."),
            "title_en": _("Empty: English readers see the Dutch title."),
            "hours_planned": _("All hours at the workplace, for one student."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        institutions = standing_of(user).institutions(DESIGNERS)
        choices: dict[str, Any] = {
            "pilot": scope(Pilot, user),
            "coordinator": staff_of(institutions, DESIGNERS),
            "coach": staff_of(institutions, {Role.COACH}),
        }
        for name, rows in choices.items():
            field: Any = self.fields[name]
            field.queryset = rows


class NewPathwayForm(PathwayForm):
    """A new design, in one of the own programmes."""

    class Meta(PathwayForm.Meta):
        fields = ["programme", *DESIGN_FIELDS]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        mine = standing_of(user).institutions(DESIGNERS)
        programme: Any = self.fields["programme"]
        programme.queryset = Programme.objects.filter(institution__in=mine)


class ConditionsForm(forms.Form):
    """The conditions to apply, one on a line."""

    conditions = forms.CharField(
        label=_("Conditions to apply"),
        help_text=_("One on a line: yes or no, never a score. English after a vertical bar (|)."),
        widget=lines(6),
        required=False,
    )

    def __init__(self, *args: Any, pathway: Pathway, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = pathway.eligibility_conditions.all()
        texts = [f"{r.text_nl} | {r.text_en}" if r.text_en else r.text_nl for r in rows]
        self.fields["conditions"].initial = "\n".join(texts)

    def clean_conditions(self) -> list[str]:
        """The lines."""
        return list(self.cleaned_data["conditions"].splitlines())


class LimitsForm(forms.Form):
    """How many students the pathway takes at most, and every host over all its positions."""

    students_at_most = forms.IntegerField(
        label=_("The pathway as a whole"),
        min_value=1,
        max_value=MOST_OF_A_PATHWAY,
        required=False,
        help_text=_("At most so many students over all positions of all hosts. Empty: no limit."),
    )

    def __init__(self, *args: Any, pathway: Pathway, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students_at_most"].initial = pathway.students_at_most
        limits = dict(pathway.host_limits.values_list("organisation", "capacity"))
        self.hosts = {f"limit_{host.uuid}": host for host in hosts_offering(pathway)}
        for name, host in self.hosts.items():
            self.fields[name] = forms.IntegerField(
                label=str(host),
                min_value=1,
                max_value=MOST_OF_A_HOST,
                required=False,
                initial=limits.get(host.pk),
                help_text=_("At most so many students over all its positions. Empty: no limit."),
            )

    def limits(self) -> list[dict[str, Any]]:
        """The hosts with a limit."""
        given = self.cleaned_data
        return [
            {"host": host, "capacity": given[name]}
            for name, host in self.hosts.items()
            if given[name]
        ]


class PlacesForm(forms.Form):
    """Where each outcome of the programme is learned: four fields for every outcome."""

    def __init__(self, *args: Any, pathway: Pathway, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = coverage(pathway)
        for row in self.rows:
            for name, field in _place_fields(row.location).items():
                self.fields[_key(row, name)] = field

    def fieldsets(self) -> list[dict[str, Any]]:
        """One group of fields for every outcome."""
        return [
            {
                "legend": f"{row.outcome.sequence}. {row.outcome.text}",
                "hint": _("Level %(level)s. Can be learned at a workplace: %(learnable)s.")
                % {
                    "level": row.outcome.qf_level,
                    "learnable": row.outcome.get_learnable_at_workplace_display(),
                },
                "fields": [_key(row, name) for name in PLACE_NAMES],
            }
            for row in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        """A place asks for a task; without a place nothing is asked."""
        cleaned = super().clean() or {}
        for row in self.rows:
            for name in PLACE_NAMES[1:]:
                key = _key(row, name)
                if cleaned.get(_key(row, "place")) and not cleaned.get(key) and key in cleaned:
                    self.add_error(key, _("Fill this in for an outcome that has a place."))
        return cleaned

    def places(self) -> list[dict[str, Any]]:
        """What `place_outcomes` takes."""
        return [
            {"outcome": row.outcome}
            | {name: self.cleaned_data[_key(row, name)] for name in PLACE_NAMES}
            for row in self.rows
        ]


PLACE_NAMES = ("place", "kind", "task_nl", "assessment_moment")


def _key(row: Covered, name: str) -> str:
    return f"{name}_{row.outcome.pk}"


def _place_fields(location: OutcomeLocation | None) -> dict[str, forms.Field]:
    """The fields of one outcome, filled with what holds now."""

    def choose(name: str, label: Any, choices: Any, empty: Any) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label,
            choices=[("", empty), *choices],
            initial=getattr(location, name, ""),
            required=False,
        )

    task = getattr(location, "task_nl", "")
    choice = _("Choose")
    return {
        "place": choose("place", _("Where"), Place.choices, _("no place yet")),
        "kind": choose("kind", _("Acquired or applied"), LearningKind.choices, choice),
        "task_nl": forms.CharField(
            label=_("Task, in Dutch"),
            help_text=_("What the student does to learn this."),
            widget=lines(2),
            initial=task,
            required=False,
        ),
        "assessment_moment": choose(
            "assessment_moment", _("Assessed"), AssessmentMoment.choices, choice
        ),
    }


class PositionForm(forms.ModelForm):
    """Places that a host offers."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("On which the student is with you."),
    )

    class Meta:
        model = Position
        fields = [
            "workplace",
            "mentor",
            "capacity",
            "minimum",
            "start_date",
            "end_date",
            "weekdays",
            "hours_per_week",
            "schedule_nl",
            "tasks",
        ]
        widgets = {"start_date": DateInput(), "end_date": DateInput(), "tasks": lines()}
        labels = {
            "workplace": _("Workplace"),
            "mentor": _("Mentor"),
            "minimum": _("Takes at least so many students, or none"),
            "tasks": _("What will the student do?"),
        }
        help_texts = {
            "workplace": _("Only your own. Is one missing? The institution can add it."),
            "mentor": _("Who guides the student at work. The public page does not name anybody."),
            "hours_per_week": _("All days together."),
            "tasks": _("Students read this when they choose. Name what they will really do."),
            "schedule_nl": _("As you would tell a student, with the hours."),
            "capacity": _("At the same time, 1 to 20."),
            "minimum": _(
                "0 if one student is welcome too. When fewer come in a match, this position closes "
                "and they ask for the next place on their list. A minimum that is new or higher "
                "counts only in rounds whose criteria are published after that."
            ),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = standing_of(user).hosts(HOST_DECIDERS)
        workplace: Any = self.fields["workplace"]
        mentor: Any = self.fields["mentor"]
        own = {"establishment__organisation__in": hosts}
        workplace.queryset = Workplace.objects.filter(**own).select_related("establishment")
        mentor.queryset = Mentor.objects.filter(**own).select_related("user")

    def clean(self) -> dict[str, Any]:
        """The minimum fits the number of places; left empty it is none."""
        values = super().clean() or {}
        if "minimum" in values:
            values["minimum"] = values["minimum"] or 0
            if not minimum_fits(values["minimum"], values.get("capacity", 20)):
                self.add_error("minimum", MINIMUM)
        return values
