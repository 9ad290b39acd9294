"""Pathways, positions, students, runs and logs."""

from core.documents.service import add_document
from tests import files
from tests.access import DECIDERS, HOST, PEOPLE, STAFF, Row, World
from tests.factories import trajectories as make
from trajectories.attachments import LOG_EVIDENCE
from trajectories.enums import LogEntryState, PathwayState, TrajectoryState

DESIGNERS = {"coordinator", "director"}
STUDENTS = {"student", "other_student", "outside_student"}
OTHERS = {"other_coordinator", "other_contact"}
# What is in co-creation: the institution and all its partner hosts, position or not.
ASKED = STAFF | HOST | {"other_mentor", "other_contact"}
TAKING_PART = STAFF | HOST | STUDENTS | OTHERS | {"other_mentor"}
PARTY = STAFF | DECIDERS | {"mentor", "student"}


def build(world: World) -> None:
    """One object per state that a verb needs."""
    people = {"coordinator": world.coordinator, "coach": world.coach}

    def pathway(state: PathwayState):
        return make.make_pathway(world.programme, state=state, **people)

    def position(of):
        return make.make_position(of, workplace=world.workplace, mentor=world.mentor_row)

    world.draft_pathway = pathway(PathwayState.DRAFT)
    world.pathway_in_co_creation = pathway(PathwayState.CO_CREATION)
    world.co_created_position = position(world.pathway_in_co_creation)
    world.agreed_pathway = pathway(PathwayState.AGREED)
    position(world.agreed_pathway)
    world.pathway = pathway(PathwayState.OPEN)
    world.position = position(world.pathway)
    world.other_student_row = make.make_student(world.programme, user=world.other_student)
    world.outside_student_row = make.make_student(world.other_programme, user=world.outside_student)
    make.make_status(world.student_row)
    world.trajectory = make.make_trajectory(world.position, world.student_row)
    other_run = position(pathway(PathwayState.OPEN))
    world.interrupted_trajectory = make.make_trajectory(other_run, world.student_row)
    make.walk(world.interrupted_trajectory, [TrajectoryState.INTERRUPTED])
    world.log_entry = make.make_log_entry(world.trajectory)
    world.returned_entry = make.make_log_entry(
        world.trajectory, LogEntryState.RETURNED, question="Welke pomp?"
    )
    file = files.upload(files.picture(), "pomp.png")
    world.log_paper = add_document(
        world.log_entry, kind=LOG_EVIDENCE, file=file, actor=world.student
    )


def both(
    name: str, obj: str, ok: set[str], seen: frozenset[str] | set[str], **data: str
) -> list[Row]:
    """A verb as a page and over the API: those who see the object but may not get 403."""
    rest = {"ok": ok, "forbidden": frozenset(seen) - ok}
    return [
        Row(f"trajectories:{name}", obj=obj, **rest),
        Row(f"trajectories:{name}", obj=obj, method="post", data=data, **rest),
        Row(name, obj=obj, method="post", api=True, data=data, **rest),
    ]


RUN_GUIDES = DESIGNERS | {"coach"}
DAY = {"day": "2026-09-14", "hours": "7.5", "text": "Een pomp nagekeken.", "answer": "Ja."}

ROWS = [
    Row("public-pathways", public=True),
    Row("public-pathway", obj="pathway", public=True),
    Row("trajectories:pathway-list", ok=PEOPLE),
    Row("trajectories:pathway-create", ok=DESIGNERS | {"other_coordinator"}, rest=403),
    Row("trajectories:pathway-detail", obj="pathway", ok=PEOPLE),
    Row("trajectories:pathway-detail", obj="pathway_in_co_creation", ok=ASKED),
    Row("trajectories:pathway-detail", obj="draft_pathway", ok=STAFF),
    Row("trajectories:pathway-edit", obj="draft_pathway", ok=DESIGNERS, forbidden={"coach"}),
    Row(
        "trajectories:pathway-place-outcomes",
        obj="draft_pathway",
        ok=DESIGNERS,
        forbidden={"coach"},
    ),
    Row(
        "pathway-edit",
        obj="draft_pathway",
        api=True,
        method="post",
        ok=DESIGNERS,
        forbidden={"coach"},
        data={"wbl_credits": 50},
    ),
    Row(
        "trajectories:pathway-set-conditions",
        obj="draft_pathway",
        ok=DESIGNERS,
        forbidden={"coach"},
    ),
    Row(
        "pathway-set-conditions",
        obj="draft_pathway",
        api=True,
        method="post",
        ok=DESIGNERS,
        forbidden={"coach"},
        data={"conditions": []},
    ),
    Row(
        "pathway-place-outcomes",
        obj="draft_pathway",
        api=True,
        method="post",
        ok=DESIGNERS,
        forbidden={"coach"},
        data={"places": []},
    ),
    Row(
        "trajectories:pathway-set-limits",
        obj="pathway",
        ok=DESIGNERS,
        forbidden=PEOPLE - DESIGNERS,
    ),
    Row(
        "pathway-set-limits",
        obj="pathway",
        api=True,
        method="post",
        ok=DESIGNERS,
        forbidden=PEOPLE - DESIGNERS,
        data={"limits": []},
    ),
    *both("pathway-start-co-creation", "draft_pathway", DESIGNERS, STAFF),
    *both("pathway-accept", "pathway_in_co_creation", DESIGNERS | DECIDERS, ASKED),
    *both("pathway-revise", "agreed_pathway", DESIGNERS, ASKED),
    *both("pathway-open", "agreed_pathway", DESIGNERS, ASKED),
    *both("pathway-close", "pathway", DESIGNERS, PEOPLE),
    *both("pathway-withdraw", "draft_pathway", DESIGNERS, STAFF),
    Row("trajectories:position-list", ok=TAKING_PART, rest=403),
    Row(
        "trajectories:position-detail",
        obj="position",
        ok=STAFF | HOST | {"other_mentor", "student", "other_student"},
    ),
    Row("trajectories:position-detail", obj="co_created_position", ok=ASKED - {"other_contact"}),
    Row(
        "trajectories:position-create",
        obj="pathway_in_co_creation",
        ok=DECIDERS | {"other_contact"},
        forbidden=ASKED - DECIDERS - {"other_contact"},
    ),
    Row(
        "trajectories:position-edit",
        obj="co_created_position",
        ok=DECIDERS,
        forbidden=STAFF | {"mentor", "other_mentor"},
    ),
    Row("trajectories:student-list", ok=STAFF | {"other_coordinator"}, rest=403),
    Row("trajectories:my-file", ok=STUDENTS),
    Row("trajectories:student-detail", obj="student_row", ok=STAFF | {"student"}),
    Row("trajectories:trajectory-list", ok=TAKING_PART, rest=403),
    Row("trajectories:trajectory-detail", obj="trajectory", ok=PARTY),
    *both("trajectory-log", "trajectory", {"student"}, PARTY, **DAY),
    *both("trajectory-interrupt", "trajectory", RUN_GUIDES, PARTY, reason="Ziek"),
    *both("trajectory-resume", "interrupted_trajectory", RUN_GUIDES, PARTY, reason="Ziek"),
    *both("trajectory-complete", "trajectory", RUN_GUIDES, PARTY, reason="Ziek"),
    *both("trajectory-end-early", "trajectory", RUN_GUIDES, PARTY, reason="Ziek"),
    Row("trajectories:logentry-detail", obj="log_entry", ok=PARTY),
    *both("logentry-confirm", "log_entry", {"mentor"}, PARTY),
    *both("logentry-ask", "log_entry", {"mentor"}, PARTY, question="Welke?"),
    *both("logentry-rewrite", "returned_entry", {"student"}, PARTY, **DAY),
    Row(
        "document-add",
        kwargs=lambda world: {"kind": LOG_EVIDENCE.name, "uuid": world.log_entry.uuid},
        ok={"student"},
        forbidden=PARTY - {"student"},
    ),
    Row("document", obj="log_paper", ok=PARTY),
    Row("document-download", obj="log_paper", ok=PARTY),
    Row("document-api-download", obj="log_paper", api=True, ok=PARTY),
    Row("document-remove", obj="log_paper", ok={"student"}, forbidden=PARTY - {"student"}),
    Row("document-keep", obj="log_paper", ok=RUN_GUIDES, forbidden=PARTY - RUN_GUIDES),
    Row("pathway-list", api=True, ok=PEOPLE),
    Row("pathway-detail", obj="pathway", api=True, ok=PEOPLE),
    Row("pathway-detail", obj="pathway_in_co_creation", api=True, ok=ASKED),
    Row("position-list", api=True, ok=PEOPLE),
    Row(
        "position-detail",
        obj="position",
        api=True,
        ok=STAFF | HOST | {"other_mentor", "student", "other_student"},
    ),
    Row("trajectory-list", api=True, ok=PEOPLE),
    Row("trajectory-detail", obj="trajectory", api=True, ok=PARTY),
    Row("logentry-list", api=True, ok=PEOPLE),
    Row("logentry-detail", obj="log_entry", api=True, ok=PARTY),
]
