"""Components for templates: `{% load design %}`."""

from collections.abc import Mapping
from typing import Any, Protocol

import segno
from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from beside.design import inline
from beside.design.charts import BarChart, LineChart
from beside.design.flash import kind_and_undo
from beside.design.paging import Paging

register = template.Library()


@register.simple_tag
def inline_piece(name: str) -> SafeString:
    """The text of a style sheet or script that the page carries inside itself."""
    return mark_safe(inline.piece(name))  # noqa: S308 - our own file, allowed by its hash


@register.inclusion_tag("design/parts/field.html")
def field(bound: BoundField, kind: str = "") -> Mapping[str, Any]:
    """One field: label, hint, error, control, tied together for those who listen."""
    widget = bound.field.widget
    several = bool(getattr(widget, "use_fieldset", False))
    return {
        "field": bound,
        "several": several,
        "ticked": getattr(widget, "input_type", "") == "checkbox" and not several,
        "kind": kind,
        "control": bound.as_widget(attrs=_attributes(bound)),
    }


def _attributes(bound: BoundField) -> dict[str, str | bool]:
    """What ties the control to its hint and its error."""
    told = [f"{bound.auto_id}_hint"] if bound.help_text else []
    told += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(told)} if told else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


@register.inclusion_tag("design/parts/errors.html")
def errors(form: BaseForm) -> Mapping[str, Any]:
    """What must be mended before the form can go, each linked to its field."""
    return {
        "form": form,
        "faults": [
            (bound.id_for_label or bound.auto_id, bound.label, fault)
            for bound in form.visible_fields()
            for fault in bound.errors
        ],
        "general": form.non_field_errors(),
    }


class Progressing(Protocol):
    """Long work: how much is done, of how much, and how it stands."""

    done: int
    of: int
    message: str
    state: str


@register.inclusion_tag("design/parts/progress.html")
def progress(work: Progressing, cancel_url: str = "") -> Mapping[str, Any]:
    """A bar for long work, with its message; a cancel button when given where to."""
    percent = int(100 * work.done / work.of) if work.of else 0
    return {"work": work, "percent": percent, "cancel_url": cancel_url}


@register.inclusion_tag("design/parts/paging.html")
def paging(pages: Paging) -> Mapping[str, Any]:
    """Where we are in a long list, and the way on."""
    return {"paging": pages}


@register.inclusion_tag("design/parts/flash.html", takes_context=True)
def flash(context: Context, message: Message) -> Mapping[str, Any]:
    """A line about what was done, with its undo."""
    kind, undo = kind_and_undo(message.tags)
    return {"words": message, "kind": kind, "undo": undo, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("design/parts/bars.html")
def bars(chart: BarChart) -> Mapping[str, Any]:
    """A bar chart: a table whose rows carry their bars."""
    return {"chart": chart}


@register.inclusion_tag("design/parts/line.html")
def line(chart: LineChart) -> Mapping[str, Any]:
    """A line over time, with its table folded below."""
    return {"chart": chart}


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as SVG, dark on white in every theme so that a camera reads it."""
    code = segno.make(str(text), error="m", micro=False)
    drawn = code.svg_inline(border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr")
    named = format_html('<svg role="img" aria-label="{}"', label)
    return mark_safe(drawn.replace("<svg", named, 1))  # noqa: S308 - drawn by segno, label escaped


@register.simple_tag(takes_context=True)
def sort_link(context: Context, key: str, label: str) -> SafeString:
    """A table head that sorts by `key` through `?sort=`; a second press turns the order round."""
    asked = context["request"].GET.copy()
    now = asked.get("sort", "")
    asked["sort"] = f"-{key}" if now == key else key
    asked.pop("page", None)
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return format_html(
        '<th scope="col" aria-sort="{}"><a href="?{}">{}</a></th>', state, asked.urlencode(), label
    )


@register.inclusion_tag("design/parts/offline.html")
def offline() -> Mapping[str, Any]:
    """Have the phone keep this page; goes in the `head` block of the overdose page alone."""
    return {}
