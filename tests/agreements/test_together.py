"""Two people at the same moment, on two connections to a database of their own."""

import threading

from django.db import connections, transaction

from agreements.enums import AgreementState, SigningParty
from agreements.models import Agreement, Signature
from agreements.services import (
    activate_agreement,
    complete_agreement,
    draft_agreement,
    sign_agreement,
)
from core.errors import NotNow
from tests.factories.agreements import make_agreement, make_planned_trajectory, sign, signer_of
from tests.factories.partnerships import make_coordinator
from trajectories.services import end_trajectory_early


def at_once(*calls):
    """Run the calls in threads that start together; what each answered, in the same order."""
    barrier = threading.Barrier(len(calls))
    answers = [""] * len(calls)

    def run(place, call):
        barrier.wait()
        try:
            call()
            answers[place] = "done"
        except NotNow as refusal:
            answers[place] = str(refusal.status)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_parties_sign_at_once_and_both_count(committed):
    """V15: the last two signatures together still make three, never two."""
    agreement = make_agreement(state=AgreementState.PROPOSED)
    sign(agreement, SigningParty.STUDENT)
    sha256 = agreement.current_version().sha256

    def signing(party):
        own = Agreement.objects.get(pk=agreement.pk)
        actor = signer_of(own, party)
        return lambda: sign_agreement(own, actor=actor, party=party, sha256=sha256)

    answers = at_once(signing(SigningParty.HOST), signing(SigningParty.INSTITUTION))
    assert answers == ["done", "done"]
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED


def test_two_people_sign_for_one_party_at_once_and_one_counts(committed):
    """V15: the second of the two gets 409."""
    agreement = make_agreement(state=AgreementState.PROPOSED)
    sha256 = agreement.current_version().sha256

    def signing():
        own = Agreement.objects.get(pk=agreement.pk)
        actor = make_coordinator(own.institution)
        return lambda: sign_agreement(own, actor=actor, party="institution", sha256=sha256)

    assert sorted(at_once(signing(), signing())) == ["409", "done"]
    assert Signature.objects.filter(agreement=agreement).count() == 1


def test_two_people_draft_at_once_and_one_draft_is_made(committed):
    trajectory = make_planned_trajectory()

    def drafting():
        actor = make_coordinator(trajectory.student.institution)
        return lambda: draft_agreement(trajectory, actor=actor)

    assert sorted(at_once(drafting(), drafting())) == ["409", "done"]
    assert Agreement.objects.filter(trajectory=trajectory).count() == 1


def test_two_people_activate_at_once_and_it_happens_once(committed):
    agreement = make_agreement(state=AgreementState.SIGNED)

    def activating():
        own = Agreement.objects.get(pk=agreement.pk)
        actor = make_coordinator(own.institution)
        return lambda: activate_agreement(own, actor=actor)

    assert sorted(at_once(activating(), activating())) == ["409", "done"]


def test_trajectory_that_ends_while_its_agreement_is_completed_is_heard_first(committed):
    """V24: whoever completes waits for the end that comes first, and reads it."""
    agreement = make_agreement(make_planned_trajectory(), AgreementState.IN_FORCE)
    leader, run, outcomes = signer_of(agreement, "institution"), agreement.trajectory, []
    run.refresh_from_db()

    def complete():
        try:
            complete_agreement(Agreement.objects.get(), actor=leader)
            outcomes.append("done")
        except NotNow as refusal:
            outcomes.append(str(refusal.reasons))
        finally:
            connections.close_all()

    with transaction.atomic():
        end_trajectory_early(run, actor=run.coach, reason="De ploeg stopt.")
        late = threading.Thread(target=complete)
        late.start()
        late.join(timeout=1)
        assert outcomes == []
    late.join(timeout=30)
    assert "vroegtijdig gestopt" in outcomes[0]
    assert Agreement.objects.get().state == AgreementState.IN_FORCE
