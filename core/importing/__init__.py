"""Files of rows become rows of the platform: read, checked, written all together or not at all.

A room describes a file as data (`Importer`): its columns, how a row becomes rows of models,
the natural key that makes a second import harmless, and whose rows a person may bring in.
Cells are checked by the model fields' own validators and choices, so that no rule is
spelled twice. A preview does all of it, writing included, and takes it back.
"""

from core.importing.cells import Cell, Code, ListOf, Number, Reference, Text, YesNo
from core.importing.history import events_of_run
from core.importing.importer import Column, Importer, importer_named, importers, importers_for
from core.importing.obstacles import cannot_undo
from core.importing.outcome import Outcome, Problem
from core.importing.rows import Lookup, Row
from core.importing.services import preview_import, run_import
from core.importing.targets import Target, same

__all__ = [
    "Cell",
    "Code",
    "Column",
    "Importer",
    "ListOf",
    "Lookup",
    "Number",
    "Outcome",
    "Problem",
    "Reference",
    "Row",
    "Target",
    "Text",
    "YesNo",
    "cannot_undo",
    "events_of_run",
    "importer_named",
    "importers",
    "importers_for",
    "preview_import",
    "run_import",
    "same",
]
