"""Of another institution's lines nothing is told, whatever kind of file they stand in."""

from dataclasses import replace
from operator import attrgetter

import pytest
from django.core.files.base import ContentFile

from core.importing import Importer, Outcome, preview_import
from core.importing.importer import in_order
from core.spreadsheets import csv_lines
from matching.models import Application
from tests.factories.partnerships import make_coordinator, make_institution

ELSEWHERE = {
    "This belongs to another institution.",
    "Another institution works with this host too.",
}


def refuse_to_look(row):
    pytest.fail(f"Line {row.line} belongs to somebody else.")


def preview(importer: Importer, actor) -> Outcome:
    """The preview of the example, by an importer that may look nothing up and check nothing."""
    deaf = replace(
        importer,
        lookups=tuple(replace(one, key=refuse_to_look) for one in importer.lookups),
        checks=(refuse_to_look,),
    )
    content = b"".join(csv_lines(importer.example_rows()))
    content = content.replace(b"APP-00001", Application.objects.earliest("pk").code.encode())
    return preview_import(deaf, ContentFile(content, name="example.csv"), actor=actor)


def test_lines_of_somebody_else_are_neither_looked_up_nor_checked(demonstration):
    """D4: what a lookup finds, locks or lets a check say is not for another institution."""
    stranger = make_coordinator(make_institution())
    importers = [*filter(attrgetter("scope"), in_order())]
    assert len(importers) > 10
    for importer in importers:
        problems = preview(importer, stranger).problems
        assert [one.line for one in problems] == [2, 3], importer.name
        assert {str(one.reason) for one in problems} <= ELSEWHERE, importer.name
