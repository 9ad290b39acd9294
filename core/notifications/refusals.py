"""Whose fault it is that a letter did not leave: its reader's address, or our mail account.

Only a refusal of the reader, or of what one letter says, ends that letter. When the server
refuses the platform itself (sign-in, sender, quota) every letter would hear the same: they wait.
"""

from enum import Enum, auto
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)

from core.encryption import Unreadable


class Fault(Enum):
    """What a failed try says about the letters after it."""

    FINAL = auto()  # this letter will never arrive
    LATER = auto()  # this letter waits, the next one may go
    OURS = auto()  # the server takes nothing of us for now


# RFC 5321, 4.2.3: of the mailbox or the message. 50x are faults of the conversation.
FINAL_CODES = range(550, 560)
# RFC 4954: sign in first, too weak, wrong, only over an encrypted line. 421: it closes.
OURS_CODES = {421, 530, 534, 535, 538}
# RFC 3463 and 5248: our sending limit, our sign-in. They come with any code, at any moment.
OURS_DETAILS = ("5.4.5", "5.7.3", "5.7.8", "5.7.9", "5.7.14")
# At an address: "not for you to send here", which may be about us as well as about the address.
DOUBTFUL_DETAIL = "5.7."
ACCOUNT = (SMTPSenderRefused, SMTPAuthenticationError, SMTPConnectError, SMTPHeloError)


def fault_of(error: Exception) -> Fault:
    """Whose fault this error of sending one letter is."""
    if isinstance(error, Unreadable):
        return Fault.FINAL
    if isinstance(error, ACCOUNT):
        return Fault.OURS
    if isinstance(error, SMTPRecipientsRefused):
        answers = error.recipients.values()
        found = {_of_address(code, _words(answer)) for code, answer in answers}
        return _mildest(found)
    if isinstance(error, SMTPDataError):
        return _of_answer(error.smtp_code, _words(error.smtp_error))
    return Fault.LATER


def _of_address(code: int, words: str) -> Fault:
    fault = _of_answer(code, words)
    doubtful = words.startswith(DOUBTFUL_DETAIL) or "relay" in words.lower()
    return Fault.LATER if fault is Fault.FINAL and doubtful else fault


def _of_answer(code: int, words: str) -> Fault:
    detail = words.partition(" ")[0]
    if code in OURS_CODES or detail in OURS_DETAILS:
        return Fault.OURS
    return Fault.FINAL if code in FINAL_CODES else Fault.LATER


def _mildest(found: set[Fault]) -> Fault:
    for fault in (Fault.OURS, Fault.LATER):
        if fault in found:
            return fault
    return Fault.FINAL if found else Fault.LATER


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
