"""Who gets what among partners."""

from core.documents.enums import Scan
from core.documents.service import add_document
from partnerships.attachments import EVIDENCE, LOGO
from tests import files
from tests.access import DECIDERS, PEOPLE, STAFF, Row, World

PARTNERS = STAFF | DECIDERS
LEADERS = frozenset({"coordinator", "director"})
# Other institutions and hosts may open the lists (and find only their own rows there).
STRANGERS = frozenset({"other_coordinator", "other_contact"})

# Whoever knows the institution hears who may.
LOOK = {
    "ok": {"coordinator"},
    "forbidden": PARTNERS
    | {"mentor", "student", "other_student", "other_mentor", "other_contact", "administrator"}
    - {"coordinator"},
}
CLOSING = {"ok": {"coordinator"}, "forbidden": {"director", "coach"}}


def build(world: World) -> None:
    """What the contact person of the host brought in about a recognition."""
    file = files.upload(files.pdf(), "verslag.pdf")
    world.evidence = add_document(world.recognition, kind=EVIDENCE, file=file, actor=world.contact)
    picture = files.upload(files.picture(), "logo.png")
    world.logo = add_document(
        world.institution, kind=LOGO, file=picture, actor=world.coordinator
    ).current
    file = files.upload(files.pdf(b"<< /Title (Virus) >>"), "virus.pdf")
    bad = add_document(world.recognition, kind=EVIDENCE, file=file, actor=world.contact)
    bad.versions.update(scan=Scan.QUARANTINED, finding="Test.Virus", scanner="ClamAV")
    world.kept_apart = bad.versions.get()


def evidence(name: str, ok: set[str] | frozenset[str]) -> list[Row]:
    """Something that is done with a document: as a page and over the API."""
    rest = {"obj": "evidence", "ok": ok, "forbidden": PARTNERS - ok}
    return [
        Row(f"document-{name}", **rest),
        Row(f"document-{name}", method="post", data={"reason": "Geschil"}, **rest),
        Row(f"document-api-{name}", method="post", api=True, data={"reason": "x"}, **rest),
    ]


ROWS = [
    Row(
        "document-add",
        kwargs=lambda world: {"kind": EVIDENCE.name, "uuid": world.recognition.uuid},
        ok=LEADERS | DECIDERS,
        forbidden={"coach"},
    ),
    Row("document", obj="evidence", ok=PARTNERS),
    Row("document-download", obj="evidence", ok=PARTNERS),
    Row("document-version", kwargs=lambda w: {"uuid": w.evidence.uuid, "number": 1}, ok=PARTNERS),
    Row("document-api-detail", obj="evidence", api=True, ok=PARTNERS),
    Row("document-api-download", obj="evidence", api=True, ok=PARTNERS),
    Row("document-scan", method="post", obj="kept_apart", ok={"administrator"}, rest=403),
    Row("file-apart-detail", api=True, obj="kept_apart", ok={"administrator"}),
    Row("file-apart-scan", api=True, method="post", obj="kept_apart", ok={"administrator"}),
    *evidence("replace", LEADERS | {"contact"}),
    *evidence("remove", LEADERS | {"contact"}),
    *evidence("keep", LEADERS),
    *evidence("release", LEADERS),
    Row("partnerships:host-list", ok=STAFF | {"other_coordinator"}, rest=403),
    Row(
        "partnerships:host-detail",
        obj="host",
        ok=PARTNERS | {"other_coordinator"},
        forbidden={"mentor", "other_mentor", "administrator"},
    ),
    Row(
        "partnerships:partnership-create",
        obj="host",
        ok={"coordinator", "other_coordinator"},
        rest=403,
    ),
    Row("partnerships:partnership-list", ok=PARTNERS | STRANGERS, rest=403),
    Row("partnerships:partnership-detail", obj="partnership", ok=PARTNERS),
    Row(
        "partnerships:framework-create",
        obj="partnership",
        ok={"coordinator"},
        forbidden=PEOPLE - {"other_coordinator"},
    ),
    Row("partnerships:framework-detail", obj="framework", ok=PARTNERS),
    Row("partnerships:recognition-list", ok=PARTNERS | STRANGERS, rest=403),
    Row("partnerships:recognition-detail", obj="recognition", ok=PARTNERS),
    Row(
        "partnerships:recognition-create",
        obj="establishment",
        ok=LEADERS | {"other_coordinator"},
        rest=403,
    ),
    Row("partnerships:organisation-list", ok={"administrator"}, rest=403),
    Row(
        "partnerships:organisation-access-code",
        obj="other_institution",
        ok={"administrator"},
        forbidden={"other_coordinator", "outside_student"},
    ),
    Row("organisation-list", api=True, ok={"administrator"}, rest=403),
    Row(
        "organisation-detail",
        api=True,
        obj="other_institution",
        ok={"administrator"},
        forbidden={"other_coordinator", "outside_student"},
    ),
    Row(
        "organisation-set-access-code",
        api=True,
        method="post",
        obj="other_institution",
        ok={"administrator"},
        forbidden={"other_coordinator", "outside_student"},
    ),
    Row("partnerships:look-home", ok={"coordinator", "other_coordinator"}, rest=403),
    Row("partnerships:look", obj="institution", **LOOK),
    Row("partnerships:look", method="post", obj="institution", **LOOK),
    Row("partnerships:logo", obj="logo", public=True),
    Row("look-api-list", api=True, ok={"coordinator", "other_coordinator"}, rest=403),
    Row("look-api-detail", api=True, obj="institution", **LOOK),
    Row("look-api-set-accent", api=True, method="post", obj="institution", **LOOK),
    Row("partnerships:closing-list", ok=STAFF | {"other_coordinator"}, rest=403),
    Row("partnerships:closing-create", ok={"coordinator", "other_coordinator"}, rest=403),
    Row("partnerships:closing-change", obj="closing", **CLOSING),
    Row("partnerships:closing-remove", obj="closing", **CLOSING),
    Row("partnerships:closing-remove", method="post", obj="closing", **CLOSING),
    Row("closing-api-list", api=True, ok=STAFF | {"other_coordinator"}, rest=403),
    Row(
        "closing-api-list",
        api=True,
        method="post",
        ok={"coordinator", "other_coordinator"},
        rest=403,
    ),
    Row("closing-api-detail", api=True, obj="closing", ok=STAFF),
    Row("closing-api-detail", api=True, method="delete", obj="closing", **CLOSING),
    Row("closing-api-change", api=True, method="post", obj="closing", **CLOSING),
    Row("host-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row(
        "host-detail",
        api=True,
        obj="host",
        ok=PARTNERS | {"other_coordinator"},
        forbidden={"mentor", "other_mentor", "administrator"},
    ),
    Row("partnership-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row("partnership-detail", api=True, obj="partnership", ok=PARTNERS),
    Row("framework-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row("framework-detail", api=True, obj="framework", ok=PARTNERS),
    Row("recognition-list", api=True, ok=PARTNERS | STRANGERS, rest=403),
    Row("recognition-detail", api=True, obj="recognition", ok=PARTNERS),
]
