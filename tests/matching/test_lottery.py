"""Several parties draw: asked, promised, revealed, and what the lottery makes of it."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from core.access import scope
from core.errors import Invalid, NotNow, Refused
from core.importing import run_import
from core.models import DatedRule, Notification
from core.todo import todos_for
from matching import reports, services
from matching.engine import commit, verify
from matching.enums import (
    DECIDED_ROUNDS,
    ApplicationState,
    LotteryParty,
    RoundState,
    SealKind,
    WitnessState,
)
from matching.imports.applications import APPLICATIONS
from matching.models import IntakeRound, LotteryWitness
from matching.services.contents import criteria_content
from matching.services.lottery import lottery_of, own_secret, renew_secrets
from matching.services.seals import sealed
from partnerships.enums import Role
from tests.factories.matching import (
    SENTENCES,
    import_applications,
    make_application,
    make_intake,
    make_round,
    make_witness,
    matched,
    move_round,
    rated,
    seal_as_life,
)
from tests.factories.partnerships import make_closing, make_member
from tests.factories.trajectories import make_student, walk
from tests.people import sign_in

pytestmark = pytest.mark.django_db
STUDENTS, HOSTS = LotteryParty
SENTENCE = SENTENCES[STUDENTS]


def told():
    return sorted(Notification.objects.values_list("recipient", "kind"))


def drawn_world(*parties):
    """A round at the rating step in which these parties promised, with a rated student."""
    world = make_intake(RoundState.DRAFT)
    witnesses = [make_witness(world.intake, party) for party in parties]
    services.publish_round(world.intake, actor=world.coordinator)
    move_round(world.intake, RoundState.RATING)
    rated(world)
    return world, witnesses


def sealed_world(*parties):
    world, witnesses = drawn_world(*parties)
    services.seal_round(world.intake, actor=world.coordinator)
    for witness in witnesses:
        witness.refresh_from_db()
    return world, witnesses


def reveal(witness, sentence=None):
    sentence = sentence or SENTENCES[LotteryParty(witness.party)]
    services.reveal_secret(witness, actor=witness.user, sentence=sentence)


def ask(world, person, party=STUDENTS):
    return services.ask_witness(
        world.intake, actor=world.coordinator, party=party, email=person.email
    )


def test_coordinator_asks_somebody_of_each_party_who_is_told_and_reads_it_at_home():
    """B3: a student of the institution, and a contact of a host with a place."""
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    for party, person in ((STUDENTS, student), (HOSTS, world.contact)):
        witness = ask(world, person, party)
        assert (witness.state, witness.party, witness.user) == (WitnessState.ASKED, party, person)
        (todo,) = [t for t in todos_for(person) if "lotteries" in t.url]
        assert (str(todo.text), todo.due) == (
            f"Draw along in the lottery of {world.intake}: promise a secret",
            None,
        )
    kind = "matching.lottery_asked"
    assert told() == sorted([(student.pk, kind), (world.contact.pk, kind)])


def test_address_of_nobody_who_could_speak_for_the_party_is_refused_in_the_same_words():
    """B3: it does not tell who is known to the platform."""
    world = make_intake(RoundState.DRAFT)
    intake = world.intake
    staff = make_student(intake.pathway.programme).user
    make_member(Role.COACH, intake.pathway.programme.institution).memberships.update(user=staff)
    blocked = make_student(intake.pathway.programme).user
    type(blocked).objects.filter(pk=blocked.pk).update(is_active=False)
    applicant = make_student(intake.pathway.programme)
    make_application(intake, student=applicant)
    strangers = {
        STUDENTS: [make_student().user, world.contact, staff, blocked],
        HOSTS: [
            make_student(intake.pathway.programme).user,
            make_intake().contact,
            make_member(Role.MENTOR, world.position.host),
        ],
    }
    for party, people in strangers.items():
        said = set()
        for email in [*(person.email for person in people), "nobody@example.org"]:
            with pytest.raises(Invalid) as refusal:
                services.ask_witness(intake, actor=world.coordinator, party=party, email=email)
            said.add(str(refusal.value.errors["email"][0]))
        assert len(said) == 1
    assert not LotteryWitness.objects.exists()


def test_a_party_has_one_person_and_a_person_one_party():
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    make_member(Role.CONTACT, world.position.host).memberships.update(user=student)
    ask(world, student)
    with pytest.raises(Invalid) as refusal:
        ask(world, make_student(world.intake.pathway.programme).user)
    assert list(refusal.value.errors) == ["party"]
    with pytest.raises(Invalid) as refusal:
        ask(world, student, HOSTS)
    assert list(refusal.value.errors) == ["email"]


def test_only_a_coordinator_asks_and_only_while_the_round_is_a_draft():
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    values = {"party": STUDENTS, "email": student.email}
    with pytest.raises(Refused):
        services.ask_witness(world.intake, actor=world.director, **values)
    move_round(world.intake, RoundState.PUBLISHED)
    with pytest.raises(NotNow):
        services.ask_witness(world.intake, actor=world.coordinator, **values)


def test_request_that_is_taken_back_leaves_room_for_somebody_else():
    world = make_intake(RoundState.DRAFT)
    first = make_witness(world.intake)
    Notification.objects.all().delete()
    services.release_witness(first, actor=world.coordinator)
    assert told() == [(first.user_id, "matching.lottery_released")]
    second = ask(world, make_student(world.intake.pathway.programme).user)
    with pytest.raises(NotNow):
        services.promise_secret(first, actor=first.user, sentence=SENTENCE)
    services.promise_secret(second, actor=second.user, sentence="Een heel andere zin, van mij.")
    services.publish_round(world.intake, actor=world.coordinator)
    (__, promise) = sealed(world.intake, SealKind.CRITERIA)["lottery_commitments"]
    assert promise["sha256"] == second.sha256 != first.sha256
    with pytest.raises(NotNow):
        services.release_witness(second, actor=world.coordinator)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sentence": "fifteen letters"}, "sentence"),
        ({"sentence": " " * 20}, "sentence"),
        ({"sentence": "x" * 201}, "sentence"),
        ({"sha256": "a" * 63}, "sha256"),
        ({"sha256": "g" * 64}, "sha256"),
        ({"sentence": SENTENCE, "sha256": "a" * 64}, "sentence"),
        ({}, "sentence"),
    ],
)
def test_promise_that_cannot_be_is_refused_at_its_field(given, field):
    witness = make_witness(make_round(), promised=False)
    with pytest.raises(Invalid) as refusal:
        services.promise_secret(witness, actor=witness.user, **given)
    assert list(refusal.value.errors) == [field]


def test_of_a_sentence_only_the_sha256_is_kept_and_a_new_promise_replaces_it():
    """B3: also in history."""
    witness = make_witness(make_round(), promised=False)
    services.promise_secret(witness, actor=witness.user, sentence=f" {SENTENCE} ")
    assert witness.sha256 == hashlib.sha256(SENTENCE.encode()).hexdigest()
    assert (witness.secret, witness.state) == ("", WitnessState.PROMISED)
    services.promise_secret(witness, actor=witness.user, sha256=f"{'AB' * 32} ")
    assert witness.sha256 == "ab" * 32
    columns = {field.name for field in LotteryWitness.pgh_event_model._meta.fields}
    assert "sha256" in columns
    assert "secret" not in columns
    round_columns = {f.name for f in type(witness.intake_round).pgh_event_model._meta.fields}
    assert "lottery_secret" not in round_columns


def test_nobody_promises_or_reveals_for_somebody_else():
    world, (witness,) = sealed_world(STUDENTS)
    for actor in (world.coordinator, world.contact):
        with pytest.raises(Refused):
            services.reveal_secret(witness, actor=actor, sentence=SENTENCE)
    draft = make_witness(make_round(), promised=False)
    with pytest.raises(Refused):
        services.promise_secret(
            draft, actor=draft.intake_round.pathway.coordinator, sentence=SENTENCE
        )


def test_round_is_not_published_while_somebody_was_asked_and_has_not_promised():
    """B3: what is published names every promise."""
    world = make_intake(RoundState.DRAFT)
    make_witness(world.intake, HOSTS)
    late = make_witness(world.intake, promised=False)
    with pytest.raises(NotNow) as refusal:
        services.publish_round(world.intake, actor=world.coordinator)
    assert [str(reason) for reason in refusal.value.reasons] == [
        "Who draws along for the students has not promised a secret yet. Wait for it, or take the"
        " request back."
    ]
    services.release_witness(late, actor=world.coordinator)
    services.publish_round(world.intake, actor=world.coordinator)
    promises = sealed(world.intake, SealKind.CRITERIA)["lottery_commitments"]
    assert [row["party"] for row in promises] == ["institution", "hosts"]


def test_promises_are_sealed_in_the_announced_order_whoever_was_asked_first():
    world = make_intake(RoundState.DRAFT)
    for party in (HOSTS, STUDENTS):
        make_witness(world.intake, party)
    services.publish_round(world.intake, actor=world.coordinator)
    content = sealed(world.intake, SealKind.CRITERIA)
    secrets = {"institution": own_secret(world.intake), **SENTENCES}
    promises = [commit(str(party), secret).to_dict() for party, secret in secrets.items()]
    assert content["lottery_commitments"] == promises
    assert content["lottery_reveal_days"] == 3
    assert content["format"] == "round-criteria/2"


def test_after_the_seal_everybody_is_asked_for_the_secret_by_a_day_that_was_announced():
    """B3: the days of the publication count, on a day on which the institution is open."""
    world, (witness,) = drawn_world(STUDENTS)
    DatedRule.objects.filter(code="lottery_reveal_days").update(value=30)
    make_closing(
        world.intake.pathway.programme.institution,
        valid_from=date(2026, 9, 17),
        valid_to=date(2026, 9, 17),
    )
    Notification.objects.all().delete()
    services.seal_round(world.intake, actor=world.coordinator)
    witness.refresh_from_db()
    assert witness.reveal_by == date(2026, 9, 18)
    note = Notification.objects.get()
    assert (note.recipient, note.kind) == (witness.user, "matching.lottery_sealed")
    assert "18 September 2026" in note.text_en
    (todo,) = [t for t in todos_for(witness.user) if "lotteries" in t.url]
    assert (str(todo.text), todo.due) == (
        f"Reveal your secret for the lottery of {world.intake}",
        witness.reveal_by,
    )


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.PUBLISHED, RoundState.RATING])
def test_secret_is_not_taken_before_the_lists_are_sealed(state):
    """B3: whoever knows it could still fit a list to it."""
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake)
    move_round(world.intake, state)
    with pytest.raises(NotNow):
        reveal(witness)


@pytest.mark.parametrize(
    "typed", ["vijf woorden van de studenten samen.", SENTENCE[:-1], "iets anders, ook lang"]
)
def test_another_sentence_than_the_promised_one_is_kept_nowhere(typed):
    __, (witness,) = sealed_world(STUDENTS)
    with pytest.raises(Invalid) as refusal:
        reveal(witness, typed)
    assert "capitals, spaces" in str(refusal.value.errors["sentence"][0])
    witness.refresh_from_db()
    assert (witness.secret, witness.state) == ("", WitnessState.PROMISED)
    reveal(witness)
    assert witness.secret == SENTENCE
    with pytest.raises(NotNow):
        reveal(witness)


@pytest.mark.parametrize("hashed", [SENTENCE, f"{SENTENCE}\n", f" {SENTENCE}"])
def test_sentence_that_was_hashed_at_home_is_recognised(hashed):
    """B3: also with the end of line that a command hashed along."""
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake, promised=False)
    sha256 = hashlib.sha256(hashed.encode()).hexdigest()
    services.promise_secret(witness, actor=witness.user, sha256=sha256)
    services.publish_round(world.intake, actor=world.coordinator)
    move_round(world.intake, RoundState.RATING)
    services.seal_round(world.intake, actor=world.coordinator)
    reveal(witness, f"{hashed.removesuffix(chr(10))}")
    assert witness.secret == hashed


@pytest.mark.parametrize(
    "promised",
    [
        "Zet foto’s naast auto’s — één keer",
        "Zet foto's naast auto's -- e\u0301e\u0301n keer",
        "Zet foto’s naast auto’s -- één keer\n",
    ],
)
def test_sentence_is_recognised_as_another_keyboard_writes_it(promised):
    """B3: a telephone curls quotes, lengthens dashes, and writes accents in two signs."""
    world = make_intake(RoundState.DRAFT)
    sha256 = hashlib.sha256(promised.encode()).hexdigest()
    witness = make_witness(world.intake, promised=False)
    services.promise_secret(witness, actor=witness.user, sha256=sha256)
    move_round(world.intake, RoundState.SEALED)
    services.reveal_secret(
        witness, actor=witness.user, sentence="Zet foto's naast auto's -- één keer"
    )
    assert witness.secret == promised


def test_match_waits_for_the_secrets_and_draws_with_all_of_them():
    """B3: the certificate has every secret, and proves them against the sealed promises."""
    world, witnesses = sealed_world(STUDENTS, HOSTS)
    reveal(witnesses[0])
    with pytest.raises(NotNow) as refusal:
        services.match_round(world.intake, actor=world.coordinator)
    assert [str(reason) for reason in refusal.value.reasons] == [
        "Who draws along for the hosts can still reveal the secret, up to and including Thursday"
        " 17 September 2026."
    ]
    assert not [t for t in todos_for(world.coordinator) if "Run the match" in str(t.text)]
    reveal(witnesses[1])
    assert [t for t in todos_for(world.coordinator) if "Run the match" in str(t.text)]
    services.match_round(world.intake, actor=world.coordinator)
    certificate = sealed(world.intake, SealKind.CERTIFICATE)
    secrets = {"institution": own_secret(world.intake), **SENTENCES}
    assert certificate["lottery"]["secrets"] == {str(k): v for k, v in secrets.items()}
    assert found_wrong(world) == []


def found_wrong(world):
    """What the auditor's program says of both certificates with all that was sealed."""
    full, public, criteria, inputs = (
        sealed(world.intake, kind)
        for kind in (SealKind.RESULT, SealKind.CERTIFICATE, SealKind.CRITERIA, SealKind.INPUTS)
    )
    before = [("criteria", criteria), ("inputs", inputs)]
    assert verify.asked(public, before[:1])["document"]
    return [
        *verify.check(full, [*before, ("public", public)]),
        *verify.check(public, before[:1]),
    ]


def test_of_a_party_that_keeps_silent_the_promise_counts_from_the_day_after(frozen_clock):
    """B3: nobody stops the match, and nobody reveals too late."""
    world, (witness, __) = sealed_world(STUDENTS, HOSTS)
    frozen_clock.shift(timedelta(days=3))
    reveal(witness)  # the last day counts in full
    with pytest.raises(NotNow):
        services.match_round(world.intake, actor=world.coordinator)
    frozen_clock.shift(timedelta(days=1))
    late = LotteryWitness.objects.get(party=HOSTS)
    with pytest.raises(NotNow) as refusal:
        reveal(late)
    assert "Your promise counts instead" in str(refusal.value.reasons[0])
    services.match_round(world.intake, actor=world.coordinator)
    lottery = sealed(world.intake, SealKind.CERTIFICATE)["lottery"]
    assert set(lottery["secrets"]) == {"institution", "students"}
    assert found_wrong(world) == []
    introduction = list(verify.introduce([("c", sealed(world.intake, SealKind.CERTIFICATE))], 1))
    assert introduction[-2].endswith("the promise itself counts: hosts")


def test_a_secret_makes_another_lottery_than_silence(frozen_clock):
    """B3: that is why it is told who kept silent."""
    seeds = set()
    for speaks in (True, False):
        world, (witness,) = sealed_world(STUDENTS)
        if speaks:
            reveal(witness)
        else:
            frozen_clock.shift(timedelta(days=4))
        services.match_round(world.intake, actor=world.coordinator)
        lottery = sealed(world.intake, SealKind.CERTIFICATE)["lottery"]
        parts = [own_secret(world.intake), SENTENCE if speaks else witness.sha256]
        assert lottery["seed"] == verify.fingerprint(parts)
        seeds.add(lottery["seed"])
    assert len(seeds) == 2


def test_round_without_others_is_drawn_as_before():
    world = make_intake()
    rated(world)
    matched(world)
    assert set(sealed(world.intake, SealKind.CERTIFICATE)["lottery"]["secrets"]) == {"institution"}
    assert found_wrong(world) == []


def test_a_part_in_a_lottery_exists_for_the_person_and_the_coordinators():
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake, HOSTS, user=world.contact)
    student = make_student(world.intake.pathway.programme).user
    seen = {"contact": world.contact, "coordinator": world.coordinator, "director": world.director}
    seen |= {"other": world.other_contact, "student": student, "stranger": make_intake().contact}
    found = {name for name, user in seen.items() if witness in scope(LotteryWitness, user)}
    assert found == {"contact", "coordinator"}


def test_coordinator_reads_of_each_party_how_far_it_is(frozen_clock):
    world = make_intake(RoundState.DRAFT)
    said = lambda: [row.words.partition(" on ")[0] for row in reports.drawing_of(world.intake)]  # noqa: E731
    assert said()[1:] == ["Nobody is asked. That is possible until you publish the round."] * 2
    student, host = (make_witness(world.intake, party, promised=False) for party in LotteryParty)
    assert said()[1:] == ["Asked", "Asked"]
    for row in (student, host):
        services.promise_secret(row, actor=row.user, sentence=SENTENCES[LotteryParty(row.party)])
    services.publish_round(world.intake, actor=world.coordinator)
    assert "once the lists are sealed" in reports.drawing_of(world.intake)[1].words
    move_round(world.intake, RoundState.RATING)
    services.seal_round(world.intake, actor=world.coordinator)
    assert "up to and including Thursday 17" in reports.drawing_of(world.intake)[2].words
    reveal(student)
    frozen_clock.shift(timedelta(days=4))
    after = [row.words for row in reports.drawing_of(world.intake)]
    assert "revealed on 14 September 2026 at" in after[1]
    assert "the promise itself counts" in after[2]


def test_second_round_of_a_pathway_has_its_own_parties():
    world, (witness,) = sealed_world(STUDENTS)
    reveal(witness)
    services.match_round(world.intake, actor=world.coordinator)
    later = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    rated(later)
    matched(later)
    lottery = sealed(later.intake, SealKind.CERTIFICATE)["lottery"]
    assert [row["party"] for row in lottery["commitments"]] == ["institution"]


def test_new_key_takes_over_the_secret_of_the_institution(settings):
    """B3: also of a published round, whose promise stays; then the old key may go."""
    draft, published = make_round(), make_round(state=RoundState.PUBLISHED)
    secrets = {row.pk: own_secret(row) for row in (draft, published)}
    settings.ENCRYPTION_KEYS = ["cd" * 32, *settings.ENCRYPTION_KEYS]
    call_command("renew_encryption", verbosity=0)
    settings.ENCRYPTION_KEYS = ["cd" * 32]
    assert {row.pk: own_secret(row) for row in IntakeRound.objects.all()} == secrets
    published.refresh_from_db()
    assert lottery_of(published, sealed(published, SealKind.CRITERIA)).secrets == {
        "institution": secrets[published.pk]
    }


def test_secret_that_no_key_opens_stops_its_match_and_no_other_round(settings, caplog):
    """B3: nobody may let the institution keep silent by throwing a key away."""
    draft, world = make_round(), make_intake()
    rated(world)
    services.seal_round(world.intake, actor=world.coordinator)
    settings.ENCRYPTION_KEYS = ["cd" * 32]
    with pytest.raises(NotNow, match="cannot open its own secret"):
        services.match_round(world.intake, actor=world.coordinator)
    assert renew_secrets() == 1
    assert str(world.intake.uuid) in caplog.text
    draft.refresh_from_db()
    assert len(own_secret(draft)) == 64
    with pytest.raises(NotNow):
        own_secret(IntakeRound.objects.get(pk=world.intake.pk))


@pytest.mark.parametrize("state", sorted(DECIDED_ROUNDS))
def test_secret_that_was_shown_after_the_match_is_missed_by_nobody(settings, caplog, state):
    """B3: its round warns nobody of a key that is gone; it stands in the certificate."""
    world, __ = drawn_world()
    matched(world)
    move_round(IntakeRound.objects.get(pk=world.intake.pk), state)
    settings.ENCRYPTION_KEYS = ["cd" * 32]
    assert renew_secrets() == 0
    assert not caplog.text


def test_who_draws_along_does_not_apply_in_that_round(client):
    """B3: by service, page and file; whoever was let go does."""
    witness, gone = make_witness(make_round()), make_witness(make_round())
    services.release_witness(gone, actor=gone.intake_round.pathway.coordinator)
    for row in (witness, gone):
        move_round(row.intake_round, RoundState.OPEN)
    intake, student = witness.intake_round, witness.user.student
    assert not IntakeRound.objects.for_new_application_of(student).filter(pk=intake.pk).exists()
    with pytest.raises(Refused, match="not where they draw along in the lottery"):
        services.start_application(intake, actor=witness.user)
    sign_in(client, witness.user)
    page = client.get(reverse("matching:round-detail", args=[intake.uuid]))
    assert reverse("matching:round-apply", args=[intake.uuid]) not in page.content.decode()
    services.start_application(gone.intake_round, actor=gone.user)
    cells = ["APP-1", witness.user.email, intake.pathway.code, "2026-09-10T09:00:00+02:00", "nl"]
    names = (
        "application_code,student_email,pathway_code,submitted_at,motivation_language,motivation"
    )
    text = f"{names},own_employer\n{','.join(cells)},Zo leer ik.,no\n"
    file = ContentFile(text.encode(), name="applications.csv")
    (problem,) = run_import(APPLICATIONS, file, actor=None).problems
    assert "loot mee in deze ronde" in str(problem.reason)


def test_who_applies_does_not_promise_in_that_round_and_reads_why(client):
    """B3: the person reads it where the promise is asked; a withdrawn application is none."""
    witness = make_witness(make_round(), promised=False)
    application = make_application(witness.intake_round, student=witness.user.student)
    with pytest.raises(NotNow) as refusal:
        services.promise_secret(witness, actor=witness.user, sentence=SENTENCE)
    assert "does not apply in it" in str(refusal.value.reasons[0])
    sign_in(client, witness.user)
    page = client.get(reverse("matching:witness-detail", args=[witness.uuid])).content.decode()
    assert "U hebt een kandidatuur in deze ronde." in page
    walk(application, [ApplicationState.WITHDRAWN])
    services.promise_secret(witness, actor=witness.user, sentence=SENTENCE)


def test_everybody_reads_that_who_draws_along_does_not_apply(client):
    """B3: on the pages that ask it of somebody, and in the sealed procedure."""
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    witness = services.ask_witness(
        world.intake, actor=world.coordinator, party=STUDENTS, email=student.email
    )
    sign_in(client, student)
    for name in ("witness-detail", "witness-promise"):
        page = client.get(reverse(f"matching:{name}", args=[witness.uuid])).content.decode()
        assert "in deze ronde geen kandidatuur indienen" in page
    services.promise_secret(witness, actor=student, sentence=SENTENCE)
    services.publish_round(world.intake, actor=world.coordinator)
    told = sealed(world.intake, SealKind.CRITERIA)
    assert told["drawers_do_not_apply"] is True
    sentence = "Whoever draws along for one of these parties cannot apply in this round."
    assert sentence in told["procedure"]["en"]


def test_round_that_did_not_announce_it_lets_who_draws_along_apply(client):
    """B3: its page and its procedure say nothing of the kind, and page, service and file agree."""
    witness = make_witness(make_round())
    intake, student = witness.intake_round, witness.user.student
    announced = criteria_content(intake) | {"drawers_do_not_apply": False}
    seal_as_life(intake, SealKind.CRITERIA, announced)
    walk(intake, [RoundState.PUBLISHED, RoundState.OPEN])
    sign_in(client, witness.user)
    own = client.get(reverse("matching:witness-detail", args=[witness.uuid])).content.decode()
    told = client.get(reverse("public-round", args=[intake.uuid])).context["procedure"]
    for text in (own, *told):
        assert "in deze ronde geen kandidatuur indienen" not in text
    page = client.get(reverse("matching:round-detail", args=[intake.uuid])).content.decode()
    assert reverse("matching:round-apply", args=[intake.uuid]) in page
    assert import_applications(intake.pathway, [student]).problems == []
    assert intake.applications.get().student == student
