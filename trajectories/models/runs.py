"""One student's run of a pathway, and the log that student and mentor keep."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from core.constraints import agrees, ends_after_start
from core.documents.constraints import keeps_documents
from core.history import tracked
from core.models import StatefulRecord
from partnerships.models import Mentor
from trajectories.enums import TrajectoryState
from trajectories.models.pathways import Pathway, Position
from trajectories.models.pilots import LearningOutcome
from trajectories.models.students import Student
from trajectories.querysets import LogEntryQuerySet, TrajectoryQuerySet
from trajectories.validators import LONGEST_DAY, QUARTER, validate_quarters
from trajectories.workflow import LOG_ENTRY, TRAJECTORY


@tracked
class Trajectory(StatefulRecord):
    """One student's run of one pathway at one position; a change continues the same run.

    Only after a run that ended early can the student begin another one in the same pathway.
    """

    workflow = TRAJECTORY

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="trajectories")
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="trajectories")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="trajectories")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="trajectories")
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coached_trajectories"
    )
    start_date = models.DateField(_("start"))
    end_date = models.DateField(_("end"))
    interrupt_reason = models.TextField(_("why it is interrupted"), blank=True)
    end_reason = models.TextField(_("why it ended"), blank=True)

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("trajectory")
        verbose_name_plural = _("trajectories")
        ordering = ["-start_date", "student__user__last_name"]
        constraints = [
            *TRAJECTORY.constraints(),
            ends_after_start("trajectory_ends_after_it_starts", "start_date", "end_date"),
            models.UniqueConstraint(
                fields=["student", "pathway"],
                condition=~Q(state=TrajectoryState.ENDED_EARLY),
                name="a_student_runs_a_pathway_once",
            ),
        ]
        triggers = [
            *TRAJECTORY.triggers(),
            agrees(
                "a_trajectory_is_of_one_pathway_and_institution",
                "trajectories_position AS p"
                " JOIN trajectories_pathway AS path ON path.id = p.pathway_id"
                " JOIN partnerships_programme AS prog ON prog.id = path.programme_id"
                " JOIN trajectories_student AS s ON s.institution_id = prog.institution_id"
                " WHERE p.id = NEW.position_id AND path.id = NEW.pathway_id"
                " AND s.id = NEW.student_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} – {self.pathway}"


@tracked
class LogEntry(StatefulRecord):
    """A day at work in a student's own words, confirmed by the mentor (V13)."""

    workflow = LOG_ENTRY

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="log_entries")
    day = models.DateField(_("day"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(QUARTER), MaxValueValidator(LONGEST_DAY), validate_quarters],
    )
    text = models.TextField(_("what you did and learned"))
    outcomes = models.ManyToManyField(
        LearningOutcome, verbose_name=_("learning outcomes"), related_name="log_entries", blank=True
    )
    question = models.TextField(_("question of the mentor"), blank=True)
    answer = models.TextField(_("answer of the student"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-day", "-created_at"]
        constraints = [
            *LOG_ENTRY.constraints(),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=12), name="a_log_entry_has_up_to_12_hours"
            ),
            models.CheckConstraint(
                condition=Exact(Mod("hours", Value(QUARTER)), Value(Decimal(0))),
                name="log_hours_go_in_quarters",
            ),
        ]
        triggers = [*LOG_ENTRY.triggers(), keeps_documents("a_log_entry_keeps_its_documents")]

    def __str__(self) -> str:
        return f"{self.day}"
