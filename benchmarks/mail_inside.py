"""In the house of supply_2 and supply_3: a program that posts, and what its packer does there.

Reads words from its input, one a line, and answers each with a line of JSON.
"""

import base64
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks import purge_inside, voice_inside

HELD: dict[UUID, Any] = {}  # what a packer has in their browser: no process of the house has it


def operator() -> dict[str, str]:
    """A packer who belongs to the program, and their cookie."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from beside.accounts.models import RoleHeld, User

    user, new = User.objects.get_or_create(email="priya@example.org", defaults={"name": "Priya"})
    if new:
        since = voice_inside.SINCE
        RoleHeld.objects.create(user=user, role="program_manager", since_at=since)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["beside"].value}


def _packer() -> Any:
    from beside.accounts.models import User

    return User.objects.get(email="priya@example.org")


def program(kits: str = "20000") -> dict[str, str]:
    """A program that posts nasal spray in Kentucky, with stock and a key."""
    from datetime import date

    from beside.kernel import clock
    from beside.partners.core.kinds import Kind
    from beside.partners.models import Membership, Partner
    from beside.supply.core.places import PlaceKind
    from beside.supply.models import Offered, Place, Product, Program
    from beside.supply.services import receiving

    at, since = clock.now(), date(2026, 1, 1)
    partner = Partner.objects.create(name="Bench", kind=Kind.HARM_REDUCTION, since_date=since)
    Membership.objects.create(partner=partner, user=_packer(), role="partner_member",
                              since_date=since)  # fmt: skip
    made = Program.objects.create(partner=partner, slug="bench", public_name="Bench Program",
                                  states=["KY"], mails=True, return_lines=["PO Box 1"])  # fmt: skip
    spray, _ = Product.objects.get_or_create(slug="nasal_4mg", defaults={
        "kind": "naloxone", "names": {"en": "Naloxone nasal spray"}, "per_kit": 2, "per_box": 2,
        "per_case": 24, "kit_weight_g": 60})  # fmt: skip
    Offered.objects.create(program=made, product=spray, by_mail=True)
    shelf = Place.objects.create(program=made, kind=PlaceKind.WAREHOUSE, name="Shelf")
    line = receiving.Delivered(spray, "A1", date(2029, 1, 31), int(kits) * 2)
    receiving.receive(place=shelf, delivered=[line], at=at, on_date=at.date(), by=None)
    return {"program": str(made.pk), "field": f"p{spray.pk}", **make_key()}


def site() -> dict[str, str]:
    """A library where things can be picked up."""
    from beside.directory.models import Location
    from beside.supply.core.places import PlaceKind
    from beside.supply.models import Place, Program

    location = Location.objects.create(name="Berea library")
    place = Place.objects.create(
        program=Program.objects.get(slug="bench"), kind=PlaceKind.SITE, name="Berea library",
        location_id=location.pk,
    )  # fmt: skip
    return {"site": str(place.pk)}


def make_key() -> dict[str, str]:
    """A key as a packer's browser makes it; made again, it replaces the one before."""
    from cryptography.hazmat.primitives.asymmetric import ec

    from beside.kernel import clock, ids
    from beside.supply.core import sealed
    from beside.supply.mail.services import keys
    from beside.supply.models import Program

    private, key_id = ec.generate_private_key(ec.SECP256R1()), ids.uuid7()
    blank = {"salt": 16, "nonce": 12, "ciphertext": 154}
    wrapped = {name: base64.b64encode(bytes(size)).decode() for name, size in blank.items()}
    keys.make_key(
        program=Program.objects.get(slug="bench"), key_id=key_id, by=_packer(), at=clock.now(),
        public=sealed.public_jwk(private.public_key()),
        wrapped={"rounds": keys.ROUNDS, **wrapped},
    )  # fmt: skip
    HELD[key_id] = private
    return {"key": str(key_id)}


def stored() -> dict[str, list[str]]:
    """The digests of the links under which something is stored, one a row."""
    from beside.supply.models import Request

    rows = Request.objects.values_list("token_digest", flat=True)
    return {"digests": [bytes(row).hex() for row in rows if row]}


def addresses() -> dict[str, str]:
    """What the packer reads of every stored request, by the digest of its link."""
    from beside.kernel import clock
    from beside.privacy import vault
    from beside.supply.core import sealed
    from beside.supply.models import Request

    found = {}
    for row in Request.objects.exclude(address_id=None):
        blob = vault.open(row.address_id, by=_packer(), purpose="supply.pack", at=clock.now())
        lines = sealed.open_with(HELD[sealed.key_of(blob)], blob)
        found[bytes(row.token_digest).hex()] = "; ".join(lines)
    return found


def readable() -> dict[str, int]:
    """How many of the stored addresses this packer's browser can open now, old keys too."""
    from beside.kernel import clock
    from beside.privacy import vault
    from beside.supply.core import sealed
    from beside.supply.models import Request

    found = {"read": 0, "of": 0, "older": 0}
    newest = max(HELD)
    for row in Request.objects.exclude(address_id=None):
        blob = vault.open(row.address_id, by=_packer(), purpose="supply.pack", at=clock.now())
        lines = sealed.open_with(HELD[sealed.key_of(blob)], blob)
        found["read"] += purge_inside.STEM in " ".join(lines)
        found["of"] += 1
        found["older"] += sealed.key_of(blob) != newest
    return found


def pack(most: str = "60") -> dict[str, int]:
    """A morning: a batch, its lots in hand, packed and posted."""
    from beside.kernel import clock
    from beside.supply.mail import picking, queries
    from beside.supply.mail.services import packing
    from beside.supply.models import Place, Program

    program, user, done = Program.objects.get(slug="bench"), _packer(), 0
    shelf = Place.objects.get(program=program, name="Shelf")
    waiting = list(queries.waiting(user, program)[: int(most)])
    made = packing.make_batch(program=program, shelf=shelf, requests=waiting, by=user,
                              at=clock.now())  # fmt: skip
    if made.batch is None:
        return {"posted": 0}
    for line in picking.lines(made.batch):
        packing.pick(batch=made.batch, read=picking.Read(line.lot.number), by=user, at=clock.now())
    apart = picking.told_apart(made.batch)
    for parcel in picking.parcels(made.batch):
        own = picking.Read(apart[parcel.pk][0]) if parcel.pk in apart else None
        packing.wrap(parcel=parcel, by=user, at=clock.now(), read=own)
    for parcel in picking.parcels(made.batch):
        packing.send(parcel=parcel, by=user, at=clock.now())
        done += 1
    return {"posted": done}


def end_all() -> dict[str, int]:
    """Every parcel came; the days pass; addresses and the earlier key's copies are destroyed."""
    from beside.kernel import clock
    from beside.supply.mail.services import following, keys
    from beside.supply.models import KeyCopy, Request

    at = clock.now()
    for row in Request.objects.select_related("program", "shelf", "site"):
        if row.state == "posted":
            following.say_came(request=row, at=at)
        elif row.state == "asked":
            following.call_off(request=row, at=at)
    for row in Request.objects.exclude(purge_at=None):
        assert row.purge_at
        following.purge(request_id=row.pk, missed=row.purge_at, at=row.purge_at)
    keys.destroy_copies(before=at + timedelta(days=2), at=at)
    left = Request.objects.exclude(address_id=None).count()
    return {"left": left, "copies": KeyCopy.objects.count()}


def opened_from(home: str) -> dict[str, int]:
    return purge_inside.opened_from(str(Path(home)))


DOES = {
    "operator": operator, "program": program, "site": site, "make_key": make_key, "stored": stored,
    "addresses": addresses,
    "readable": readable, "pack": pack, "end_all": end_all, "control": purge_inside.control,
    "opened": purge_inside.opened_now, "opened_from": opened_from,
}  # fmt: skip

if __name__ == "__main__":
    from beside.web import running

    running.with_django()
    for line in sys.stdin:
        words = line.split()
        print(json.dumps(DOES[words[0]](*words[1:])), flush=True)
