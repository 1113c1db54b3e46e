"""Programs: made for a partner, changed, given products, shelves and papers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model, Sum

from beside.accounts.models import User
from beside.kernel import record
from beside.partners.models import Partner
from beside.supply import listed
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.models import Balance, Document, Offered, Place, Product, Program
from beside.supply.services import listing_agencies


class HasOne(Exception):
    """That partner has a program, or the short name is taken."""


class NotEmpty(Exception):
    """Something stands there still; move it or write it off first."""


class NotNameable(ValueError):
    """The public directory does not list that place, or nothing is picked up on such a shelf."""


class NotAShelf(ValueError):
    """Only warehouses, sites, vehicles and machines are made by hand."""


@transaction.atomic
def create_program(
    *, partner: Partner, facts: Mapping[str, Any], at: datetime, by: User
) -> Program:
    """A program of that partner, closed until somebody opens it. Raises HasOne."""
    try:
        with transaction.atomic():
            made = Program.objects.create(partner=partner, **facts)
    except IntegrityError:
        raise HasOne from None
    record.act("program_created", on=made, by=by, at=at)
    return made


@transaction.atomic
def change_program(
    *, program: Program, facts: Mapping[str, Any], at: datetime, by: User
) -> list[str]:
    """Set these fields; the names of those that changed. Raises HasOne for a taken short name."""
    changed = _changed(program, facts)
    try:
        with transaction.atomic():
            program.save(update_fields=changed or None)
    except IntegrityError:
        raise HasOne from None
    record.act("program_changed", on=program, by=by, at=at, detail={"fields": changed})
    if {"is_open", "takes_orders", "standing_order_until_date"} & set(changed):
        listing_agencies.follow_program(program=program, by=by, at=at)
    return changed


@transaction.atomic
def add_document(
    *, title: str, reference: str, url: str, dated_on: Any, at: datetime, by: User
) -> Document:
    """Keep the reference to a paper."""
    made = Document.objects.create(
        title=title, reference=reference, url=url, dated_on=dated_on, added_at=at, added_by=by
    )
    record.act("document_added", on=made, by=by, at=at)
    return made


@transaction.atomic
def offer_product(
    *, program: Program, product: Product, facts: Mapping[str, Any], at: datetime, by: User
) -> Offered:
    """Offer it in these ways, or change the ways."""
    offered, _ = Offered.objects.update_or_create(
        program=program, product=product, defaults=dict(facts)
    )
    record.act("product_offered", on=program, by=by, at=at, detail={"product": product.slug})
    return offered


@transaction.atomic
def stop_offering(*, program: Program, product: Product, at: datetime, by: User) -> None:
    """Offer it no more; the stock stays where it is."""
    Offered.objects.filter(program=program, product=product).delete()
    record.act("product_no_longer_offered", on=program, by=by, at=at,
               detail={"product": product.slug})  # fmt: skip


@transaction.atomic
def add_shelf(
    *, program: Program, kind: PlaceKind, name: str, county_fips: str, at: datetime, by: User
) -> Place:
    """A place stock can stand at. Raises NotAShelf."""
    if kind not in SHELVES:
        raise NotAShelf(kind)
    made = Place.objects.create(program=program, kind=kind, name=name, county_fips=county_fips)
    record.act("shelf_added", on=made, by=by, at=at, detail={"kind": kind.value})
    return made


@transaction.atomic
def list_shelf(*, place: Place, location_id: UUID, at: datetime, by: User) -> None:
    """It is that place of the directory, and people may pick up there. Raises NotNameable."""
    is_one = place.kind in listed.KINDS
    if not is_one or not listed.nameable([location_id]).exists():
        raise NotNameable(str(location_id))
    Place.objects.filter(pk=place.pk).update(location_id=location_id)
    record.act("shelf_listed", on=place, by=by, at=at, detail={"location": str(location_id)})


@transaction.atomic
def take_listing_off(*, place: Place, at: datetime, by: User) -> None:
    """It stands for no place of the directory: nobody is sent there any more."""
    Place.objects.filter(pk=place.pk).update(location_id=None)
    record.act("shelf_listing_taken_off", on=place, by=by, at=at)


@transaction.atomic
def close_shelf(*, place: Place, at: datetime, by: User) -> None:
    """No longer used. Raises NotEmpty while it, or what was picked from it, holds something."""
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    here = Balance.objects.filter(place__in=[place, *place.parts.all()])
    if (here.aggregate(all=Sum("units"))["all"] or 0) > 0:
        raise NotEmpty(str(place.pk))
    Place.objects.filter(pk=place.pk).update(closed_at=at)
    record.act("shelf_closed", on=place, by=by, at=at)


@transaction.atomic
def reopen_shelf(*, place: Place, at: datetime, by: User) -> None:
    """Used again."""
    Place.objects.filter(pk=place.pk).update(closed_at=None)
    record.act("shelf_reopened", on=place, by=by, at=at)


@transaction.atomic
def keep_product(
    *, product: Product | None, facts: Mapping[str, Any], at: datetime, by: User
) -> Product:
    """Add a product, or change one."""
    if product is None:
        product = Product.objects.create(**facts)
        record.act("product_added", on=product, by=by, at=at, detail={"product": product.slug})
        return product
    changed = _changed(product, facts)
    product.save(update_fields=changed or None)
    record.act("product_changed", on=product, by=by, at=at, detail={"fields": changed})
    return product


def _changed(row: Model, facts: Mapping[str, Any]) -> list[str]:
    names = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in names:
        setattr(row, name, facts[name])
    return names
