"""The datasets that the ministry can fetch. The first column of each is the pseudonym."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Round
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState
from partnerships.enums import HostKind, OrganisationKind, ProgrammeType, Province, SizeClass
from partnerships.models import Organisation
from quality.enums import CONCLUDED_REVIEWS, Verdict
from quality.models import Review
from reporting.dataset import RECORD, Column, Dataset, Filter, Kind
from reporting.pseudonyms import Pseudonym
from trajectories.enums import (
    BirthBand,
    EntryRoute,
    LearnerStatus,
    LogEntryState,
    TrajectoryState,
)
from trajectories.models import LearnerStatusPeriod, LogEntry, Trajectory

HOST = "position__workplace__establishment__organisation__host_profile"
SHARE_DECIMALS = 4


def trajectories_of(organisation: Organisation) -> QuerySet[Any]:
    """The ministry gets all; an institution its own students'; nobody else any."""
    if organisation.kind == OrganisationKind.MINISTRY:
        return Trajectory.objects.all()
    if organisation.kind == OrganisationKind.INSTITUTION:
        return Trajectory.objects.filter(student__institution=organisation)
    return Trajectory.objects.none()


def hours(**only: Any) -> Coalesce:
    """The hours in the student's log, in hours; 0 without any."""
    entries = LogEntry.objects.filter(trajectory=OuterRef("pk"), **only).order_by()
    total = entries.values("trajectory").annotate(total=Sum("hours")).values("total")
    field = DecimalField(max_digits=9, decimal_places=2)
    return Coalesce(Subquery(total), Value(0), output_field=field)


def status_at_start() -> Subquery:
    """The learner's legal status on the trajectory's first day."""
    return Subquery(
        LearnerStatusPeriod.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("start_date")),
            student=OuterRef("student"),
            valid_from__lte=OuterRef("start_date"),
        ).values("status")[:1]
    )


def newest_verdict() -> Subquery:
    """The judgement of the newest concluded review of the trajectory itself."""
    concluded = Review.objects.filter(trajectory=OuterRef("pk"), state__in=CONCLUDED_REVIEWS)
    return Subquery(concluded.order_by("-created_at", "-pk").values("verdict")[:1])


def nace_section() -> Case:
    """Empty for one-person hosts: with province and size it would name a person."""
    one_person = (
        Q(**{f"{HOST}__size_class": SizeClass.SOLO})
        | Q(**{f"{HOST}__host_kind": HostKind.NATURAL_PERSON})
        | Q(**{f"{HOST}__is_one_person": True})
    )
    return Case(
        When(one_person, then=Value(None, output_field=CharField())),
        default=F(f"{HOST}__nace_section"),
    )


def wbl_share() -> Round:
    """Credits of work-based learning as a share of the programme's credits."""
    exact = DecimalField(max_digits=12, decimal_places=6)
    credits_ = Cast("pathway__wbl_credits", exact)
    return Round(credits_ / F("pathway__programme__total_credits"), precision=SHARE_DECIMALS)


PROGRAMME = "pathway__programme"

TRAJECTORIES = Dataset(
    code="trajectories",
    title=_("Trajectories"),
    description=_(
        "One row for each trajectory: one student’s run of one pathway at one host. "
        "Pseudonymised, without any direct identifier."
    ),
    level=RECORD,
    scope="datasets:trajectories",
    rows=trajectories_of,
    columns=(
        Column(
            name="pseudonym",
            meaning=_("The trajectory, stable for one recipient and purpose; no other use."),
            source=Pseudonym("uuid"),
        ),
        Column(
            name="academic_year",
            meaning=_("Academic year of the pathway, such as 2026-2027."),
            source="pathway__academic_year",
        ),
        Column(
            name="institution",
            meaning=_("Code of the institution where the student is enrolled."),
            source="student__institution__code",
        ),
        Column(
            name="programme",
            meaning=_("Code of the study programme."),
            source=f"{PROGRAMME}__code",
        ),
        Column(
            name="programme_type",
            meaning=_("Type of study programme."),
            source=f"{PROGRAMME}__programme_type",
            kind=Kind.CODE,
            codes=ProgrammeType,
        ),
        Column(
            name="qf_level",
            meaning=_("Level in the Flemish qualifications framework: 5, 6 or 7."),
            source=f"{PROGRAMME}__qf_level",
            kind=Kind.INTEGER,
        ),
        Column(
            name="isced_f",
            meaning=_("Field of education, four digits of ISCED-F 2013."),
            source=f"{PROGRAMME}__isced_f",
        ),
        Column(name="pathway", meaning=_("Code of the pathway."), source="pathway__code"),
        Column(
            name="pilot",
            meaning=_("Code of the pilot; empty when the pathway belongs to none."),
            source="pathway__pilot__code",
        ),
        Column(
            name="modality",
            meaning=_("Code of the variant of work-based learning."),
            source="pathway__modality__code",
        ),
        Column(
            name="wbl_credits",
            meaning=_("Credits of work-based learning in the pathway."),
            source="pathway__wbl_credits",
            kind=Kind.INTEGER,
        ),
        Column(
            name="wbl_share",
            meaning=_("These credits as a share of the programme’s credits, from 0 to 1."),
            source=wbl_share(),
            kind=Kind.DECIMAL,
        ),
        Column(
            name="hours_planned",
            meaning=_("Hours at the workplace that the pathway plans."),
            source="pathway__hours_planned",
            kind=Kind.DECIMAL,
        ),
        Column(
            name="host_province",
            meaning=_("Province of the host’s site (ISO 3166-2)."),
            source="position__workplace__establishment__province_code",
            kind=Kind.CODE,
            codes=Province,
        ),
        Column(
            name="host_size_class",
            meaning=_("Size of the host by head count."),
            source=f"{HOST}__size_class",
            kind=Kind.CODE,
            codes=SizeClass,
        ),
        Column(
            name="host_nace_section",
            meaning=_("NACE section of the host, one letter; empty for one-person hosts."),
            source=nace_section(),
        ),
        Column(
            name="learner_status_at_start",
            meaning=_("Legal status of the learner on the first day; empty when unknown."),
            source=status_at_start(),
            kind=Kind.CODE,
            codes=LearnerStatus,
        ),
        Column(
            name="entry_route",
            meaning=_("How the student came in."),
            source="student__entry_route",
            kind=Kind.CODE,
            codes=EntryRoute,
        ),
        Column(
            name="birth_year_band",
            meaning=_("Years of birth, in bands."),
            source="student__birth_year_band",
            kind=Kind.CODE,
            codes=BirthBand,
        ),
        Column(
            name="working_student",
            meaning=_("Whether the student is registered as a working student."),
            source="student__working_student",
            kind=Kind.BOOLEAN,
        ),
        Column(
            name="state",
            meaning=_("How the trajectory stands now."),
            source="state",
            kind=Kind.CODE,
            codes=TrajectoryState,
        ),
        Column(
            name="start_date",
            meaning=_("First day of the trajectory."),
            source="start_date",
            kind=Kind.DATE,
        ),
        Column(
            name="end_date",
            meaning=_("Last day of the trajectory, planned or real."),
            source="end_date",
            kind=Kind.DATE,
        ),
        Column(
            name="hours_logged",
            meaning=_("Hours in the student’s log."),
            source=hours(),
            kind=Kind.DECIMAL,
        ),
        Column(
            name="hours_confirmed",
            meaning=_("Hours of the log that the mentor confirmed."),
            source=hours(state=LogEntryState.CONFIRMED),
            kind=Kind.DECIMAL,
        ),
        Column(
            name="agreement_state",
            meaning=_("How the agreement of the three parties stands; empty without one."),
            source="agreement__state",
            kind=Kind.CODE,
            codes=AgreementState,
        ),
        Column(
            name="quality_verdict",
            meaning=_("Judgement of the newest quality review of this trajectory, if any."),
            source=newest_verdict(),
            kind=Kind.CODE,
            codes=Verdict,
        ),
    ),
    filters={
        "academic_year": Filter(
            lookup="pathway__academic_year", meaning=_("Academic year, such as 2026-2027.")
        ),
        "institution": Filter(
            lookup="student__institution__code", meaning=_("Code of the institution.")
        ),
        "pilot": Filter(lookup="pathway__pilot__code", meaning=_("Code of the pilot.")),
        "programme_type": Filter(
            lookup=f"{PROGRAMME}__programme_type",
            meaning=_("Type of study programme."),
            codes=ProgrammeType,
        ),
        "state": Filter(
            lookup="state", meaning=_("State of the trajectory."), codes=TrajectoryState
        ),
    },
)

DATASETS = {dataset.code: dataset for dataset in (TRAJECTORIES,)}
