"""Writes the demonstration through the rooms' own verbs, so that it is as real as they are."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.accounts.services.passwords import choose_password
from beside.accounts.services.people import give_role
from beside.directory.desk.services import edit
from beside.directory.desk.services.listing import NewListing, write_listing
from beside.directory.models import Language, Location, Schedule, Service
from beside.directory.truth.services.checks import record_check
from beside.directory.truth.services.reports import report_wrong
from beside.kernel import house
from beside.partners.core.kinds import Kind
from beside.partners.models import Partner
from beside.partners.services.keeping import About, add_partner
from beside.places import queries as places
from beside.web.demo.examples import EXAMPLES, PARTNERS, REPORTS, STAFF, Example
from beside.web.demo.the_line import fill_line
from beside.web.demo.the_peers import fill_peers
from beside.web.demo.the_supply import fill_supply
from beside.web.demo.the_training import fill_training

NOTE = "This place does not exist. It stands here to show how a listing looks."


@transaction.atomic
def fill(at: datetime) -> list[str]:
    """Fill the house once; return the sign-ins to print. Empty when it is filled already."""
    if User.objects.filter(email=STAFF[0][1]).exists():
        return []
    sign_ins = [_person(name, email, slugs, at) for name, email, slugs in STAFF]
    editor = User.objects.get(email="priya@example.org")
    for name, kind, counties in PARTNERS:
        about = About(name=name, kind=Kind(kind), counties=counties, since=house.today(at))
        if not Partner.objects.filter(name=name).exists():
            add_partner(about=about, by=editor, at=at)
    for number, example in enumerate(EXAMPLES):
        _place(number, example, editor, at)
    for name, about_what, said in REPORTS:
        place = Location.objects.get(name=f"Example: {name}")
        report_wrong(location=place, about=about_what, words=said, language="en", at=at)
    fill_line(at, User.objects.get(email="dee@example.org"))
    fill_training(at, User.objects.get(email="gloria@example.org"))
    told = fill_supply(at)
    return sign_ins + fill_peers(at) + told


def _person(name: str, email: str, slugs: tuple[str, ...], at: datetime) -> str:
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    user = User.objects.create(name=name, email=email, joined_at=at)
    choose_password(user=user, password=password, at=at)
    for slug in slugs:
        give_role(user=user, slug=slug, by=None, at=at)
    return f"{email:<22} {password}   {', '.join(slugs)}"


def _place(number: int, example: Example, editor: User, at: datetime) -> None:
    service = write_listing(listing=_listing(number, example), by=editor, at=at)
    changes = {
        "description": NOTE, "application_process": example.how, "visibility": example.visibility,
        "walk_in": example.walk_in, "no_id_needed": example.no_id, "free": example.free,
        "naloxone_products": list(example.products),
    }  # fmt: skip
    edit.edit_row(row=service, service=service, changes=changes, by=editor, at=at)
    pair = service.service_at_locations.select_related("location").get()
    if example.visibility == "confidential":
        edit.edit_row(
            row=pair.location, service=service, changes={"visibility": "confidential"},
            by=editor, at=at,
        )  # fmt: skip
    _hours(example, service, pair.location, editor, at)
    if example.spanish:
        spanish = Language(service=service, name="Spanish", code="es")
        edit.add_row(row=spanish, service=service, by=editor, at=at)
    if example.checked_days is not None:
        checked = at - timedelta(days=example.checked_days)
        record_check(
            location=pair.location, finding="right", method=example.method, by=editor, at=checked
        )


def _listing(number: int, example: Example) -> NewListing:
    town = places.locate(example.zip)[0]
    return NewListing(
        organization=f"Example: {example.name}", name=example.service, offers=example.offers,
        street=f"{100 + number} Example Street", city=town.name, state=town.state,
        zip=example.zip, phone=f"502-555-01{number:02}",
        latitude=town.point.lat + example.nudge, longitude=town.point.lon - example.nudge,
    )  # fmt: skip


def _hours(example: Example, service: Service, place: Location, editor: User, at: datetime) -> None:
    row = Schedule(
        location=place, freq="WEEKLY", byday=example.days, opens_at=example.opens,
        closes_at=example.closes,
    )  # fmt: skip
    edit.add_row(row=row, service=service, by=editor, at=at)
