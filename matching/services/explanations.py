"""The sealed explanations as files: one student's own, or all of a round for its auditor (B3)."""

from collections.abc import Iterator

from matching.engine import spelled
from matching.models import Explanation, IntakeRound

FORMAT = "round-explanations/2"
AT_ONCE = 500


def told_in(intake: IntakeRound) -> Iterator[bytes]:
    """All explanations of a round as one document, piece by piece; nothing before its match.

    Each stands in it as it was sealed, by the student's random id: whoever hashes the hashes finds
    the one in the full certificate.
    """
    rows = Explanation.objects.filter(application__intake_round=intake)
    texts = rows.order_by("application__lottery_id").values_list("canonical", flat=True)
    between = b'{"explanations":['
    for text in texts.iterator(AT_ONCE):
        yield between + text.encode()
        between = b","
    if between == b",":
        yield b'],"format":%s,"round":%s}' % (spelled(FORMAT), spelled(str(intake.uuid)))
