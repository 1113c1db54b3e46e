"""Components for templates: `{% load design %}`."""

from collections.abc import Mapping
from typing import Any, Protocol

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

from beside.design import inline
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


def _attributes(bound: BoundField) -> dict[str, str]:
    """What ties the control to its hint and its error."""
    told = [f"{bound.auto_id}_hint"] if bound.help_text else []
    told += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes = {"aria-describedby": " ".join(told)} if told else {}
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
