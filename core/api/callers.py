"""Who calls: a program, a person, or an address that nobody signed in from."""

from typing import Any

from core.people import impersonator_of


def caller_of(request: Any) -> str | None:
    """The name under which calls of one program or person are kept together; None for a visitor.

    A program is the same caller with every token, whoever registered it. Who looks with another
    person's eyes is a caller of their own: the person's answers are not repeated to them.
    """
    program = getattr(request, "api_client", None)
    if program is not None:
        return f"program-{program.pk}"
    if request.user and request.user.is_authenticated:
        guest = impersonator_of(request.user)
        return f"person-{request.user.pk}" + (f"-by-{guest.pk}" if guest else "")
    return None
