"""Who brings files in, and who sees what was brought in."""

from core.importing.formats import Reading
from core.models import ImportJob, ImportRun, Stage
from tests.access import PEOPLE, Row, World

IMPORTERS = frozenset({"coordinator", "other_coordinator", "administrator"})
COORDINATORS = frozenset({"coordinator", "other_coordinator"})

# Over the API nobody else gets as far as the row.
OWN = {"api": True, "ok": frozenset({"coordinator"}), "forbidden": PEOPLE - IMPORTERS}

ROWS = [
    Row("import", ok=IMPORTERS, rest=403),
    Row("import-kind", kwargs={"kind": "students"}, ok=COORDINATORS, rest=403),
    Row("import-kind", kwargs={"kind": "institutions"}, ok={"administrator"}, rest=403),
    *(
        Row("import-example", kwargs={"kind": "students", "form": form}, ok=COORDINATORS, rest=403)
        for form in ("csv", "xlsx")
    ),
    Row("import-forget", kwargs={"kind": "students"}, method="post", ok=COORDINATORS, rest=403),
    Row("import-job", obj="import_job", ok={"coordinator"}),
    Row("import-reading", obj="import_job", ok={"coordinator"}),
    Row("import-columns", obj="import_job", ok={"coordinator"}),
    Row("import-problems", obj="import_job", ok={"coordinator"}),
    Row("import-to-mend", obj="import_job", ok={"coordinator"}),
    Row("import-other-lines", obj="import_job", ok={"coordinator"}),
    Row("import-confirm", obj="import_job", method="post", ok={"coordinator"}),
    Row("import-stop", obj="import_job", method="post", ok={"coordinator"}),
    Row("import-try-again", obj="import_job", method="post", ok={"coordinator"}),
    Row("import-history", ok=IMPORTERS, rest=403),
    Row("import-result", obj="import_run", ok={"coordinator"}),
    Row("import-undo", obj="import_run", ok={"coordinator"}),
    Row("import-undo", obj="import_run", method="post", ok={"coordinator"}),
    Row("importrun-list", api=True, ok=IMPORTERS, rest=403),
    Row("importrun-kinds", api=True, ok=IMPORTERS, rest=403),
    Row("importrun-detail", obj="import_run", **OWN),
    Row("importrun-undo", obj="import_run", method="post", **OWN),
    Row("importjob-list", api=True, ok=IMPORTERS, rest=403),
    Row("importjob-list", api=True, method="post", ok=IMPORTERS, rest=403),
    Row("importjob-detail", obj="import_job", **OWN),
    Row("importjob-problems", obj="import_job", **OWN),
    Row("importjob-reading", obj="import_job", method="post", **OWN),
    Row("importjob-columns", obj="import_job", method="post", **OWN),
    Row("importjob-confirm", obj="import_job", method="post", **OWN),
    Row("importjob-stop", obj="import_job", method="post", **OWN),
    Row("importjob-try-again", obj="import_job", method="post", **OWN),
]


def build(world: World) -> None:
    """A file that was looked at, and an import that was done, both of the coordinator."""
    world.import_job = ImportJob.objects.create(
        importer="students",
        file_name="students.csv",
        actor=world.coordinator,
        stage=Stage.REFUSED,
        reading=vars(Reading()),
        header=["email"],
        places=["email"],
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
