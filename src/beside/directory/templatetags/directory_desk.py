"""Parts of a listing as staff see them: facts with an edit link, or the form in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beside.directory import words
from beside.directory.desk.forms import DAYS, PARTS
from beside.directory.desk.pages import Choice, ListingPage, OpenPart
from beside.directory.models import (
    Accessibility,
    CostOption,
    Edit,
    Language,
    Phone,
    Schedule,
    Service,
    ServiceCapacity,
    Visibility,
)
from beside.directory.words import said_free
from beside.kernel import house

register = template.Library()
LABELS: dict[str, Any] = {
    word.value: label
    for labels in (words.OFFERS, words.NALOXONE_PRODUCTS)
    for word, label in labels.items()
}
VISIBILITY_TONE = {"public": "good", "unlisted": "warn", "confidential": "bad"}
OF_SERVICE = {"basics", "offers", "entry", "visibility"}


@dataclass(frozen=True)
class Fact:
    label: Any
    value: Any


@dataclass(frozen=True)
class Item:
    """One phone, opening time or language of a list."""

    said: str
    edit_url: str
    save_url: str
    remove_url: str
    open: OpenPart | None


@register.inclusion_tag("directory/desk/select.html")
def desk_select(name: str, label: str, choices: Sequence[Choice], chosen: str) -> dict[str, Any]:
    """One select of the filter bar."""
    return {"name": name, "label": label, "choices": choices, "chosen": chosen}


@register.simple_tag
def offer_word(slug: str) -> str:
    """What a kind of help is called; an unknown slug is shown as it is."""
    return str(LABELS.get(slug, slug))


@register.simple_tag
def visibility_tag(visibility: str) -> SafeString:
    """Who may see it, in one word."""
    short = {"public": _("Public"), "unlisted": _("Unlisted"), "confidential": _("Confidential")}
    return format_html(
        '<span class="tag {}">{}</span>', VISIBILITY_TONE[visibility], short[visibility]
    )


@register.simple_tag
def status_tag(status: str) -> SafeString:
    return format_html('<span class="tag bad">{}</span>', dict(Service.Status.choices)[status])


@register.inclusion_tag("directory/desk/part.html", takes_context=True)
def desk_part(
    context: Mapping[str, Any], page: ListingPage, part: str, title: str, row: Any = None
) -> dict[str, Any]:
    """One part of a listing: its facts, or its form when it is open."""
    service = page.listing.service
    if row is None:
        row = page.listing.organization if part == "organization" else service
    row_id = None if part in OF_SERVICE | {"organization"} else row.pk
    opened = (
        page.open if page.open and (page.open.part, page.open.row_id) == (part, row_id) else None
    )
    back = reverse("directory:listing", args=[service.pk])
    return {
        "title": title, "anchor": f"{part}-{row.pk}", "open": opened, "may_edit": page.may_edit,
        "facts": _facts(part, row), "back_url": back,
        "edit_url": f"{back}?edit={part}" + (f"&row={row_id}" if row_id else ""),
        "save_url": _save_url(service, part, row_id), "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


def _save_url(service: Service, part: str, row_id: Any) -> str:
    if row_id is None:
        return reverse("directory:save_part", args=[service.pk, part])
    return reverse("directory:save_row", args=[service.pk, part, row_id])


def _facts(part: str, row: models.Model) -> list[Fact]:
    form = PARTS[part](instance=row)
    return [Fact(bound.label, _said(row, bound.name)) for bound in form.visible_fields()]


def _said(row: models.Model, name: str) -> str:
    value = getattr(row, name)
    if name in {"offers", "naloxone_products"}:
        return ", ".join(offer_word(slug) for slug in value)
    if name in {"walk_in", "no_id_needed", "free", "first_visit_medication"}:
        return {True: _("Yes"), False: _("No"), None: ""}[value]
    if name == "visibility":
        return str(Visibility(value).label)
    if name == "status":
        return str(Service.Status(value).label)
    return "" if value is None else str(value)


@register.inclusion_tag("directory/desk/rows.html", takes_context=True)
def desk_rows(
    context: Mapping[str, Any],
    page: ListingPage,
    part: str,
    title: str,
    rows: Sequence[Any],
    to: Any,
) -> dict[str, Any]:
    """A list of rows of one kind that can be added to, edited and removed."""
    service, to = page.listing.service, str(to)
    back = reverse("directory:listing", args=[service.pk])
    adding = page.open if page.open and page.open.adds else None
    if adding and (adding.part, adding.to) != (part, to):
        adding = None
    return {
        "title": title, "anchor": f"{part}-{to or 'service'}", "may_edit": page.may_edit,
        "items": [_item(page, part, row) for row in rows], "adding": adding, "to": to,
        "add_url": f"{back}?add={part}&to={to}", "back_url": back,
        "save_new_url": reverse("directory:add_part", args=[service.pk, part]),
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


def _item(page: ListingPage, part: str, row: Any) -> Item:
    service = page.listing.service
    back = reverse("directory:listing", args=[service.pk])
    opened = (
        page.open if page.open and (page.open.part, page.open.row_id) == (part, row.pk) else None
    )
    return Item(
        said=said_row(row),
        edit_url=f"{back}?edit={part}&row={row.pk}",
        save_url=_save_url(service, part, row.pk),
        remove_url=reverse("directory:remove_part", args=[service.pk, part, row.pk]),
        open=opened,
    )


def said_row(
    row: Phone | Schedule | Language | Accessibility | CostOption | ServiceCapacity,
) -> str:
    """A phone, opening time, language… in one line."""
    if isinstance(row, Phone):
        extension = f" ext. {row.extension}" if row.extension else ""
        return f"{row.number}{extension}" + (f" ({row.description})" if row.description else "")
    if isinstance(row, Language):
        return row.name or row.code
    if isinstance(row, Accessibility):
        return " · ".join(part for part in (row.description, row.details) if part)
    if isinstance(row, CostOption):
        return str(row)
    if isinstance(row, ServiceCapacity):
        return " · ".join(part for part in (said_free(row), row.description) if part)
    return _said_schedule(row)


def _said_schedule(row: Schedule) -> str:
    names = dict(DAYS)
    days = ", ".join(str(names.get(day, day)) for day in row.byday.split(",") if day)
    times = f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}" if row.opens_at and row.closes_at else ""
    season = " – ".join(
        date_format(day, "SHORT_DATE_FORMAT") for day in (row.valid_from, row.valid_to) if day
    )
    closed = _("closed") if row.exception and not times else ""
    return " · ".join(part for part in (days, times, closed, season, row.description) if part)


@register.simple_tag
def said_edit(edit: Edit) -> str:
    """One edit as a sentence."""
    if edit.kind == Edit.Kind.ADDED:
        return _("Added: %(table)s") % {"table": _table_word(edit.table)}
    if edit.kind == Edit.Kind.REMOVED:
        return _("Removed: %(table)s") % {"table": _table_word(edit.table)}
    return _("%(field)s: %(before)s → %(after)s") % {
        "field": _field_word(edit),
        "before": _plain(_moment(edit, edit.before)), "after": _plain(_moment(edit, edit.after)),
    }  # fmt: skip


def _table_word(table: str) -> str:
    known = {
        "service": _("the listing"), "phone": _("a phone"), "schedule": _("opening hours"),
        "language": _("a language"), "location": _("a place"), "address": _("an address"),
        "organization": _("the organization"), "costoption": _("a cost"),
        "accessibility": _("how to get in and around"), "servicecapacity": _("free places"),
    }  # fmt: skip
    return known.get(table, table)


def _field_word(edit: Edit) -> str:
    if edit.field == "updated":
        return _("As of")
    for form in PARTS.values():
        if form._meta.model is not None and form._meta.model._meta.model_name == edit.table:
            found = form.base_fields.get(edit.field)
            if found is not None:
                return str(found.label or edit.field)
    return edit.field


def _moment(edit: Edit, value: Any) -> Any:
    """A moment as the house's clock says it; anything else as it is."""
    if isinstance(value, str) and (edit.field == "updated" or edit.field.endswith("_slot_at")):
        at = datetime.fromisoformat(value).astimezone(house.zone())
        return date_format(at, "SHORT_DATETIME_FORMAT")
    return value


def _plain(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    text = ", ".join(map(offer_word, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
