"""Who brings files in, and who sees what was brought in."""

from core.models import ImportRun, StagedImport
from tests.access import PEOPLE, Row, World

IMPORTERS = frozenset({"coordinator", "other_coordinator", "administrator"})
COORDINATORS = frozenset({"coordinator", "other_coordinator"})

ROWS = [
    Row("import", ok=IMPORTERS, rest=403),
    Row("import-kind", kwargs={"kind": "students"}, ok=COORDINATORS, rest=403),
    Row("import-kind", kwargs={"kind": "institutions"}, ok={"administrator"}, rest=403),
    Row("import-preview", obj="staged_import", ok={"coordinator"}),
    Row("import-preview", obj="staged_import", method="post", ok={"coordinator"}),
    Row("import-result", obj="import_run", ok={"coordinator"}),
    Row("importrun-list", api=True, ok=IMPORTERS, rest=403),
    Row("importrun-list", api=True, method="post", ok=IMPORTERS, rest=403),
    Row("importrun-kinds", api=True, ok=IMPORTERS, rest=403),
    Row(
        "importrun-detail",
        api=True,
        obj="import_run",
        ok={"coordinator"},
        forbidden=PEOPLE - IMPORTERS,
    ),
]


def build(world: World) -> None:
    """A file that waits, and an import that was done, both of the coordinator."""
    world.staged_import = StagedImport.objects.create(
        importer="students", file_name="students.csv", content=b"email", actor=world.coordinator
    )
    world.import_run = ImportRun.objects.create(
        importer="students",
        file_name="students.csv",
        sha256="0" * 64,
        actor=world.coordinator,
        made=1,
        changed=0,
        unchanged=0,
    )
