"""What saves a life and identifies somebody: sealed in the vault, read only when it is needed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.places import queries as places
from beside.privacy import vault

KIND = "line.particulars"
RELEASE, ANSWER, REACH, SELF = "line.release", "line.answer", "line.reach", "line.self"
KEPT = timedelta(hours=12)  # a session is never longer; after an emergency it is kept longer
KEPT_AFTER_RELEASE = timedelta(days=7, hours=12)  # seven days after it ended, and then the purge


@dataclass(frozen=True)
class Contact:
    """Somebody the person chose; `rung` is where they stand."""

    rung: int
    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True)
class Particulars:
    """Where somebody is and how they are reached, in their own words. Nothing is required."""

    place: str = field(default="", repr=False)  # a street and town, or whatever leads there
    zip: str = field(default="", repr=False)
    unit: str = field(default="", repr=False)
    floor: str = field(default="", repr=False)
    door: str = field(default="", repr=False)  # which door
    gate_code: str = field(default="", repr=False)
    landmark: str = field(default="", repr=False)
    lat: float | None = field(default=None, repr=False)
    lon: float | None = field(default=None, repr=False)
    door_unlocked: bool | None = None
    alias: str = field(default="", repr=False)
    callback: str = field(default="", repr=False)  # E.164
    substance: str = ""
    naloxone: str = ""  # "here", "none", "unknown"
    company: str = field(default="", repr=False)  # pets or children
    contacts: tuple[Contact, ...] = ()

    def contact_on(self, position: int) -> Contact | None:
        """Who stands on that rung, if the person named somebody."""
        return next((each for each in self.contacts if each.rung == position), None)


def written(particulars: Particulars) -> bytes:
    return json.dumps(asdict(particulars), separators=(",", ":")).encode()


def read(plaintext: bytes) -> Particulars:
    """What was sealed; words of a newer version that we do not know are left out."""
    words = json.loads(plaintext)
    known = {each.name for each in fields(Particulars)}
    found = {name: value for name, value in words.items() if name in known}
    found["contacts"] = tuple(Contact(**each) for each in words.get("contacts", ()))
    return Particulars(**found)


def seal(particulars: Particulars, *, at: datetime, kept: timedelta = KEPT) -> UUID:
    """Seal them; the purge destroys them long before their time is over."""
    return seal_all([particulars], at=at, kept=kept)[0]


def seal_all(several: Sequence[Particulars], *, at: datetime, kept: timedelta = KEPT) -> list[UUID]:
    """As `seal` for each, in order."""
    secrets = [vault.Secret(written(each), _findable_by(each)) for each in several]
    return list(vault.seal_many(secrets, kind=KIND, retain_until=at + kept, at=at))


def _findable_by(particulars: Particulars) -> tuple[str, ...]:
    numbers = (particulars.callback, *(each.number for each in particulars.contacts))
    return tuple(number for number in numbers if number)


def leads_to_them(particulars: Particulars) -> bool:
    """Whether anybody could be sent: a street, a landmark or a pin; a ZIP code does not do."""
    here = particulars
    return bool(here.place.strip() or here.landmark.strip()) or here.lat is not None


def county_of(particulars: Particulars) -> str:
    """The county's code, by pin or ZIP or town; nothing when it cannot be placed."""
    if particulars.lat is not None and particulars.lon is not None:
        try:
            return places.county_at(places.Point(particulars.lat, particulars.lon)).fips
        except places.NowhereInUnitedStates:
            pass
    for typed in (particulars.zip, particulars.place.rpartition(",")[2].strip()):
        try:
            if typed and (found := places.locate(typed)) and len(found) == 1:
                return found[0].county_fips or ""
        except (places.UnknownPlace, places.MilitaryZip):
            continue
    return ""


def register() -> None:
    """Tell the vault what is sealed, and what for it is opened."""
    vault.register_kind(
        KIND,
        what=_("Where somebody is who uses alone, and who should come if they fall silent"),
        why=_("So that help finds the right door"),
        longest=timedelta(days=8),
    )
    for name, says in (
        (RELEASE, _("The person does not answer and help is called")),
        (ANSWER, _("An operator stays with the person")),
        (REACH, _("The line rings or writes to the person or to somebody they chose")),
        (SELF, _("The person looks at what they said themselves, or changes it")),
    ):
        vault.register_purpose(name, says=says, kinds={KIND})


__all__ = [
    "Contact",
    "Particulars",
    "county_of",
    "leads_to_them",
    "read",
    "register",
    "replace",
    "seal",
    "seal_all",
    "written",
]
