"""The second belt: what somebody should not have logged does not get into the log."""

import logging

import pytest
import structlog

from core.watching.redaction import clean
from tests.log import production_log


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("sent to jan.peeters+x@student.hogeschool.example now", "sent to […] now"),
        ("number 85073003328", "number […]"),
        ("number 85.07.30-033.28.", "number […]."),
        ("Authorization: Bearer abcdef123456", "Authorization: […]"),
        ("password=hunter2&next=/", "[…]&next=/"),
        ("postgresql://wbl:hunter2@db:5432/wbl", "postgresql://[…]@db:5432/wbl"),
        ("GET /hosts/?q=Peeters", "GET /hosts/[…]"),
        ("eyJhbGciOi.eyJzdWIi.c2ln", "[…]"),
        # What operators need stays.
        ("letter 0198c0de-8507-7300-8332-800000000001", None),
        ("2026-09-14T07:00:00Z 12345678901234 of 1234567890", None),
        ("took 4096 ms at /partners/hosts/", None),
    ],
)
def test_clean_takes_out_what_is_personal_and_leaves_the_rest(text, cleaned):
    assert clean(text) == (cleaned or text)


def test_line_of_any_library_goes_through_the_belt():
    """Leaks on purpose, in every place a line has: message, arguments, values, exceptions."""
    with production_log() as log:
        logging.getLogger("some.library").warning("for %s", "jan@example.org")
        logging.getLogger("some.library").warning("with", extra={"to": "jan@example.org"})
        structlog.get_logger("ours").info("made", people=["jan@example.org"], by={"n": 85073003328})
        structlog.get_logger("ours").error("broke", error=ValueError("jan@example.org"))
        secret = "jan@example.org"
        try:
            raise ValueError(secret) from KeyError(secret)
        except ValueError:
            logging.getLogger("some.library").exception("broke for %s", secret)
    assert "jan" not in log.text
    assert "85073003328" not in log.text
    assert [line["event"] for line in log.events("for […]") + log.events("broke for […]")] == [
        "for […]",
        "broke for […]",
    ]
    exception = log.events("broke for […]")[0]["exception"]
    assert [line for line in exception.splitlines() if not line.startswith("  ")] == [
        "KeyError",
        "",
        "and then",
        "ValueError",
    ]
