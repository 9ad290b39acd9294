"""Agreements, their clauses, versions and model clauses."""

from agreements.enums import AgreementState
from agreements.models import ClauseTemplate
from agreements.services import add_clause
from tests.access import DECIDERS, HOST, STAFF, Row, World
from tests.factories import trajectories as make
from tests.factories.agreements import make_agreement, make_planned_trajectory

LEADERS = {"coordinator", "director"}
PARTY = STAFF | DECIDERS | {"mentor", "student"}
SIGNERS = LEADERS | {"signatory", "student"}
WRITERS = STAFF | {"other_coordinator"}
READERS = (
    WRITERS
    | HOST
    | {"other_mentor", "other_contact", "student", "other_student", "outside_student"}
)


def build(world: World) -> None:
    """An agreement of the same student in every state that a verb needs."""

    def run():
        pathway = make.make_pathway(
            world.programme, coordinator=world.coordinator, coach=world.coach
        )
        position = make.make_position(pathway, workplace=world.workplace, mentor=world.mentor_row)
        return make_planned_trajectory(position=position, student=world.student_row)

    def agreement(state):
        return make_agreement(run(), AgreementState(state), actor=world.coordinator)

    world.planned_trajectory = run()
    world.draft_agreement = agreement("draft")
    world.clause = world.draft_agreement.clauses.first()
    world.own_clause = add_clause(
        world.draft_agreement,
        actor=world.coordinator,
        title_nl="Fietsen",
        text_nl="De student mag de fiets gebruiken.",
        responsible="host",
    )
    world.proposed_agreement = agreement("proposed")
    world.version = world.proposed_agreement.current_version()
    world.signed_agreement = agreement("signed")
    world.agreement_in_force = agreement("in_force")
    world.clause_template = ClauseTemplate.objects.first()


def both(verb: str, obj: str, ok, seen=PARTY) -> list[Row]:
    """A verb as a page and over the API: those who see the object but may not get 403."""
    rest = {"ok": ok, "forbidden": frozenset(seen) - frozenset(ok)}
    name = f"agreement-{verb}"
    return [
        Row(f"agreements:{name}", obj=obj, **rest),
        Row(f"agreements:{name}", obj=obj, method="post", **rest),
        Row(name, obj=obj, method="post", api=True, **rest),
    ]


ROWS = [
    Row("agreements:agreement-list", ok=READERS, rest=403),
    Row("agreements:agreement-create", ok=WRITERS, rest=403),
    Row(
        "agreements:agreement-draft",
        obj="planned_trajectory",
        method="post",
        ok=STAFF,
        forbidden=PARTY - STAFF,
    ),
    Row("agreements:agreement-detail", obj="proposed_agreement", ok=PARTY),
    Row("agreements:agreement-detail", obj="draft_agreement", ok=STAFF),
    Row("agreements:agreement-edit", obj="draft_agreement", ok=STAFF),
    Row("agreements:agreement-preview", obj="draft_agreement", ok=STAFF),
    Row(
        "agreements:agreement-preview",
        obj="proposed_agreement",
        ok=STAFF,
        forbidden=PARTY - STAFF,
    ),
    Row("agreements:clause-create", obj="draft_agreement", ok=STAFF),
    Row("agreements:clause-create", obj="draft_agreement", method="post", ok=STAFF),
    Row("agreements:clause-edit", obj="clause", ok=STAFF),
    Row("agreements:clause-edit", obj="clause", method="post", ok=STAFF),
    Row("agreements:clause-remove", obj="own_clause", ok=STAFF),
    Row("agreements:clause-remove", obj="own_clause", method="post", ok=STAFF),
    Row("agreements:version-detail", obj="version", ok=PARTY),
    Row("agreements:version-pdf", obj="version", ok=PARTY),
    Row("agreements:clausetemplate-list", ok=WRITERS, rest=403),
    Row("agreements:clausetemplate-create", ok=LEADERS | {"other_coordinator"}, rest=403),
    Row("agreements:clausetemplate-detail", obj="clause_template", ok=WRITERS),
    *both("propose", "draft_agreement", STAFF, seen=STAFF),
    *both("revise", "proposed_agreement", STAFF),
    *both("sign", "proposed_agreement", SIGNERS),
    *both("decline", "proposed_agreement", SIGNERS),
    *both("activate", "signed_agreement", LEADERS),
    *both("renew-evidence", "signed_agreement", LEADERS),
    *both("complete", "agreement_in_force", LEADERS),
    *both("cancel", "proposed_agreement", LEADERS),
    *both("terminate", "agreement_in_force", LEADERS),
    Row("agreement-list", api=True, ok=READERS, rest=403),
    Row("agreement-list", method="post", api=True, ok=READERS, rest=403),
    Row("agreement-detail", obj="proposed_agreement", api=True, ok=PARTY),
    Row("agreement-detail", obj="draft_agreement", api=True, ok=STAFF),
    Row("clause-list", api=True, ok=WRITERS, rest=403),
    Row("clause-detail", obj="clause", api=True, ok=STAFF),
    Row("clause-fill", obj="clause", method="post", api=True, ok=STAFF),
    Row("version-list", api=True, ok=READERS, rest=403),
    Row("version-detail", obj="version", api=True, ok=PARTY),
    Row("version-pdf", obj="version", api=True, ok=PARTY),
    Row("clausetemplate-list", api=True, ok=WRITERS, rest=403),
    Row("clausetemplate-detail", obj="clause_template", api=True, ok=WRITERS),
]
