"""The components of a page as template tags. Pure presentation: no query, no rule.

Each tag takes plain values (objects or dicts with the named attributes) and renders
one template of ``templates/components/``. The gallery page shows them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags import words

register = template.Library()
register.filters.update(words.register.filters)

TONE_ICONS = {"neutral": "circle", "waiting": "clock", "good": "check", "attention": "alert"}
MESSAGE_TONES = {
    "success": "good",
    "warning": "waiting",
    "error": "attention",
    "info": "neutral",
    "debug": "neutral",
}
BUTTONS_BESIDE_PRIMARY = 2
TODOS_IN_SIGHT = 10


def _get(source: Any, name: str, default: Any = None) -> Any:
    """An attribute of an object or a key of a mapping."""
    if isinstance(source, Mapping):
        return source.get(name, default)
    return getattr(source, name, default)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; always put the word beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that goes with a tone, so that colour is never alone."""
    return TONE_ICONS.get(tone, "circle")


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of one of Django's message levels."""
    return MESSAGE_TONES.get(level_tag, "neutral")


@register.inclusion_tag("components/state_badge.html")
def state_badge(badge: Any, compact: bool = False) -> dict[str, Any]:
    """The state as word, colour and icon; with since and waiting_for unless compact."""
    tone = _get(badge, "tone") or "neutral"
    return {
        "badge": badge,
        "tone": tone,
        "icon": _get(badge, "icon") or tone_icon(tone),
        "since": None if compact else _get(badge, "since"),
        "waiting_for": None if compact else _not_said_yet(badge),
    }


def _not_said_yet(badge: Any) -> Any:
    """Whom it waits for, unless the state's own words end with it ("Waits for you")."""
    whom = _get(badge, "waiting_for")
    said = str(_get(badge, "label") or "")
    return None if whom and said.endswith(f" {whom}") else whom


def _arrange_actions(available: Iterable[Any]) -> dict[str, list[Any]]:
    """One primary, up to two beside it, the rest in a menu; the refused ones apart."""
    listed = list(available)
    allowed = [action for action in listed if _get(action, "allowed", True)]
    primary = [action for action in allowed if _get(action, "primary")][:1]
    rest = [action for action in allowed if action not in primary]
    calm = [action for action in rest if not _get(action, "danger")]
    dangerous = [action for action in rest if _get(action, "danger")]
    beside, menu = calm[:BUTTONS_BESIDE_PRIMARY], calm[BUTTONS_BESIDE_PRIMARY:] + dangerous
    if len(menu) == 1 and len(beside) < BUTTONS_BESIDE_PRIMARY:
        beside, menu = beside + menu, []
    refused = [action for action in listed if not _get(action, "allowed", True)]
    return {"primary": primary, "beside": beside, "menu": menu, "refused": refused}


@register.inclusion_tag("components/actions.html", takes_context=True)
def actions(context: Context, available: Iterable[Any] | None) -> dict[str, Any]:
    """What the reader can do now, as buttons, and why the rest has to wait."""
    return {**_arrange_actions(available or ()), "request": context.get("request")}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any] | None, label: str = "") -> dict[str, Any]:
    """What happened: entries with .when .who .text .detail, in the order given."""
    return {"entries": entries, "label": label or _("What happened")}


@register.inclusion_tag("components/summary.html")
def summary(rows: Iterable[Sequence[Any]] | None) -> dict[str, Any]:
    """A summary list of (label, value) or (label, value, url); a value may be a list."""
    prepared = []
    for label, value, *link in rows or ():
        many = isinstance(value, list | tuple)
        blank = value is None or value in ("", [], ())
        url = link[0] if link else None
        prepared.append({"label": label, "value": value, "url": url, "many": many, "blank": blank})
    return {"rows": prepared}


@register.inclusion_tag("components/todo_list.html")
def todo_list(todos: Iterable[Any] | None) -> dict[str, Any]:
    """What waits for the reader: todos with .text .url .due .who .overdue; ten, the rest folded."""
    listed = list(todos or ())
    return {"first": listed[:TODOS_IN_SIGHT], "rest": listed[TODOS_IN_SIGHT:]}


@register.inclusion_tag("components/tasks.html")
def tasks(sections: Iterable[Any] | None) -> dict[str, Any]:
    """A task list: sections with .title .url .status_label .tone .hint."""
    return {"sections": sections}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(trail: Iterable[tuple[str, str | None]] | None) -> dict[str, Any]:
    """Where the page is: (label, url) pairs; the last is the page itself, never alone."""
    listed = list(trail or ())
    return {"trail": listed if len(listed) > 1 else []}


@register.inclusion_tag("components/figures.html")
def figures(items: Sequence[Any] | None) -> dict[str, Any]:
    """At most three figures that matter: .value .label .url."""
    return {"figures": (items or [])[:3]}


@register.simple_block_tag
def empty_state(content: str, title: str, icon_name: str = "document") -> SafeString:
    """Why there is nothing here (title) and the next step (content between the tags)."""
    return format_html(
        '<div class="empty">{}<div><p class="empty__title">{}</p><div>{}</div></div></div>',
        icon(icon_name),
        title,
        content,
    )


@register.simple_block_tag
def notice(content: str, tone: str = "neutral") -> SafeString:
    """A calm note in the text, with the icon of its tone."""
    return format_html(
        '<div class="notice notice--{}">{}<div>{}</div></div>', tone, icon(tone_icon(tone)), content
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Every error of the bound forms, each linked to its field; nothing when all is well."""
    problems: list[dict[str, str]] = []
    for form in forms:
        if form:
            problems += _problems_of(form)
    return {"problems": problems}


def _problems_of(form: Any) -> list[dict[str, str]]:
    """The errors of a form, or of a formset with all its forms."""
    if hasattr(form, "forms"):
        own = [{"target": "", "label": "", "text": text} for text in form.non_form_errors()]
        return own + [problem for inner in form.forms for problem in _problems_of(inner)]
    found = [{"target": "", "label": "", "text": text} for text in form.non_field_errors()]
    if any(bound.errors for bound in form.hidden_fields()):
        # Nobody can mend what nobody sees.
        text = _("This form is damaged. Open the page again.")
        found.append({"target": "", "label": "", "text": text})
    for bound in form.visible_fields():
        target = _target_of(bound)
        found += [{"target": target, "label": bound.label, "text": text} for text in bound.errors]
    return found


def _target_of(bound: Any) -> str:
    """The element a link should focus: the first option where a field is a group."""
    return bound.id_for_label or (f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id)


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context: Context, form: Any) -> dict[str, Any]:
    """The filters in force as chips; each link takes one away and keeps the others."""
    query = context["request"].GET
    chips: list[dict[str, Any]] = []
    for bound in form if form else ():
        chips += _chips_of(bound, query)
    return {"chips": chips}


def _chips_of(bound: Any, query: QueryDict) -> list[dict[str, Any]]:
    """One chip per value of a field that the query holds."""
    listed = _flat_choices(bound.field) or _flat_choices(bound.field.widget)
    choices = {str(value): label for value, label in listed}
    return [
        {
            "label": bound.label,
            "value": choices.get(value, value),
            "url": _query_without(query, bound.html_name, value),
        }
        for value in query.getlist(bound.html_name)
        if value
    ]


def _flat_choices(field: Any) -> list[tuple[Any, Any]]:
    """The choices of a field or widget with groups opened."""
    flat: list[tuple[Any, Any]] = []
    for value, label in getattr(field, "choices", ()):
        flat += label if isinstance(label, list | tuple) else [(value, label)]
    return flat


def _query_without(query: QueryDict, name: str, value: str) -> str:
    """The query string without one value, and without the page number."""
    kept = query.copy()
    kept.pop("page", None)
    kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    return f"?{kept.urlencode()}"


@register.simple_tag
def form_fields(form: Any, names: Iterable[str]) -> list[Any]:
    """The bound fields of a form by name, for a page that groups them in fieldsets."""
    return [form[name] for name in names]
