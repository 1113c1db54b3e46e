"""A spreadsheet of encounters, read by the very form of the page: so both count the same."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django import forms
from django.utils import translation
from django.utils.translation import gettext

from beside.directory.imports import sheets as reading
from beside.partners.core.rows import Fault
from beside.supply.core import people
from beside.supply.core.encounters import Reason, Way
from beside.supply.hand.asked import Ask
from beside.supply.hand.forms import EncounterForm
from beside.supply.hand.told import Told
from beside.supply.models import Place

MOST_ROWS, MOST_BYTES = 1_000, 2_000_000
SITE = "site"
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
YES = {"yes", "y", "true", "1", "x", "si", "sí", "s"}
NO = {"no", "n", "false", "0"}
KNOWN: Mapping[str, tuple[str, ...]] = {
    "on_date": ("date", "day", "fecha", "día", "dia"),
    SITE: ("site", "place", "location", "sitio", "lugar"),
    "code": ("code", "participant code", "client code", "código", "codigo"),
    "birth_year": ("birth year", "year of birth", "yob", "año de nacimiento"),
    "age": ("age", "age band", "edad"),
    "gender": ("gender", "género", "genero"),
    "race": ("race", "race and ethnicity", "ethnicity", "raza"),
    "town": ("zip", "zip code", "town", "city", "county", "código postal"),
    "residence": ("residence", "housing", "lives", "residencia"),
    "substances": ("substances", "drugs", "uses", "sustancias"),
    "is_new": ("new", "new participant", "new here", "nuevo"),
    "recipient": ("recipient", "for whom"),
    "kits_asked": ("kits asked", "asked", "asked for", "kits needed", "kits pedidos"),
    "knows_others": ("knows others", "knows other people", "conoce a otras personas"),
    "beyond": ("why so many", "why more", "por qué tantos"),
    "for_others": ("others", "for others", "collects for", "para otros"),
    "reason": ("reason", "refill reason", "motivo"),
    "previous_point": ("last kit from", "previous access point"),
    "trained": ("trained", "training"),
    "syringes_back": ("syringes back", "syringes in", "returned"),
    "pounds_back": ("pounds back", "weight", "pounds"),
    "services": ("services",), "referrals": ("referrals",), "education": ("education",),
}  # fmt: skip


class Unreadable(ValueError):
    """Neither CSV nor XLSX, or too large."""


@dataclass(frozen=True)
class Sheet:
    """Headers and numbered rows, as they stood."""

    headers: Sequence[str]
    lines: Sequence[tuple[int, Mapping[str, str]]]
    faults: Sequence[Fault] = ()


@dataclass(frozen=True)
class Judged:
    """What can be kept, and what must be mended first. With one fault nothing is kept."""

    rows: Sequence[tuple[Place, Told]] = ()
    faults: Sequence[Fault] = field(default_factory=list)


def read(name: str, content: bytes) -> Sheet:
    """Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable
    try:
        sheet = reading.sheet(name.lower(), content)
    except (reading.NotReadable, ValueError) as error:
        raise Unreadable from error
    lines = [(line.row, line.cells) for line in sheet.lines]
    if len(lines) > MOST_ROWS:
        raise Unreadable
    faults = [
        Fault(one.place.row or 1, one.column, _shape(one.kind)) for one in sheet.faults if one.hard
    ]
    return Sheet(sheet.headers, lines, faults)


def _shape(kind: str) -> str:
    return {
        "ragged": gettext("more or fewer cells than the header has columns"),
        "header_twice": gettext("two columns have one name"),
    }.get(kind, gettext("cannot be read"))


def names_of(asks: Sequence[Ask]) -> dict[str, tuple[str, ...]]:
    """Every field a column may be, with the names by which it is known."""
    found = dict(KNOWN)
    for ask in asks:
        slug = ask.product.slug
        for name, label in EncounterForm.columns(ask).items():
            said = f"{slug} kits" if name.startswith("kits") else slug
            found[name] = (said, label.lower())
    return found


def guessed(headers: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which column is which field, by its name; what is not known is left out."""
    known = {_plain(title): name for name, titles in names.items() for title in titles}
    known |= {_plain(name): name for name in names}
    found: dict[str, str] = {}
    for header in headers:
        name = known.get(_plain(header), "")
        if name and name not in found.values():
            found[header] = name
    return found


def judged(
    sheet: Sheet, mapping: Mapping[str, str], places: Sequence[Place], default: Place,
    asks: Sequence[Ask], today: date, salt: str,
) -> Judged:  # fmt: skip
    """Every row through the form of the page."""
    faults = list(sheet.faults)
    if "on_date" not in mapping.values():
        faults.append(Fault(1, "", gettext("no column is the day")))
    if len(set(mapping.values())) < len(mapping):
        faults.append(Fault(1, "", gettext("two columns are given one meaning")))
    rows = []
    digest = hashlib.sha256(repr((salt, sheet.headers, sheet.lines)).encode()).hexdigest()
    for number, cells in sheet.lines:
        said = {mapping[title]: cell for title, cell in cells.items() if mapping.get(title)}
        place = _place(said.pop(SITE, ""), places, default)
        if place is None:
            faults.append(Fault(number, _title(mapping, SITE), gettext("is no site of yours")))
            continue
        form = _form(said, uuid5(NAMESPACE_OID, f"{digest}:{number}"), place, asks, today)
        if form.is_valid():
            rows.append((place, form.told()))
        else:
            faults += _faults(number, form, said, mapping)
    return Judged([] if faults else rows, faults)


def _form(
    said: Mapping[str, str], nonce: UUID, place: Place, asks: Sequence[Ask], today: date
) -> EncounterForm:
    form = EncounterForm(
        asks=asks, states=place.program.states, today=today, cap=place.program.peer_cap,
        way=Way.SHEET,
    )  # fmt: skip
    data: dict[str, object] = {"nonce": str(nonce)}
    for name, cell in said.items():
        if name in form.fields:
            data[name] = _cell(name, cell, form.fields[name])
    form.data, form.is_bound = data, True
    return form


def _cell(name: str, cell: str, asked: forms.Field) -> object:
    """The cell as a browser would have sent it."""
    if name == "on_date":
        return _day(cell)
    if name == "age" and cell.isdigit() and int(cell) <= people.OLDEST:
        return people.band_of_age(int(cell))
    if name in ("is_new", "knows_others"):
        plain = cell.casefold()
        return "yes" if plain in YES else "no" if plain in NO else cell
    if name == "reason" and cell.isdigit() and 0 < int(cell) <= len(Reason):
        return list(Reason)[int(cell) - 1].value  # as the paper numbers them
    if isinstance(asked, forms.MultipleChoiceField):
        parts = cell.replace(";", ",").split(",")
        return [_chosen(part, asked) for part in parts if part.strip()]
    if isinstance(asked, forms.ChoiceField):
        return _chosen(cell, asked)
    return cell


def _chosen(cell: str, asked: forms.ChoiceField) -> str:
    """A choice by its word or its label, in either language."""
    plain = _plain(cell)
    for language in ("en", "es"):
        with translation.override(language):
            for value, label in asked.choices:  # type: ignore[misc, union-attr]
                if plain in (_plain(str(value)), _plain(str(label))):
                    return str(value)
    return cell.strip()


def _day(cell: str) -> str:
    for form in DATES:
        try:
            return datetime.strptime(cell.strip(), form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return cell


def _place(named: str, places: Sequence[Place], default: Place) -> Place | None:
    if not named:
        return default
    found = [place for place in places if _plain(place.name) == _plain(named)]
    return found[0] if len(found) == 1 else None


def _faults(
    number: int, form: EncounterForm, said: Mapping[str, str], mapping: Mapping[str, str]
) -> Iterator[Fault]:
    for name, errors in form.errors.items():
        title = "" if name == "__all__" else _title(mapping, name)
        value = "" if name == "code" else said.get(name, "")
        yield Fault(number, title, str(errors[0]), value)


def _title(mapping: Mapping[str, str], name: str) -> str:
    return next((title for title, meant in mapping.items() if meant == name), name)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("–", "-").split())
