"""Some documents, so that a newcomer finds what they are for: reports of visits, sketches."""

import io
import json
from typing import Any

import typst
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from config.demo.accounts import COORDINATOR
from config.demo.people import contact_of, person
from core.documents.service import add_document
from core.templatetags.words import human_date
from partnerships.attachments import EVIDENCE
from partnerships.models import Recognition
from trajectories.attachments import LOG_EVIDENCE
from trajectories.enums import LogEntryState
from trajectories.models import LogEntry

REPORTS, SKETCHES = 3, 5
REPORT = """
#set page(paper: "a4", margin: 2.5cm)
#set text(lang: "nl", size: 11pt)
= Verslag van het bezoek
#let about = json(bytes(sys.inputs.about))
*Werkplek:* #about.site \\
*Opleiding:* #about.programme \\
*Erkend vanaf:* #about.day

Fictief verslag bij de demonstratie.

== Wat we zagen
De student krijgt een vaste plek in het team en werkt met hetzelfde materiaal als de collega's.
De onthaaldag, de veiligheidsafspraken en de werkkledij zijn geregeld.

== Wat we afspraken
- De mentor heeft elke week een uur om het logboek te bespreken.
- De risicoanalyse wordt elk jaar nagekeken, de eerste keer voor de start.
"""


def attach_documents() -> None:
    """A report with the first recognitions, a sketch with the first open days in a log."""
    mine = Recognition.objects.filter(institution__memberships__user__email=COORDINATOR)
    rows = mine.select_related(*EVIDENCE.related).order_by("valid_from", "pk")
    for recognition in rows[:REPORTS]:
        actor = contact_of(recognition.establishment.organisation)
        add_document(recognition, kind=EVIDENCE, file=report(recognition), actor=actor)
    days = LogEntry.objects.exclude(state=LogEntryState.CONFIRMED)
    entries = days.select_related(*LOG_EVIDENCE.related).order_by("trajectory_id", "-day")
    for entry in entries.distinct("trajectory_id")[:SKETCHES]:
        student = person(entry.trajectory.student.user_id)
        add_document(entry, kind=LOG_EVIDENCE, file=sketch(), actor=student)


def report(recognition: Recognition) -> "ContentFile[bytes]":
    """The report of a visit to the place, as a PDF."""
    about = {
        "site": str(recognition.establishment),
        "programme": str(recognition.programme),
        "day": human_date(recognition.valid_from),
    }
    made: Any = typst.compile(
        REPORT.encode(), sys_inputs={"about": json.dumps(about)}, ignore_system_fonts=True
    )
    return ContentFile(made, name="verslag-bezoek.pdf")


def sketch() -> "ContentFile[bytes]":
    """What somebody drew of a machine: a tank, a pump, a tap and what joins them."""
    picture = Image.new("RGB", (720, 400), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 90, 240, 310), outline="black", width=4)
    pen.rectangle((62, 200, 238, 308), fill="#9cc4e4")
    pen.line((240, 260, 380, 260), fill="black", width=4)
    pen.ellipse((380, 210, 480, 310), outline="black", width=4)
    pen.polygon(((405, 235), (405, 285), (460, 260)), outline="black", width=4)
    pen.line((480, 260, 640, 260, 640, 90), fill="black", width=4)
    pen.polygon(((615, 70), (665, 70), (640, 100)), outline="black", width=4)
    for place, word in (((110, 60), "TANK"), ((400, 320), "POMP"), ((600, 40), "KRAAN")):
        pen.text(place, word, fill="black", font_size=24)
    found = io.BytesIO()
    picture.save(found, "PNG", optimize=True)
    return ContentFile(found.getvalue(), name="schets-opstelling.png")
