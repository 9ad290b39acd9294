"""The pages of a lottery, as coordinator, student and host use them; and its doors over the API."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from rest_framework.test import APIClient

from core.models import FormDraft
from matching import services
from matching.enums import LotteryParty, RoundState, SealKind, WitnessState
from matching.models import LotteryWitness
from matching.services.lottery import own_secret
from matching.services.seals import sealed
from tests import people
from tests.api import post as send
from tests.factories.matching import SENTENCES, make_intake, make_witness, move_round, rated
from tests.factories.trajectories import make_student

pytestmark = pytest.mark.django_db
STUDENTS, HOSTS = LotteryParty


@pytest.fixture
def sign_in(client):
    def as_person(user):
        people.sign_in(client, user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return as_person


def page(name, obj):
    return reverse(f"matching:{name}", args=[obj.uuid])


def words(response) -> str:
    """The text of the page's main part without tags, spaces single."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_a_lottery_with_three_parties_from_the_first_page_to_the_last(client, sign_in):
    """B3: asked, promised by sentence and by SHA-256, published, sealed, revealed, matched."""
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    lead = lambda: sign_in(world.coordinator)  # noqa: E731
    for party, person in ((STUDENTS, student), (HOSTS, world.contact)):
        values = {"party": party, "email": person.email.upper()}
        lead().post(page("round-ask-witness", world.intake), values)
    refused = lead().post(page("round-publish", world.intake))
    assert refused.status_code == 409
    assert "has not promised a secret yet" in words(refused)
    theirs, hosts = (LotteryWitness.objects.get(party=party) for party in LotteryParty)
    told = sign_in(student).get(page("witness-detail", theirs))
    assert "What this is for" in words(told)
    assert [action.name for action in told.context["actions"]] == ["promise"]
    client.post(page("witness-promise", theirs), {"sentence": SENTENCES[STUDENTS]})
    sign_in(world.contact).post(
        page("witness-promise", hosts),
        {"sha256": hashlib.sha256(SENTENCES[HOSTS].encode()).hexdigest()},
    )
    assert lead().post(page("round-publish", world.intake)).status_code == 302
    world.intake.refresh_from_db()
    move_round(world.intake, RoundState.RATING)
    rated(world)
    lead().post(page("round-seal", world.intake))
    waiting = lead().get(page("round-match", world.intake))
    assert waiting.status_code == 409
    public = reverse("public-round", args=[world.intake.uuid])
    for witness in (theirs, hosts):
        sign_in(witness.user)
        data = {"sentence": SENTENCES[witness.party]}
        assert client.post(page("witness-reveal", witness), data).status_code == 302
    before = words(client.get(public))
    assert before.count("Revealed on") == 2
    assert SENTENCES[STUDENTS] not in before
    lead().post(page("round-match", world.intake))
    after = words(client.get(public))
    for secret in (own_secret(world.intake), *SENTENCES.values()):
        assert secret in after or secret.replace("'", "&#x27;") in after
    assert "revealed on" in words(lead().get(page("round-detail", world.intake)))


def test_wrong_sentence_is_told_what_to_look_at_and_leaves_nothing_behind(sign_in):
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake)
    services.publish_round(world.intake, actor=world.coordinator)
    move_round(world.intake, RoundState.RATING)
    services.seal_round(world.intake, actor=world.coordinator)
    data = {"sentence": SENTENCES[STUDENTS].lower()}
    response = sign_in(witness.user).post(page("witness-reveal", witness), data | {"keep_draft": 1})
    assert response.status_code == 400
    assert "Look at capitals, spaces and punctuation" in words(response)
    assert not FormDraft.objects.exists()
    witness.refresh_from_db()
    assert witness.secret == ""


def test_page_of_a_party_that_kept_silent_says_so(client, sign_in, frozen_clock):
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake, HOSTS, user=world.contact)
    services.publish_round(world.intake, actor=world.coordinator)
    move_round(world.intake, RoundState.RATING)
    rated(world)
    services.seal_round(world.intake, actor=world.coordinator)
    frozen_clock.shift(timedelta(days=4))
    over = sign_in(world.contact).get(page("witness-reveal", witness))
    assert over.status_code == 409
    services.match_round(world.intake, actor=world.coordinator)
    said = words(sign_in(world.contact).get(reverse("public-round", args=[world.intake.uuid])))
    assert "was not revealed in time, so the promise itself counted" in said


def test_request_is_taken_back_on_its_page(sign_in):
    witness = make_witness(make_intake(RoundState.DRAFT).intake, promised=False)
    client = sign_in(witness.intake_round.pathway.coordinator)
    assert "What this is for" not in words(client.get(page("witness-detail", witness)))
    response = client.post(page("witness-release", witness))
    assert response["Location"] == page("round-detail", witness.intake_round)
    witness.refresh_from_db()
    assert witness.state == WitnessState.RELEASED


def test_procedure_announces_parties_order_and_the_rule_for_silence_in_two_languages():
    """B3, V38: sealed, and shown to everybody with the days that were announced."""
    world = make_intake(RoundState.DRAFT)
    for party in LotteryParty:
        make_witness(world.intake, party)
    services.publish_round(world.intake, actor=world.coordinator)
    told = sealed(world.intake, SealKind.CRITERIA)["procedure"]
    english, dutch = " ".join(told["en"]), " ".join(told["nl"])
    assert "in this order: the institution, the students, the hosts" in english
    assert "within 3 days after the lists are sealed" in english
    assert "its promise itself counts instead" in english
    assert "in deze volgorde: de instelling, de studenten, de gastorganisaties" in dutch
    assert "binnen 3 dagen nadat de lijsten verzegeld zijn" in dutch
    assert "telt haar belofte zelf mee in de plaats" in dutch
    with override("en"):
        assert services.procedure_sentences(world.intake) == told["en"][:-2]


def test_round_drawn_by_the_institution_alone_is_announced_as_before():
    said = " ".join(services.procedure_sentences(make_intake(RoundState.PUBLISHED).intake))
    assert "Its secret is promised when the criteria are published" in said
    assert "several parties" not in said


@pytest.fixture
def api():
    def as_person(user):
        client = APIClient()
        people.sign_in(client, user)
        return client

    return as_person


def post(client, name, obj, **body):
    return send(client, reverse(name, args=[obj.uuid]), **body)


def test_a_lottery_over_the_api(api):
    """D4: ask, take back, promise and reveal; everybody around reads how far it is."""
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    lead = api(world.coordinator)
    ask = {"party": "students", "email": student.email}
    made = post(lead, "round-ask-witness", world.intake, **ask)
    assert (made.status_code, made.json()["state"]) == (201, "asked")
    first = LotteryWitness.objects.get()
    assert post(lead, "witness-release", first).json()["state"] == "released"
    again = post(lead, "round-ask-witness", world.intake, **ask).json()
    witness = LotteryWitness.objects.get(uuid=again["id"])
    own = api(student)
    assert post(own, "witness-promise", witness, sentence="te kort").status_code == 400
    promised = post(own, "witness-promise", witness, sentence=SENTENCES[STUDENTS]).json()
    assert promised["state"] == "promised"
    services.publish_round(world.intake, actor=world.coordinator)
    move_round(world.intake, RoundState.RATING)
    rated(world)
    services.seal_round(world.intake, actor=world.coordinator)
    assert post(own, "witness-reveal", witness, sentence="iets heel anders").status_code == 400
    done = post(own, "witness-reveal", witness, sentence=SENTENCES[STUDENTS]).json()
    assert done["state"] == "revealed"
    listed = own.get(reverse("witness-list")).json()["items"]
    assert {row["id"] for row in listed} == {str(first.uuid), str(witness.uuid)}
    around = api(world.contact).get(reverse("round-detail", args=[world.intake.uuid])).json()
    (lot,) = around["lottery"]
    assert lot == {
        "party": "students",
        "state": "revealed",
        "sha256": promised["sha256"],
        "promised_at": promised["promised_at"],
        "reveal_by": "2026-09-17",
        "revealed_at": done["revealed_at"],
    }
    for answer in (around, done):
        assert SENTENCES[STUDENTS] not in json.dumps(answer)
