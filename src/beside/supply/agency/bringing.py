"""A spreadsheet of organizations, judged row by row before any of it is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from beside.kernel.transports.messages import BadAddress, e164
from beside.partners.core.kinds import Kind
from beside.partners.core.rows import Fault, kind_of
from beside.supply.agency.sealed import Contact, ShipTo
from beside.supply.core.supplying import plain_name
from beside.supply.mail.routing import AnotherState, UnknownZip, Where, where_is
from beside.supply.services.letting_in import Asked, Door

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "organization", "agency", "nombre", "organización"),
    "kind": ("kind", "type", "tipo", "clase"),
    "person": ("person", "contact", "persona", "contacto"),
    "email": ("email", "e-mail", "mail", "correo", "correo electrónico"),
    "phone": ("phone", "telephone", "teléfono"),
    "language": ("language", "idioma"),
    "attention": ("attention", "attn", "atención"),
    "street": ("street", "address", "calle", "dirección"),
    "more": ("suite", "floor", "more", "piso"),
    "city": ("city", "town", "ciudad"),
    "state": ("state", "estado"),
    "zip": ("zip", "zip code", "código postal"),
    "confidential": ("confidential", "confidencial"),
    "listed": ("list publicly", "listed", "publicar"),
    "license": ("license", "fein", "licencia"),
    "standing order": ("standing order until", "orden permanente hasta"),
    "registration": ("registration until", "registro hasta"),
}
NEEDED = ("name", "kind", "person", "email")
TEMPLATE = tuple(names[0] for names in COLUMNS.values())
LONGEST = {"name": 120, "person": 80, "attention": 60, "street": 80, "more": 60, "city": 60,
           "license": 40, "email": 120}  # fmt: skip
YES = {"yes", "y", "true", "1", "x", "sí", "si"}
NO = {"", "no", "n", "false", "0"}
ADDRESS = ("street", "city", "zip")


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


@dataclass(frozen=True)
class Brought:
    """One organization as the list gives it."""

    asked: Asked
    door: Door
    papers: Mapping[str, object]


@dataclass(frozen=True)
class Judged:
    """Good rows with their numbers, or the faults."""

    rows: tuple[tuple[int, Brought], ...]
    faults: tuple[Fault, ...]


def judge(header: Sequence[str], below: Iterable[Sequence[str]], known: Collection[str]) -> Judged:
    """Every row judged; `known` are the plain names the program has already."""
    places, faults = _places(header)
    if faults:
        return Judged((), tuple(faults))
    good: list[tuple[int, Brought]] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(below, start=2):
        said = {name: _cell(cells, at) for name, at in places.items()}
        if not any(said.values()):
            continue
        row = _Row(number, said)
        brought = row.read()
        name = plain_name(said["name"])
        if name in seen:
            row.fault("name", _("stands in the list twice"))
        elif name in known:
            row.fault("name", _("is here already under the same name"))
        seen[name] = number
        faults += row.faults
        if brought and not row.faults:
            good.append((number, brought))
    return Judged(tuple(good), tuple(faults))


def _cell(cells: Sequence[str], at: int) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would run."""
    return " ".join(cells[at].strip().removeprefix("'").split()) if at < len(cells) else ""


def _places(header: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
    titles = [title.strip().casefold() for title in header]
    places = {
        column: titles.index(title)
        for column, names in COLUMNS.items() for title in reversed(names) if title in titles
    }  # fmt: skip
    missing = [name for name in NEEDED if name not in places]
    return places, [Fault(1, name, _("there is no such column")) for name in missing]


class _Row:
    """One row, and what is wrong with it."""

    def __init__(self, number: int, said: Mapping[str, str]) -> None:
        self.number, self.said = number, said
        self.faults: list[Fault] = []

    def fault(self, column: str, reason: str) -> None:
        self.faults.append(Fault(self.number, column, reason, self.said.get(column, "")))

    def read(self) -> Brought | None:
        """None when something is wrong."""
        for name in NEEDED:
            if not self.said[name]:
                self.fault(name, _("is empty"))
        for name, most in LONGEST.items():
            if len(self.said.get(name, "")) > most:
                self.fault(name, _("is too long"))
        kind, contact, where = self._kind(), self._contact(), self._where()
        door, papers, language = self._door(where), self._papers(), self._language()
        if self.faults or kind is None:
            return None
        asked = Asked(
            self.said["name"], kind, contact, language,
            "" if door.is_confidential or where is None else where.county_fips,
            where.state if where else "",
        )  # fmt: skip
        return Brought(asked, door, papers)

    def _kind(self) -> Kind | None:
        kind = kind_of(self.said["kind"])
        if kind is None and self.said["kind"]:
            self.fault("kind", _("is none of the kinds"))
        return kind

    def _contact(self) -> Contact:
        email, phone = self.said["email"], self.said.get("phone", "")
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self.fault("email", _("is no e-mail address"))
        try:
            phone = e164(phone) if phone else ""
        except BadAddress:
            self.fault("phone", _("is no phone number we can ring"))
        return Contact(self.said["person"], email, phone)

    def _where(self) -> Where | None:
        if not self.said.get("zip"):
            return None
        try:
            return where_is(self.said["zip"], self.said.get("state", ""))
        except UnknownZip:
            self.fault("zip", _("is no ZIP code, or its state is none"))
        except AnotherState:
            self.fault("state", _("is not the state of this ZIP code"))
        return None

    def _door(self, where: Where | None) -> Door:
        said = self.said
        confidential, listed = self._yes("confidential"), self._yes("listed")
        if confidential and listed:
            self.fault("listed", _("a confidential place is never listed"))
        county = where.county_fips if where else ""
        if not said.get("street"):
            return Door(None, county, confidential, listed)
        for name in ADDRESS:
            if not said.get(name):
                self.fault(name, _("an address needs this too"))
        ship_to = ShipTo(
            said.get("attention", ""), said["street"], said.get("more", ""), said.get("city", ""),
            where.state if where else "", where.zip if where else "",
        )  # fmt: skip
        return Door(ship_to, county, confidential, listed)

    def _yes(self, name: str) -> bool:
        said = self.said.get(name, "").casefold()
        if said not in YES | NO:
            self.fault(name, _("is neither yes nor no"))
        return said in YES

    def _papers(self) -> dict[str, object]:
        return {
            "license": self.said.get("license", ""),
            "standing_order_until_date": self._date("standing order"),
            "registration_until_date": self._date("registration"),
        }

    def _date(self, name: str) -> date | None:
        written = self.said.get(name, "")
        for form in ("%Y-%m-%d", "%m/%d/%Y"):
            try:
                return datetime.strptime(written[:10], form).date()  # noqa: DTZ007
            except ValueError:
                continue
        if written:
            self.fault(name, _("is no date; write 2026-01-31"))
        return None

    def _language(self) -> str:
        said = self.said.get("language", "").casefold()
        known = {"": "en", "en": "en", "english": "en", "inglés": "en",
                 "es": "es", "spanish": "es", "español": "es"}  # fmt: skip
        if said not in known:
            self.fault("language", _("is neither English nor Spanish"))
        return known.get(said, "en")
