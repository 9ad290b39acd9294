"""The sealed explanations as files: one student's own, or all of a round for its auditor (B3)."""

from collections.abc import Iterator

from matching.engine import spelled
from matching.enums import SealKind
from matching.models import Explanation, IntakeRound

FORMAT = "round-explanations/2"
# Rounds with this input have one hash of one document with everybody's explanation in another
# spelling: each explanation stands in its own row by now, and nobody can hash them together again.
HASHED_AS_ONE = '"format":"round-inputs/1"'
AT_ONCE = 500


def all_told(intake: IntakeRound) -> bool:
    """Whether there are explanations whose hash stands in the full certificate."""
    seals = intake.seals.filter(kind=SealKind.RESULT)
    return seals.exists() and not intake.seals.filter(
        kind=SealKind.INPUTS, canonical__contains=HASHED_AS_ONE
    )


def told_in(intake: IntakeRound) -> Iterator[bytes]:
    """All explanations of a round as one document, piece by piece.

    Each stands in it as it was sealed, by the student's random id: whoever hashes the hashes finds
    the one in the full certificate.
    """
    rows = Explanation.objects.filter(application__intake_round=intake)
    texts = rows.order_by("application__lottery_id").values_list("canonical", flat=True)
    yield b'{"explanations":['
    between = b""
    for text in texts.iterator(AT_ONCE):
        yield between + text.encode()
        between = b","
    yield b'],"format":%s,"round":%s}' % (spelled(FORMAT), spelled(str(intake.uuid)))
