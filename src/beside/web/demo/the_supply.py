"""A naloxone program at work, for the demonstration: shelves, lots, a packing key, agencies, boxes.

What was asked, packed, handed over and reported in the last months is in `supply_in_use.py`.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from beside.accounts.models import User
from beside.directory.models import Location
from beside.kernel import house, ids
from beside.partners.models import Partner
from beside.partners.services.members import add_member
from beside.supply.core import sealed
from beside.supply.core.places import PlaceKind
from beside.supply.mail.services import keys
from beside.supply.models import Lot, Place, Product, Program
from beside.supply.services import holding, programs, recalling, receiving
from beside.supply.services.receiving import Delivered
from beside.supply.stock import starting
from beside.web.demo.supply_in_use import fill_use
from beside.web.demo.the_planning import fill_planning

LIBRARY = "Example: Chestnut Street Library"
MADISON = "21151"
OFFERED = (  # product, by mail, by the case, by hand
    ("nasal_4mg", True, True, True),
    ("nasal_3mg", True, True, True),
    ("vial_0_4mg", False, True, True),
    ("fentanyl_strips", True, True, True),
    ("syringes_1ml", True, False, True),
    ("wound_care_kit", False, False, True),
)
LOTS = (  # product, number, days until it expires, kits
    ("nasal_4mg", "EX4101", 640, 700),
    ("nasal_4mg", "EX4077", 95, 60),
    ("nasal_4mg", "EX3990", 24, 12),  # short-dated: for mutual aid, not for the post
    ("nasal_4mg", "EX4055", 400, 40),  # recalled
    ("nasal_3mg", "EX3201", 500, 120),
    ("vial_0_4mg", "EXV118", 300, 60),
    ("fentanyl_strips", "EXF552", 380, 400),
    ("wound_care_kit", "EXW010", None, 80),
)


@dataclass(frozen=True)
class Shelves:
    """Where the program keeps its stock."""

    room: Place
    desk: Place
    van: Place


def fill_supply(at: datetime) -> list[str]:
    """One program and half a year of it; the lines to print: the words that open its key."""
    starting.fill(at)
    manager = User.objects.get(email="morgan@example.org")
    packer = User.objects.get(email="pat@example.org")
    began = at - timedelta(days=180)
    program = _program(manager, packer, began)
    shelves = _shelves(program, manager, began)
    _stock(program, shelves, packer, manager, at)
    words = "-".join(secrets.token_hex(3) for _ in range(3))
    _key(program, packer, words, began)
    fill_use(program, shelves.room, shelves.desk, shelves.van, packer, manager, at)
    fill_planning(program, manager, at)
    return [f"pat@example.org opens the packing key with: {words}"]


def _program(manager: User, packer: User, at: datetime) -> Program:
    partner = Partner.objects.get(name="Example Harm Reduction")
    for user in (manager, packer):
        add_member(partner=partner, user=user, role="partner_member", by=manager, at=at)
    order = programs.add_document(
        title="Example: statewide standing order", reference="EX-2026", url="",
        dated_on=house.today(at), by=manager, at=at,
    )  # fmt: skip
    facts = {
        "slug": "example", "public_name": "Example Harm Reduction Kits", "phone": "+18595550160",
        "email": "kits@example.org", "states": ["KY"], "mails": True, "takes_orders": True,
        "return_lines": ["EHR", "PO Box 100", "Berea KY 40403"], "standing_order": order,
        "standing_order_until_date": house.today(at + timedelta(days=400)),
    }  # fmt: skip
    program = programs.create_program(partner=partner, facts=facts, by=manager, at=at)
    for position, (slug, mail, case, hand) in enumerate(OFFERED):
        ways = {"by_mail": mail, "by_case": case, "by_hand": hand, "position": position}
        programs.offer_product(
            program=program, product=Product.objects.get(slug=slug), facts=ways, by=manager, at=at
        )
    return program


def _shelves(program: Program, by: User, at: datetime) -> Shelves:
    def shelf(kind: PlaceKind, name: str) -> Place:
        return programs.add_shelf(
            program=program, kind=kind, name=name, county_fips=MADISON, by=by, at=at
        )

    desk = shelf(PlaceKind.SITE, LIBRARY)
    listed = Location.objects.filter(name=LIBRARY).first()
    if listed:
        programs.list_shelf(place=desk, location_id=listed.pk, by=by, at=at)
    return Shelves(
        shelf(PlaceKind.WAREHOUSE, "Example: back room"), desk,
        shelf(PlaceKind.VEHICLE, "Example: Saturday van"),
    )  # fmt: skip


def _stock(program: Program, shelves: Shelves, packer: User, manager: User, at: datetime) -> None:
    came = at - timedelta(days=178)
    for slug, number, days, kits in LOTS:
        product = Product.objects.get(slug=slug)
        until = house.today(at + timedelta(days=days)) if days else None
        line = Delivered(product, number, until, kits * product.per_kit)
        _receive(shelves.room, line, packer, came)
    for place, slug, number, kits in (
        (shelves.desk, "nasal_4mg", "EX4101", 60), (shelves.desk, "fentanyl_strips", "EXF552", 60),
        (shelves.van, "nasal_4mg", "EX4101", 160), (shelves.van, "fentanyl_strips", "EXF552", 120),
    ):  # fmt: skip
        product = Product.objects.get(slug=slug)
        lot = Lot.objects.get(product=product, number=number)
        line = Delivered(product, number, lot.expires_date, kits * product.per_kit)
        _receive(place, line, packer, came)
    _recall(manager, at - timedelta(days=6))
    vials = Lot.objects.get(number="EXV118")
    holding.hold_lot(
        lot=vials, program=program, place=None, reason="damaged", by=packer,
        at=at - timedelta(days=2),
    )  # fmt: skip


def _receive(place: Place, line: Delivered, by: User, at: datetime) -> None:
    receiving.receive(place=place, delivered=[line], at=at, on_date=house.today(at), by=by)


def _recall(by: User, at: datetime) -> None:
    notice = programs.add_document(
        title="Example: recall notice",
        reference="EX-R-7",
        url="",
        dated_on=house.today(at),
        by=by,
        at=at,
    )
    recalling.recall_lot(lot=Lot.objects.get(number="EX4055"), document=notice, at=at, by=by)


def _key(program: Program, by: User, words: str, at: datetime) -> None:
    """As the packer's browser makes it: the private half is wrapped under their words."""
    private, key_id = ec.generate_private_key(ec.SECP256R1()), ids.uuid7()
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt, nonce = os.urandom(16), os.urandom(12)
    under = PBKDF2HMAC(SHA256(), 32, salt, keys.ROUNDS).derive(words.encode())
    closed = AESGCM(under).encrypt(nonce, plain, str(key_id).encode())
    parts = {"salt": salt, "nonce": nonce, "ciphertext": closed}
    written = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    keys.make_key(
        program=program, public=sealed.public_jwk(private.public_key()), key_id=key_id,
        wrapped={"rounds": keys.ROUNDS, **written}, by=by, at=at,
    )  # fmt: skip
