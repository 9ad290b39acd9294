"""Law as rows with a period: what holds, and how an administrator changes it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.dated_rules import last_day_of_term, months_after, value_on
from core.dated_rules.services import add_period, correct_period
from core.deadlines.days import Calendar
from core.errors import Invalid, NotNow, Refused
from core.models import DatedRule
from core.rule_codes import RuleCode, Unit, codes
from matching.terms import FEEDBACK_DAYS, OFFER_ANSWER_DAYS
from partnerships.terms import RECOGNITION_YEARS
from tests.api import places, post
from tests.factories import partnerships as make
from tests.factories.partnerships import make_user
from tests.people import sign_in
from trajectories.terms import EXEMPTION_MONTHS, STUDENT_JOB_HOURS, WORKPLACE_SHARE

pytestmark = pytest.mark.django_db

QUOTA = STUDENT_JOB_HOURS
OPEN = None


def periods(code: RuleCode) -> list[tuple[date, date | None, Decimal]]:
    return list(DatedRule.objects.of(code).values_list("valid_from", "valid_to", "value"))


@pytest.fixture
def administrator():
    return make_user(is_administrator=True, language="en")


def test_value_is_the_one_of_the_day():
    """domain.md 10: the quota of student work, as it was and is."""
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [value_on(QUOTA, day) for day in days] == [475, 600, 600, 650]


def test_day_without_a_value_says_so_in_words():
    with pytest.raises(NotNow, match="30 December 2016: Hours of student work in a year"):
        value_on(QUOTA, date(2016, 12, 30))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 9, 14), 12, date(2027, 9, 14)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day, months, later):
    assert months_after(day, months) == later


def test_terms_count_from_the_day_after_notification():
    """design 3: calendar days; working days leave out holidays and closings."""
    told = date(2026, 12, 18)
    closed = Calendar(((date(2026, 12, 24), date(2027, 1, 3)),))
    staying = replace(OFFER_ANSWER_DAYS, moves=False)
    assert last_day_of_term(staying, told) == date(2026, 12, 25)
    assert last_day_of_term(FEEDBACK_DAYS, told) == date(2027, 1, 5)
    assert last_day_of_term(FEEDBACK_DAYS, told, closed) == date(2027, 1, 12)
    assert last_day_of_term(EXEMPTION_MONTHS, date(2026, 11, 30)) == date(2027, 2, 28)
    assert last_day_of_term(RECOGNITION_YEARS, date(2024, 2, 29)) == date(2029, 2, 28)
    with pytest.raises(ValueError, match="is no term"):
        last_day_of_term(QUOTA, told)


def test_term_that_moves_ends_on_a_business_day():
    """Where the rule says so, a last day on Christmas moves to the Monday after it, or further."""
    closed = Calendar(((date(2026, 12, 24), date(2027, 1, 3)),))
    assert last_day_of_term(OFFER_ANSWER_DAYS, date(2026, 12, 18)) == date(2026, 12, 28)
    assert last_day_of_term(OFFER_ANSWER_DAYS, date(2026, 12, 18), closed) == date(2027, 1, 4)


def test_every_rule_that_code_asks_for_has_a_value_and_every_row_a_rule():
    """No unknown code can be typed, and none is asked in vain."""
    today = date(2026, 9, 14)
    held = Counter(DatedRule.objects.valid_on(today).values_list("code", flat=True))
    assert held == Counter(codes.keys())
    assert set(DatedRule.objects.values_list("code", flat=True)) == set(codes)
    assert all(str(code.label) and str(code.meaning) for code in codes.values())


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit.BUSINESS_DAYS, "1", "1 working day"),
        (Unit.CALENDAR_DAYS, "20", "20 calendar days"),
        (Unit.SHARE, "0.3333", "33.33 %"),
        (Unit.EURO, "1000", "€1,000.00"),
        (Unit.YEARS, "5.0000", "5 years"),
    ],
)
def test_values_read_as_one_says_them(unit, value, words):
    assert unit.words(Decimal(value)) == words


def test_new_period_ends_the_one_before_the_day_before(administrator):
    add_period(
        QUOTA,
        actor=administrator,
        value=Decimal(700),
        valid_from=date(2027, 1, 1),
        source="A new law",
    )
    assert periods(QUOTA)[-2:] == [
        (date(2025, 1, 1), date(2026, 12, 31), 650),
        (date(2027, 1, 1), OPEN, 700),
    ]


def test_period_between_two_ends_before_the_next(administrator):
    add_period(
        QUOTA,
        actor=administrator,
        value=Decimal(610),
        valid_from=date(2024, 1, 1),
        source="A law that was forgotten",
    )
    assert periods(QUOTA)[1:4] == [
        (date(2023, 1, 1), date(2023, 12, 31), 600),
        (date(2024, 1, 1), date(2024, 12, 31), 610),
        (date(2025, 1, 1), OPEN, 650),
    ]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"valid_from": date(2025, 1, 1)}, "valid_from", "A period begins on this day already."),
        (
            {"valid_from": date(2027, 1, 1), "valid_to": date(2027, 6, 30)},
            "gap_meant",
            "From 1 July 2027 on no value would hold.",
        ),
        (
            {"valid_from": date(2023, 6, 1), "valid_to": date(2025, 6, 30)},
            "valid_to",
            "It overlaps the period that begins on 1 January 2025.",
        ),
        ({"valid_from": date(2027, 1, 1), "value": Decimal("-1")}, "value", "Fill in zero"),
        (
            {"valid_from": date(2027, 1, 1), "valid_to": date(2026, 1, 1)},
            "valid_to",
            "The last day is before the first day.",
        ),
    ],
)
def test_period_that_cannot_be_is_refused_beside_its_field(administrator, values, field, sentence):
    before = periods(QUOTA)
    given = {"value": Decimal(700), "source": "A law"} | values
    with pytest.raises(Invalid) as refusal:
        add_period(QUOTA, actor=administrator, **given)
    assert list(refusal.value.errors) == [field]
    assert str(refusal.value.errors[field][0]).startswith(sentence)
    assert periods(QUOTA) == before


def test_days_without_a_value_can_be_meant(administrator):
    add_period(
        QUOTA,
        actor=administrator,
        value=Decimal(700),
        valid_from=date(2027, 1, 1),
        valid_to=date(2027, 6, 30),
        source="A law for half a year",
        gap_meant=True,
    )
    assert periods(QUOTA)[-1] == (date(2027, 1, 1), date(2027, 6, 30), 700)


def test_whole_units_take_no_decimals(administrator):
    with pytest.raises(Invalid) as refusal:
        add_period(
            RECOGNITION_YEARS,
            actor=administrator,
            value=Decimal("4.5"),
            valid_from=date(2027, 1, 1),
            source="A decree",
        )
    assert refusal.value.errors == {"value": ["Fill in a whole number."]}


@pytest.mark.parametrize("start", [date(2024, 7, 1), date(2025, 3, 1)])
def test_correction_of_the_first_day_moves_the_end_before_it(administrator, start):
    """Earlier and later: never a gap, never two values."""
    rule = DatedRule.objects.of(QUOTA).last()
    correct_period(rule, actor=administrator, reason="The law began then.", valid_from=start)
    (__, ended, __), last = periods(QUOTA)[-2:]
    assert (last, (start - ended).days) == ((start, OPEN, 650), 1)


def test_correction_needs_a_reason_and_keeps_what_was(administrator):
    """The mistake, who corrected it and why stay in the history."""
    rule = DatedRule.objects.of(QUOTA).last()
    with pytest.raises(Invalid) as refusal:
        correct_period(rule, actor=administrator, reason=" ", value=Decimal(640))
    assert list(refusal.value.errors) == ["reason"]
    correct_period(rule, actor=administrator, reason="A typing mistake.", value=Decimal(640))
    events = rule.events.order_by("pgh_id").values_list("value", "reason")
    assert list(events) == [(650, ""), (640, "A typing mistake.")]
    assert rule.events.last().pgh_context["user"] == administrator.pk


def test_correction_cannot_swallow_the_period_before(administrator):
    rule = DatedRule.objects.of(QUOTA).last()
    with pytest.raises(Invalid) as refusal:
        correct_period(rule, actor=administrator, reason="Wrong", valid_from=date(2022, 1, 1))
    assert refusal.value.errors == {
        "valid_from": ["The period before begins only on 1 January 2023."]
    }


def test_only_administrators_change_law():
    coordinator = make.make_coordinator(make.make_institution())
    rule = DatedRule.objects.of(QUOTA).last()
    with pytest.raises(Refused):
        correct_period(rule, actor=coordinator, reason="I think so", value=Decimal(1))
    with pytest.raises(Refused):
        add_period(
            QUOTA, actor=coordinator, value=Decimal(1), valid_from=date(2027, 1, 1), source="Me"
        )


@pytest.mark.parametrize(
    "values",
    [
        {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1), "value": 1},
        {"valid_from": date(2000, 1, 1), "valid_to": date(1999, 1, 1), "value": 1},
        {"valid_from": date(2000, 1, 1), "valid_to": date(2000, 1, 1), "value": -1},
    ],
)
def test_database_refuses_overlap_reversed_days_and_negatives(values):
    """The last guard, also for raw SQL."""
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedRule.objects.create(code=QUOTA.code, source="x", **values)


def test_administrator_looks_before_the_change(client, administrator):
    """The preview says what depends on it and changes nothing; then one press does it."""
    programme = make.make_programme(make.make_institution())
    site = make.make_establishment(make.make_host())
    make.make_recognition(programme, site, valid_from=date(2027, 1, 10))
    sign_in(client, administrator)
    address = reverse("dated-rule-add", args=[RECOGNITION_YEARS.code])
    values = {"value": "4", "valid_from": "2027-01-01", "source": "A new decree"}
    page = client.post(address, values).content.decode()
    assert "<strong>1</strong> recognitions that begin in this period" in page
    assert "<strong>4 years</strong>" in page
    assert len(periods(RECOGNITION_YEARS)) == 1
    back = client.post(address, values | {"back": "1"})
    assert back.context["form"]["source"].value() == "A new decree"
    done = client.post(address, values | {"seen": "1"}, follow=True)
    assert "The new period is added." in done.content.decode()
    assert periods(RECOGNITION_YEARS)[-1] == (date(2027, 1, 1), OPEN, 4)


def test_refusal_of_a_change_stands_beside_its_field(client, administrator):
    sign_in(client, administrator)
    rule = DatedRule.objects.of(QUOTA).last()
    address = reverse("dated-rule-correct", args=[rule.uuid])
    values = {"value": "650", "valid_from": "2025-01-01", "valid_to": "2024-01-01", "source": "x"}
    answer = client.post(address, values | {"why": "Wrong"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["valid_to"])
    assert client.get(reverse("dated-rule", args=["unknown"])).status_code == 404
    assert client.get(reverse("dated-rule-add", args=["unknown"])).status_code == 404


def test_correction_form_shows_what_is_written_down(client, administrator):
    sign_in(client, administrator)
    rule = DatedRule.objects.of(WORKPLACE_SHARE).get()
    form = client.get(reverse("dated-rule-correct", args=[rule.uuid])).context["form"]
    assert (form["value"].value(), form["source"].value()) == (Decimal("0.3333"), rule.source)
    page = client.get(reverse("dated-rule", args=[WORKPLACE_SHARE.code])).content.decode()
    assert "33.33 %" in page


def test_api_reads_law_for_everybody_and_writes_for_administrators(client, administrator):
    sign_in(client, administrator)
    found = client.get("/api/v1/dated-rules/", {"code": QUOTA.code, "on": "2024-05-01"}).json()
    assert [(row["value"], row["unit"]) for row in found["items"]] == [("600.0000", "hours")]
    body = {"code": QUOTA.code, "value": "700", "valid_from": "2027-01-01", "source": "A law"}
    made = post(client, "/api/v1/dated-rules/", **body)
    assert (made.status_code, made.json()["valid_to"]) == (201, None)
    again = post(client, "/api/v1/dated-rules/", **body)
    assert (again.status_code, places(again)) == (400, ["#/valid_from"])
    unknown = post(client, "/api/v1/dated-rules/", **body | {"code": "typo"})
    assert (unknown.status_code, places(unknown)) == (400, ["#/code"])
    corrected = post(
        client,
        f"/api/v1/dated-rules/{made.json()['id']}/correct/",
        reason="A typing mistake",
        value="710",
    )
    assert (corrected.status_code, corrected.json()["value"]) == (200, "710.0000")
