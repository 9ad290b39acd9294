"""Who draws along in a lottery beside the institution: asked, promised, revealed (B3).

The platform keeps the SHA-256 of a secret, never the secret itself before it is revealed.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.notifications.notices import tell, tell_each
from core.transitions import transition
from matching.engine import SHORTEST_SECRET
from matching.enums import LotteryParty, WitnessState
from matching.models import IntakeRound, LotteryWitness
from matching.models.lottery import LONGEST_SECRET
from matching.services.locking import round_held
from matching.services.lottery import last_day_to_reveal
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.standing import staff_of
from trajectories.models import Position

STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "--", "—": "--"})
DASHES = ("--", "—", "–")
ACCENTS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")  # in one sign with the letter, or two
WRONG = _("Please check what you filled in.")
NOT_FOUND = {
    LotteryParty.STUDENTS: _(
        "No student of your institution can sign in with this address. Whoever works for the"
        " institution cannot draw along for the students."
    ),
    LotteryParty.HOSTS: _(
        "No contact person or signatory of a host with a place in this pathway can sign in with"
        " this address."
    ),
}
ASKED_ALREADY = _("Somebody is asked already. Take that request back first.")
SPEAKS_ALREADY = _("This person is asked for the other party already.")
SHORT = _("Write at least %(fewest)d characters: a shorter sentence could be guessed.")
LONG = _("Write at most %(most)d characters.")
NO_HASH = _("A SHA-256 has exactly 64 signs: digits, and the letters a to f.")
ONE_OF_BOTH = _("Give a sentence or a SHA-256: one of both.")
OTHER_SECRET = _(
    "This is not what you promised. Look at capitals, spaces and punctuation: every sign counts."
    " You can try as often as you like."
)


def ask_witness(intake: IntakeRound, *, actor: Any, party: str, email: str) -> LotteryWitness:
    """Ask somebody to draw along for students or hosts, while the round is a draft.

    Raises `Invalid` for an address of nobody who could speak for them; it does not tell whether
    the address is known otherwise.
    """
    with transition(intake, "ask-witness", actor=actor) as row:
        drawing = row.witnesses.drawing()
        if drawing.filter(party=party).exists():
            raise Invalid(WRONG, {"party": [ASKED_ALREADY]})
        person = candidates(row, party).filter(email__iexact=email.strip()).first()
        if person is None:
            raise Invalid(WRONG, {"email": [NOT_FOUND[LotteryParty(party)]]})
        if drawing.filter(user=person).exists():
            raise Invalid(WRONG, {"email": [SPEAKS_ALREADY]})
        witness = LotteryWitness.objects.create(intake_round=row, party=party, user=person)
        tell(witness, "ask", actor)
    return witness


def candidates(intake: IntakeRound, party: str) -> Any:
    """Who can speak for a party: never somebody who works for the institution itself."""
    institution = intake.pathway.programme.institution_id
    if party == LotteryParty.STUDENTS:
        found = staff_of([institution], [Role.STUDENT])
    else:
        offered = Position.objects.filter(pathway=intake.pathway_id)
        hosts = offered.values_list("workplace__establishment__organisation", flat=True)
        found = staff_of(hosts, HOST_DECIDERS)
    return found.exclude(pk__in=staff_of([institution]).values("pk"))


def release_witness(witness: LotteryWitness, *, actor: Any) -> None:
    """Take the request back, while the round is a draft."""
    with _step(witness, "release", actor=actor):
        pass


def promise_secret(
    witness: LotteryWitness, *, actor: Any, sentence: str = "", sha256: str = ""
) -> None:
    """Promise a secret, by a sentence of which only the SHA-256 is kept, or by the SHA-256 itself.

    A second promise replaces the first, until they are published.
    """
    with _step(witness, "promise", actor=actor) as row:
        row.sha256, row.promised_at = _promise(sentence, sha256), timezone.now()


def reveal_secret(witness: LotteryWitness, *, actor: Any, sentence: str) -> None:
    """Reveal the promised secret once the lists are sealed; anything else is kept nowhere."""
    with _step(witness, "reveal", actor=actor) as row:
        kept = [text for text in _spellings(sentence) if _sha256(text) == row.sha256]
        if not kept:
            raise Invalid(WRONG, {"sentence": [OTHER_SECRET]})
        row.secret, row.revealed_at = _of_length(kept[0], "sentence"), timezone.now()


def ask_for_secrets(intake: IntakeRound, *, actor: Any) -> None:
    """The lists are sealed: tell until when the secrets are awaited."""
    promised = intake.witnesses.filter(state=WitnessState.PROMISED)
    if promised:
        promised.update(reveal_by=last_day_to_reveal(intake))
        tell_each(promised.select_related("user", "intake_round__pathway"), "seal", actor)


@contextmanager
def _step(witness: LotteryWitness, verb: str, *, actor: Any) -> Iterator[LotteryWitness]:
    """A verb inside the lock of the round: publishing, sealing and matching wait, or were first."""
    with (
        round_held(witness.intake_round_id),
        transition(witness, verb, actor=actor) as row,
    ):
        yield row


def _promise(sentence: str, sha256: str) -> str:
    sentence, sha256 = sentence.strip(), sha256.strip().lower()
    if bool(sentence) is bool(sha256):
        raise Invalid(WRONG, {"sentence": [ONE_OF_BOTH]})
    if sentence:
        return _sha256(_of_length(sentence, "sentence"))
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise Invalid(WRONG, {"sha256": [NO_HASH]})
    return sha256


def _of_length(sentence: str, field: str) -> str:
    if len(sentence) < SHORTEST_SECRET:
        raise Invalid(WRONG, {field: [SHORT % {"fewest": SHORTEST_SECRET}]})
    if len(sentence) > LONGEST_SECRET:
        raise Invalid(WRONG, {field: [LONG % {"most": LONGEST_SECRET}]})
    return sentence


def _spellings(sentence: str) -> Iterator[str]:
    """As given and without spaces around it, then as keyboards of other machines write the same:
    accents in one sign or two, quotes and dashes straight or curled; each also with the end of line
    that many commands hash along. To try many is safe: the promise decides.
    """
    for text in (sentence, sentence.strip()):
        yield from (text, f"{text}\n")
        plain = text.translate(STRAIGHT)
        for quote, dash, form, end in product("'’", DASHES, ACCENTS, ("", "\n")):
            spelled = plain.replace("'", quote).replace("--", dash)
            yield unicodedata.normalize(form, f"{spelled}{end}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
