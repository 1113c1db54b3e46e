"""A program that posts and lets pick up, its key, and somebody who asks."""

import base64
import os
import secrets
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from beside.kernel import ids
from beside.supply.core import sealed
from beside.supply.core.places import PlaceKind
from beside.supply.mail import picking
from beside.supply.mail.services import keys, packing
from beside.supply.models import PackingKey, Place, Program, Request
from beside.supply.services import requesting
from tests import people
from tests.supply import shared

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday morning in Berea
MADISON = "21151"
LINES = ("Sam Example", "12 Elm St Apt 4", "Berea KY 40403")
WORDS = "quiet harbour lantern"


def wrapped(private: ec.EllipticCurvePrivateKey, key_id: object, words: str = WORDS) -> dict:
    """What the browser sends of a private half: see keys.js."""
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt, nonce = os.urandom(16), os.urandom(12)
    key = derived(words, salt)
    made = AESGCM(key).encrypt(nonce, plain, str(key_id).encode())
    written = {"salt": salt, "nonce": nonce, "ciphertext": made}
    return {
        "rounds": keys.ROUNDS,
        **{name: base64.b64encode(part).decode() for name, part in written.items()},
    }


def derived(words: str, salt: bytes, rounds: int = keys.ROUNDS) -> bytes:
    return PBKDF2HMAC(SHA256(), 32, salt, rounds).derive(words.encode())


def unwrapped(copy: dict, key_id: object, words: str = WORDS) -> ec.EllipticCurvePrivateKey:
    parts = {name: base64.b64decode(copy[name]) for name in ("salt", "nonce", "ciphertext")}
    key = derived(words, parts["salt"], copy["rounds"])
    plain = AESGCM(key).decrypt(parts["nonce"], parts["ciphertext"], str(key_id).encode())
    found = serialization.load_der_private_key(plain, None)
    assert isinstance(found, ec.EllipticCurvePrivateKey)
    return found


UNREADABLE = {
    "rounds": keys.ROUNDS, "salt": base64.b64encode(bytes(16)).decode(),
    "nonce": base64.b64encode(bytes(12)).decode(),
    "ciphertext": base64.b64encode(bytes(154)).decode(),
}  # fmt: skip


def key_of(
    program: Program, by=None, at=AT, words: str = ""
) -> tuple[PackingKey, ec.EllipticCurvePrivateKey]:
    """A new packing key, and its private half as only its packer has it."""
    private, key_id = ec.generate_private_key(ec.SECP256R1()), ids.uuid7()
    key = keys.make_key(
        program=program, public=sealed.public_jwk(private.public_key()), key_id=key_id,
        wrapped=wrapped(private, key_id, words) if words else UNREADABLE,
        by=by or packer(program), at=at,
    )  # fmt: skip
    return key, private


def packer(program: Program, role: str = "packer"):
    """Somebody who works for this program."""
    from beside.partners.models import Membership

    user = people.person(role)
    Membership.objects.create(
        partner=program.partner, user=user, role="partner_member", since_date=date(2026, 1, 1)
    )
    return user


def mailing(**changes) -> tuple[Program, PackingKey, ec.EllipticCurvePrivateKey]:
    """A program that posts nasal spray in Kentucky, with a key and a shelf."""
    program = shared.program(**changes)
    shared.offer(program, shared.product())
    shared.shelf(program)
    return program, *key_of(program)


def site(program: Program, name: str = "Berea library", kind=PlaceKind.SITE) -> Place:
    """A listed site where things are picked up."""
    from beside.directory.models import Location

    location = Location.objects.create(name=name)
    return Place.objects.create(program=program, kind=kind, name=name, location_id=location.pk)


def nonce() -> str:
    return secrets.token_urlsafe(16)


def ask(
    program: Program, *, key: PackingKey | None = None, at=AT, kits: int = 2, **more
) -> Request:
    """Somebody asks for nasal spray: to a pick-up when a site is named, else by post."""
    return place(program, key=key, at=at, kits=kits, **more).request


def place(program, *, key=None, at=AT, kits=2, lines=LINES, **more) -> requesting.Placed:
    product = more.pop("product", None) or shared.product()
    site_ = more.get("site")
    way = more.pop("way", "pick_up" if site_ else "address")
    blob = None
    if way != "pick_up":
        key = key or PackingKey.objects.get(program=program, retired_at=None)
        blob = more.pop("sealed", None) or sealed.seal(lines, key_id=key.pk, public=key.public)
    facts = {"language": "en", "for_others": False, "county_fips": MADISON, "nonce": nonce()}
    return requesting.place_request(
        program=program, lines={product: kits * product.per_kit}, way=way, sealed=blob, at=at,
        **facts | more,
    )  # fmt: skip


def batch_of(*requests: Request, by, at=AT, shelf=None):
    """A batch that holds these requests."""
    program = requests[0].program
    return packing.make_batch(
        program=program, shelf=shelf or shared.shelf(program), requests=requests, by=by, at=at
    )


def parcel(request: Request):
    return picking.parcels(request.parcels.latest("taken_at").batch).get(request=request)


def packed(request: Request, *, by, at=AT, shelf=None):
    """Taken, each lot held in hand, and wrapped."""
    made = batch_of(request, by=by, at=at, shelf=shelf)
    assert made.batch, made
    for line in picking.lines(made.batch):
        packing.pick(batch=made.batch, read=picking.Read(line.lot.number), by=by, at=at)
    packing.wrap(parcel=parcel(request), by=by, at=at)
    return parcel(request)


def posted(request: Request, *, by, at=AT, shelf=None):
    """And handed to the post, or brought to its site."""
    one = packed(request, by=by, at=at, shelf=shelf)
    packing.send(parcel=one, by=by, at=at)
    request.refresh_from_db()
    return one
