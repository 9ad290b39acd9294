"""Files that are made from the code, so that the documentation cannot lie."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

from core.api.changes import CHANGES
from core.api.documentation import description
from core.api.problems import LIST
from core.deadlines.kinds import deadlines
from core.importing.importer import Importer, in_order
from core.models import StatefulRecord
from core.notifications.enums import Delivery
from core.notifications.kinds import kinds, topics
from core.notifications.notices import notices
from core.permissions import table
from core.privacy.register import holdings
from core.privacy.retention import rules
from core.rule_codes import codes
from core.workflow import AUDIENCES, Workflow

NOTE = "<!-- Made by `python manage.py generate`: change the code, not this file. -->\n\n"


def generated_files() -> dict[Path, str]:
    """Every generated file with the text it should have, in English."""
    makers: dict[str, Callable[[], str]] = {
        "docs/reference/workflows.md": workflows_page,
        "docs/reference/permissions.md": permissions_page,
        "docs/reference/notifications.md": notifications_page,
        "docs/reference/deadlines.md": deadlines_page,
        "docs/reference/imports.md": imports_page,
        "docs/reference/personal-data.md": personal_data_page,
        "docs/reference/openapi.json": openapi_file,
        "docs/reference/problems.md": problems_page,
        "docs/reference/api-changes.md": changes_page,
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


def imports_page() -> str:
    """Every kind of file with its columns, in the order in which files need each other."""
    parts = [NOTE, "# Files and their columns\n\n"]
    parts.append(
        "How to bring them in: [Bringing in files](../importing.md). A column may be called by its"
        " name or by its label in Dutch or English.\n"
    )
    return "".join(parts + [_kind_of_file(one) for one in in_order()])


def _kind_of_file(importer: Importer) -> str:
    lines = [
        f"\n## {importer.title}\n",
        f"`{importer.name}`; a line is known again by "
        + ", ".join(f"`{name}`" for name in importer.key)
        + ".\n",
        "| column | label (en; nl) | what may stand there | needed | example |",
        "| --- | --- | --- | --- | --- |",
    ]
    for column in importer.described():
        with translation.override("nl"):
            dutch = importer.label_of(column["name"])
        codes = ": " + ", ".join(f"`{code}`" for code in column["codes"]) if column["codes"] else ""
        cells = (
            f"`{column['name']}`",
            f"{column['label']}; {dutch}",
            f"{column['kind']}{codes}",
            "yes" if column["required"] else "",
            column["example"],
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


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


def notifications_page() -> str:
    """What people are told: per topic every kind, and after which verb."""
    verbs: dict[str, list[str]] = {}
    for (model, verb), told in notices.items():
        for notice in told:
            verbs.setdefault(notice.kind.name, []).append(f"{model}.{verb}")
    parts = [NOTE + "# What people are told\n"]
    for name in sorted(topics):
        topic = topics[name]
        how = (
            "always, at once"
            if topic.required
            else f"{Delivery(topic.default).label}, or as chosen"
        )
        parts += [f"\n## {topic.label}\n\n`{name}`: {how}\n\n"]
        parts += ["| kind | subject | after |\n| --- | --- | --- |\n"]
        parts += [
            f"| `{kind.name}` | {kind.subject} | {', '.join(verbs.get(kind.name, []))} |\n"
            for kind in kinds.values()
            if kind.topic == topic
        ]
    return "".join(parts)


def deadlines_page() -> str:
    """What has a last day and who is told; which amounts and terms of law are asked for."""
    parts = [NOTE + "# Last days and rules of law\n\n## What has a last day\n\n"]
    parts += [
        "| name | what | who has to do it | who looks after it |\n| --- | --- | --- | --- |\n"
    ]
    for name, deadline in sorted(deadlines.items()):
        looks_after = deadline.escalation.words if deadline.escalation else ""
        parts.append(f"| `{name}` | {deadline.label} | {deadline.owner.words} | {looks_after} |\n")
    parts += ["\n## Amounts and terms of law\n\n"]
    parts += ["| code | what | in | meaning |\n| --- | --- | --- | --- |\n"]
    parts += [
        f"| `{name}` | {code.label} | {code.unit.label} | {code.meaning} |\n"
        for name, code in sorted(codes.items())
    ]
    return "".join(parts)


def personal_data_page() -> str:
    """The record of processing: what every table knows of people (GDPR, article 30)."""
    parts = [NOTE + "# What is known of people\n"]
    for holding in holdings():
        parts += [
            f"\n## {holding.label}\n\n`{holding.model}`: {holding.purpose}"
            f" Ground: {holding.basis.label}. Kept: {holding.kept}.\n\n",
            "| column | category | after erasure | in the copy |\n| --- | --- | --- | --- |\n",
        ]
        parts += [
            f"| `{name}` | {column.category.label} |"
            f" {'gone' if holding.delete else column.erase.value} |"
            f" {'yes' if column.export else 'no'} |\n"
            for name, column in holding.data.items()
        ]
    parts += ["\n# What is kept how long\n\n| what | counted from | then |\n| --- | --- | --- |\n"]
    parts += [f"| {rule.label} | {rule.since} | {rule.what} |\n" for rule in rules.values()]
    return "".join(parts)


def openapi_file() -> str:
    """The description of the API."""
    return (
        json.dumps(description(), indent=2, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    )


def problems_page() -> str:
    """Every type of problem with what it means and what helps."""
    lines = [NOTE + "# Types of problems", "", "| type | status | title | meaning | what helps |"]
    lines.append("| --- | --- | --- | --- | --- |")
    lines += [f"| `{p.type}` | {p.status} | {p.title} | {p.meaning} | {p.help} |" for p in LIST]
    return "\n".join(lines) + "\n"


def changes_page() -> str:
    """What changed in the API, newest first, with what that breaks."""
    lines = [NOTE + "# Change log", ""]
    for change in CHANGES[::-1]:
        lines.append(f"- {change.day.isoformat()}: {change.text}")
        lines += [f"  - breaks `{line}`" for line in change.breaks]
    return "\n".join(lines) + "\n"
