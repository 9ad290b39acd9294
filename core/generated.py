"""Files that are made from the code, so that the documentation cannot lie."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

from core.api.documentation import description
from core.models import StatefulRecord
from core.permissions import table
from core.workflow import AUDIENCES, Workflow

NOTE = "<!-- Made by `python manage.py generate`: change the code, not this file. -->\n\n"


def generated_files() -> dict[Path, str]:
    """Every generated file with the text it should have, in English."""
    makers: dict[str, Callable[[], str]] = {
        "docs/reference/workflows.md": workflows_page,
        "docs/reference/permissions.md": permissions_page,
        "docs/reference/openapi.json": openapi_file,
    }
    with translation.override("en"):
        return {settings.BASE_DIR / name: make() for name, make in makers.items()}


def workflows() -> Iterator[Workflow]:
    """The workflow of every stateful model, in the order of the house."""
    for room in settings.ROOMS:
        for model in apps.get_app_config(room).get_models():
            if issubclass(model, StatefulRecord) and not hasattr(model, "pgh_tracked_model"):
                yield model.workflow


def workflows_page() -> str:
    """A diagram and the words of every workflow."""
    parts = [NOTE, "# States and moves\n\n"]
    for workflow in workflows():
        parts += [f"## {str(workflow.noun).capitalize()}\n\n", diagram(workflow), words(workflow)]
    return "".join(parts).rstrip() + "\n"


def diagram(workflow: Workflow) -> str:
    """The moves as a Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {workflow.initial}"]
    for step in workflow.transitions:
        if step.target:
            lines += [f"    {s} --> {step.target}: {step.name}" for s in sorted(step.sources)]
    return "\n".join([*lines, "```", "", ""])


def words(workflow: Workflow) -> str:
    """How each state reads, for everybody and for those who read it otherwise."""
    lines = ["| state | reads | waits for | otherwise |", "| --- | --- | --- | --- |"]
    for state in workflow.states.values:
        label = workflow.labels[state]
        other = "; ".join(
            f"{audience}: {workflow.label(state, audience).label}"
            for audience in AUDIENCES
            if workflow.label(state, audience) != label
        )
        lines.append(f"| `{state}` | {label.label} | {label.waiting_for} | {other} |")
    return "\n".join([*lines, "", ""])


def permissions_page() -> str:
    """Every permission with the predicate that answers it and the reason when it says no."""
    lines = [
        NOTE + "# Who may do what",
        "",
        "Asked with `user.has_perm(name, object)` in pages, API, services, tasks and commands.",
        "",
        "| permission | answered by | reason when no |",
        "| --- | --- | --- |",
    ]
    for name, rule in table().items():
        predicate = rule.allows
        where = f"{predicate.__module__}.{predicate.__qualname__}"
        lines.append(f"| `{name}` | `{where}` | {rule.reason} |")
    return "\n".join(lines) + "\n"


def openapi_file() -> str:
    """The description of the API."""
    return (
        json.dumps(description(), indent=2, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    )
