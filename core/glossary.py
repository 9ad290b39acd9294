"""Words of the field and of the technique that the pages use, each explained in plain words.

A word that needs explaining stands here, or is not used: a test reads both catalogues.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Term:
    """A word and what it means here. ``key`` is its place on the page."""

    key: str
    word: "StrOrPromise"
    meaning: "StrOrPromise"


@dataclass(frozen=True)
class Chapter:
    """Words that belong together, for one kind of reader."""

    title: "StrOrPromise"
    terms: tuple[Term, ...]


LEARNING = Chapter(
    _("Learning"),
    (
        Term(
            "wbl",
            _("Work-based learning"),
            _("Learning a part of a programme at a workplace, with real tasks and a mentor."),
        ),
        Term(
            "pilot",
            _("Pilot"),
            _("A try-out of work-based learning for some years, followed by the ministry."),
        ),
        Term(
            "pathway",
            _("Pathway"),
            _(
                "The part of a programme that is learned at work: what is learned, where, and how"
                " it is assessed. Students choose it."
            ),
        ),
        Term(
            "trajectory",
            _("Trajectory"),
            _("One student's own way through a pathway, from the first day to the last."),
        ),
        Term(
            "outcome",
            _("Learning outcome"),
            _("What a student can do at the end, in one sentence."),
        ),
        Term(
            "graduate",
            _("Associate degree"),
            _("A programme of higher education of two years, close to an occupation."),
        ),
        Term(
            "director",
            _("Programme director"),
            _("Who answers for a programme at the institution."),
        ),
        Term("coach", _("Trajectory coach"), _("Who guides the student for the institution.")),
    ),
)
HOSTS = Chapter(
    _("At work"),
    (
        Term(
            "host",
            _("Host organisation"),
            _("The company or organisation where a student learns."),
        ),
        Term("mentor", _("Mentor"), _("Who guides the student at the host organisation.")),
        Term(
            "recognition",
            _("Recognition"),
            _(
                "The decision of an institution that students of a programme may learn at a site:"
                " it is safe, and there is somebody to guide them."
            ),
        ),
        Term(
            "vdab",
            "VDAB",
            _("The Flemish public service that helps people to find work and to learn for it."),
        ),
        Term("nace", "NACE", _("The European list of kinds of businesses, each with a number.")),
        Term(
            "ovo",
            "OVO",
            _("The number that the Flemish government gives to its own organisations."),
        ),
        Term(
            "acm",
            "ACM/IDM",
            _(
                "How one signs in with the Flemish government, for the organisation where one"
                " works."
            ),
        ),
        Term("it", "IT", _("The people who look after the computers of an organisation.")),
    ),
)
CHOOSING = Chapter(
    _("Choosing a place"),
    (
        Term(
            "match",
            _("Matching"),
            _(
                "Who gets which place, worked out from everybody's lists and scores by fixed rules"
                " that anybody can check."
            ),
        ),
        Term(
            "review",
            _("Quality review"),
            _(
                "A look at how good a pathway, a place or a partnership is. Those whom it is"
                " about answer."
            ),
        ),
    ),
)
TECHNIQUE = Chapter(
    _("Files and programs"),
    (
        Term(
            "api",
            "API, JSON, XML",
            _("How programs ask this platform for data, and the forms in which data then come."),
        ),
        Term(
            "client",
            _("API client"),
            _("A program of an organisation that may fetch data here."),
        ),
        Term("token", _("Token"), _("A key that a program gets for an hour, after its sign-in.")),
        Term("scope", _("Scope"), _("What a program may fetch with its token.")),
        Term(
            "protocol",
            _("Protocol"),
            _("The public agreement that says which data go to whom, and why."),
        ),
        Term("dataset", _("Dataset"), _("A table of data with a name, made for analysis.")),
        Term(
            "pseudonym",
            _("Pseudonym"),
            _("A meaningless number in place of a name, so that nobody knows who it is about."),
        ),
        Term(
            "encrypted",
            _("Encrypted"),
            _("Written so that only who has the key can read it."),
        ),
        Term(
            "hash",
            _("Hash (SHA-256)"),
            _("The fingerprint of a text or file: when a letter changes, it changes."),
        ),
        Term(
            "identifier",
            "UUID",
            _("A long number that no other thing in the world has."),
        ),
        Term("csv", "CSV", _("A table as plain text, which every spreadsheet can open.")),
        Term(
            "encoding",
            "UTF",
            _("How letters are written in a file, so that accents stay right."),
        ),
        Term(
            "pdf",
            "PDF, RTF",
            _("Documents as they look on paper."),
        ),
        Term("image", "PNG, JPEG, HEIC", _("Kinds of pictures; telephones make HEIC.")),
        Term("qr", _("QR code"), _("A square of dots that a telephone reads with its camera.")),
        Term("mb", "MB", _("A measure of files: a photo has about 3 MB.")),
        Term(
            "isced",
            "ISCED, ISO",
            _("Worldwide lists of codes: of fields of study, of regions."),
        ),
        Term(
            "wcag",
            "WCAG, AA",
            _(
                "The worldwide rules for pages that everybody can use, and the level that the"
                " law asks for."
            ),
        ),
        Term(
            "nul",
            "NUL",
            _("A sign that nobody can see and that does not belong in a text."),
        ),
    ),
)
CHAPTERS = (LEARNING, HOSTS, CHOOSING, TECHNIQUE)
