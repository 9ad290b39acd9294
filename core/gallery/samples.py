"""Invented samples of everything that a component shows, with long words and with many rows."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.gallery.forms import STATES

LONGEST_NAME = (
    "Koninklijke Coöperatieve Vennootschap voor Landschapszorg, Waterbouw en "
    "Rivierkundedienstverlening Scheldemonding-Noord"
)
LONGEST_WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijvertegenwoordiger"
MANY = 40
NOBODY = UUID(int=0)


def badge(tone: str) -> dict[str, Any]:
    """A state with its date and what it waits for."""
    return {
        "label": STATES[tone],
        "tone": tone,
        "since": timezone.localdate() - timedelta(days=8),
        "waiting_for": "Bakkerij Peeters" if tone == "waiting" else None,
    }


def actions() -> list[SimpleNamespace]:
    """One primary, three plain, one dangerous and two refused actions."""
    rows = [
        ("sign", "Sign the agreement", True, False, ""),
        ("edit", "Change the dates", False, False, ""),
        ("pdf", "Open the PDF", False, False, ""),
        ("ask", "Ask the host a question", False, False, ""),
        ("end", "End the agreement early", False, True, ""),
        ("activate", "Activate", False, False, "The insurance is not filled in."),
        ("complete", "Complete", False, False, "The last day is 30 June 2027."),
    ]
    return [action(*row) for row in rows]


def action(name: str, label: str, primary: bool, danger: bool, reason: str) -> SimpleNamespace:
    """One thing that can be done; with a reason, why it cannot."""
    return SimpleNamespace(
        name=name,
        label=label,
        primary=primary,
        danger=danger,
        reason=reason,
        allowed=not reason,
        url="#actions",
        method="post" if name == "pdf" else "get",
    )


def dangerous() -> list[SimpleNamespace]:
    """Only what ends something, with a very long word."""
    return [
        action("end", "End the agreement early", True, True, ""),
        action("stop", f"Stop {LONGEST_WORD}", False, True, ""),
    ]


def todos() -> list[dict[str, Any]]:
    """One late, one near, one far and one without a date."""
    today = timezone.localdate()
    rows: list[tuple[str, int | None, str]] = [
        ("Answer Noor Claes about her place", -3, "You"),
        ("Sign the agreement with Bakkerij Peeters", 1, "You"),
        (f"Read the report of {LONGEST_NAME}", 11, "Whoever coordinates first"),
        (f"Complete your certificate as {LONGEST_WORD}", None, "You"),
    ]
    return [
        {
            "text": text,
            "url": "#todos",
            "due": None if days is None else today + timedelta(days=days),
            "who": who,
            "overdue": days is not None and days < 0,
        }
        for text, days, who in rows
    ]


def entries() -> list[dict[str, Any]]:
    """Three steps of a story, the newest first."""
    now = timezone.now()
    rows = [
        (0, "Els Wouters", "Signed for the host", ""),
        (2, LONGEST_WORD, f"Sent the agreement to {LONGEST_NAME}", "Version 2: with insurance."),
        (9, "", "Created", ""),
    ]
    return [
        {"when": now - timedelta(days=days), "who": who, "text": text, "detail": more}
        for days, who, text, more in rows
    ]


def table_rows(size: int) -> list[dict[str, Any]]:
    """Rows for the table; every seventh has the longest name."""
    today, tones = timezone.localdate(), list(STATES)
    return [
        {
            "badge": badge(tones[index % 4]) | {"since": None, "waiting_for": None},
            "name": LONGEST_NAME if index % 7 == 3 else f"Bakkerij Peeters {index + 1}",
            "since": today - timedelta(days=index),
            "places": 1 + index * 37,
        }
        for index in range(size)
    ]


def summary() -> list[tuple[Any, ...]]:
    """Rows with a link, a long value, a list and a gap."""
    return [
        ("Student", "Noor Claes", "#summary"),
        ("Host", LONGEST_NAME),
        ("Mentors", ["Els Wouters", LONGEST_WORD]),
        ("Insurance", None),
    ]


def sections() -> list[dict[str, Any]]:
    """A task list with its three usual words."""
    hint = "What is learned where, and when it is assessed."
    rows = [
        ("Parties", "#tasks", "Done", "good", ""),
        (LONGEST_WORD, "#tasks", "Two left", "waiting", hint),
        ("Signatures", None, "Later", "neutral", ""),
    ]
    names = ("title", "url", "status_label", "tone", "hint")
    return [dict(zip(names, row, strict=True)) for row in rows]


def figures() -> list[dict[str, Any]]:
    """Three figures, one of them with a word."""
    rows = [(12, "agreements to sign"), (1284, "hours of guidance"), ("96 %", LONGEST_WORD)]
    return [{"value": value, "label": label, "url": "#figures"} for value, label in rows]


class Named(SimpleNamespace):
    """A thing that is called as it is named."""

    name: str

    def __str__(self) -> str:
        return self.name


def messages() -> list[Named]:
    """One message of each level."""
    texts = {
        "success": "The agreement is signed.",
        "info": "The round closes at noon.",
        "warning": f"Ask {LONGEST_NAME} to answer.",
        "error": "The insurance ends before the last day.",
    }
    return [Named(name=text, level_tag=level) for level, text in texts.items()]


def document(name: str, standing: Any, *, readable: bool) -> SimpleNamespace:
    """A line of a list of documents."""
    version = SimpleNamespace(
        type_label="PDF",
        size=2_400_000,
        uploaded_by="Els Wouters",
        created_at=timezone.now(),
        readable=readable,
    )
    shown = [action("replace", "Replace", False, False, "")] if readable else []
    return SimpleNamespace(
        document=Named(name=name, uuid=NOBODY, current=version), standing=standing, actions=shown
    )


def documents() -> dict[str, SimpleNamespace]:
    """Lists of documents: filled with one that waits for the scanner, empty, and closed."""
    waiting = {"label": "Being checked", "tone": "waiting"}
    lines = [
        document("plan.pdf", None, readable=True),
        document(f"{LONGEST_WORD}.pdf", waiting, readable=False),
    ]
    filled = SimpleNamespace(
        label="Training plans", hint="A PDF of at most 10 MB.", lines=lines, add_url="#documents"
    )
    closed = SimpleNamespace(label="Evidence", lines=[], closed="The recognition has ended.")
    return {"filled": filled, "closed": closed}


def looking() -> Named:
    """Somebody as whom an administrator looks."""
    now = timezone.now()
    until = SimpleNamespace(created_at=now, ends_at=now + timedelta(minutes=30))
    return Named(name="Noor Claes", impersonation=until, is_authenticated=True)


def capacities() -> list[SimpleNamespace]:
    """Two roles, one of which is in use."""
    rows = [("Coordinator, Hogeschool Leiezicht", True), (f"Contact, {LONGEST_NAME}", False)]
    return [
        SimpleNamespace(key=str(n), label=label, active=on) for n, (label, on) in enumerate(rows)
    ]


def words() -> dict[str, Any]:
    """Dates, moments and amounts."""
    now: datetime = timezone.now()
    return {"today": timezone.localdate(), "now": now, "amount": Decimal("1234.5")}


def refused() -> dict[str, Any]:
    """A refusal with its reasons."""
    detail = "The agreement cannot start yet."
    return {"detail": detail, "reasons": ["The insurance is missing.", f"Ask {LONGEST_NAME}."]}


def trail() -> list[tuple[str, str | None]]:
    """The way to a page with a very long name."""
    return [("Agreements", "#results"), (LONGEST_NAME, "#summary"), (LONGEST_WORD, None)]


def draft() -> dict[str, Any]:
    """A form that was begun an hour ago."""
    return {"kept_at": timezone.now() - timedelta(hours=1)}
