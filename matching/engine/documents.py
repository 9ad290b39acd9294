"""The two certificates of a round: the auditor's, which proves it, and everybody's.

Most positions have few seats, where a cut-off is one person's score. So nothing that could tell it
stands in the public one: it shows that the promises made before were kept, and the totals.
"""

from collections.abc import Mapping
from typing import Any

from .canonical import assembled, digest, spelled
from .caps import room
from .instance import Instance
from .lottery import Lottery
from .result import Result, match_of

FULL = "matching-certificate/2"
PUBLIC = "matching-public-certificate/5"
FULL_SAYS = {
    "nl": "Voor wie de ronde nakijkt. Bewijst met verify.py de hele uitkomst: loting, plaatsen,"
    " grenzen, en dat niemand gepasseerd werd. Bewijst niet dat scores en weigeringen zelf"
    " terecht zijn.",
    "en": "For whoever audits the round. With verify.py it proves the whole outcome: lottery,"
    " places, cut-offs, and that nobody was passed over. It does not prove that scores and"
    " refusals are themselves right.",
}
PUBLIC_SAYS = {
    "nl": "Voor iedereen. Bewijst dat de loting de beloofde is en dat niets van wat vooraf"
    " vastgelegd werd veranderde; toont de totalen. Wie waar een plaats kreeg en met welke score,"
    " staat er niet in: dat bewijst het volledige certificaat aan wie de ronde nakijkt.",
    "en": "For everybody. Proves that the lottery is the promised one and that nothing fixed"
    " beforehand was changed; shows the totals. Who got which place with which score is not in"
    " it: the full certificate proves that to whoever audits the round.",
}
WITHHELD_SAYS = {
    "nl": " In deze ronde werden minder dan {fewest} studenten gerangschikt. Daarom staan de"
    " totalen er niet in, zodat niemand herkend kan worden.",
    "en": " Fewer than {fewest} students were ranked in this round. So the totals are not in it,"
    " and nobody can be recognised.",
}


def full_certificate(
    instance: Instance, lottery: Lottery, result: Result, seals: Mapping[str, str]
) -> dict[str, Any]:
    """Everything `verify.py` needs. ``seals`` are the SHA-256 of what was sealed before."""
    return _around(lottery, result, seals) | {"instance": instance.to_dict()}


def full_certificate_text(
    instance: bytes, lottery: Lottery, result: Result, seals: Mapping[str, str], **more: Any
) -> bytes:
    """The canonical spelling of it, with the round spelled already and what more is to be in it."""
    rest = _around(lottery, result, seals) | more
    parts = {name: spelled(value) for name, value in rest.items()}
    return assembled(parts | {"instance": instance})


def _around(lottery: Lottery, result: Result, seals: Mapping[str, str]) -> dict[str, Any]:
    return {
        "format": FULL,
        "says": FULL_SAYS,
        "seals": dict(sorted(seals.items())),
        "lottery": lottery.to_dict(),
        "result": result.to_dict(),
    }


def public_certificate(
    instance: Instance,
    lottery: Lottery,
    result: Result,
    seals: Mapping[str, str],
    *,
    certificate_digest: str = "",
    fewest: int = 0,
) -> dict[str, Any]:
    """Seals, lottery and totals: no student, no position, no score.

    No totals either where fewer than ``fewest`` students were ranked: whoever was placed beforehand
    hides nobody among the others. ``certificate_digest`` is the SHA-256 under which the full
    certificate was sealed, where something was added to it.
    """
    few = len(instance.students) - len(instance.fixed) < fewest
    full = certificate_digest or digest(full_certificate(instance, lottery, result, seals))
    return {
        "format": PUBLIC,
        "says": _public_says(fewest) if few else PUBLIC_SAYS,
        "seals": dict(sorted(seals.items())),
        "lottery": lottery.for_everybody(),
        "instance_digest": result.instance_digest,
        "result_digest": result.digest,
        "certificate_digest": full,
        "totals_from": fewest,
        "totals": None if few else _totals(instance, result),
    }


def _public_says(fewest: int) -> dict[str, str]:
    more = {language: text.format(fewest=fewest) for language, text in WITHHELD_SAYS.items()}
    return {language: text + more[language] for language, text in PUBLIC_SAYS.items()}


def _totals(instance: Instance, result: Result) -> dict[str, int]:
    entry = match_of(instance, result).entry
    granted = entry >= 0
    return {
        "students": len(instance.students),
        "positions": len(instance.positions),
        "seats": sum(row.capacity for row in instance.positions),
        "students_at_most": room(instance),
        "choices": len(instance.position),
        "refused_choices": int((instance.reason > 0).sum()),
        "fixed": len(instance.fixed),
        "matched": int(granted.sum()),
        "first_choices": int((entry[granted] == instance.start[:-1][granted]).sum()),
        "unplaced": len(result.unplaced),
        "closed_positions": len(result.closings),
    }
