"""Judging a list of partners, row by row, before any of it is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from beside.partners.core.kinds import WORDS, Kind

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "partner", "organization", "organisation", "nombre", "organización"),
    "kind": ("kind", "type", "tipo", "clase"),
    "counties": ("counties", "county", "fips", "condados", "condado"),
    "since": ("since", "from", "start", "desde"),
    "until": ("until", "to", "end", "hasta"),
}
NEEDED = ("name", "kind")
LONGEST_NAME = 200


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


@dataclass(frozen=True)
class Fault:
    """What keeps a row out. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True)
class Listed:
    """One partner as a list gives it."""

    name: str
    kind: Kind
    counties: tuple[str, ...]
    since: date
    until: date | None


CountyCode = Callable[[str], str]  # raises ValueError


@dataclass(frozen=True)
class Judged:
    """What a list holds: good rows with their numbers, or the faults."""

    rows: tuple[tuple[int, Listed], ...]
    faults: tuple[Fault, ...]


def judge(
    header: Sequence[str], rows: Iterable[Sequence[str]], county_code: CountyCode, today: date
) -> Judged:
    """Every row judged. Only a list without faults may be kept."""
    places, faults = _places(header)
    good: list[tuple[int, Listed]] = []
    seen: set[str] = set()
    for number, cells in enumerate(rows, start=2):
        if faults and not places:
            break
        if not any(cell.strip() for cell in cells):
            continue
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        listed, wrong = _row(number, said, county_code, today)
        faults += wrong
        if listed is None:
            continue
        if listed.name.casefold() in seen:
            faults.append(Fault(number, "name", _("stands in the list twice"), listed.name))
        seen.add(listed.name.casefold())
        good.append((number, listed))
    return Judged(tuple(good), tuple(faults))


def _places(header: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands; a needed one that is missing is a fault of row 1."""
    titles = [title.strip().casefold() for title in header]
    places = {
        column: titles.index(title)
        for column, names in COLUMNS.items()
        for title in names
        if title in titles
    }
    missing = [name for name in NEEDED if name not in places]
    faults = [Fault(1, name, _("there is no such column")) for name in missing]
    return ({} if missing else places), faults


def _row(
    number: int, said: Mapping[str, str], county_code: CountyCode, today: date
) -> tuple[Listed | None, list[Fault]]:
    faults: list[Fault] = []

    def fault(column: str, reason: str, value: str = "") -> None:
        faults.append(Fault(number, column, reason, value or said.get(column, "")))

    name = " ".join(said["name"].split())
    if not name:
        fault("name", _("is empty"))
    elif len(name) > LONGEST_NAME:
        fault("name", _("is longer than 200 letters"))
    kind = kind_of(said["kind"])
    if kind is None:
        fault("kind", _("is none of the kinds"))
    counties = []
    for part in said.get("counties", "").replace("\n", ";").split(";"):
        try:
            counties += [county_code(part)] if part.strip() else []
        except ValueError:
            fault("counties", _("is no county; write FIPS or “Madison, KY”"), part.strip())
    since, until = _date(said.get("since", "")), _date(said.get("until", ""))
    for column, read in (("since", since), ("until", until)):
        if read is None and said.get(column):
            fault(column, _("is no date; write 2026-01-31"))
    if until and until < (since or today):
        fault("until", _("is before it began"))
    if faults or kind is None:
        return None, faults
    return Listed(name, kind, tuple(dict.fromkeys(counties)), since or today, until), []


def kind_of(written: str) -> Kind | None:
    """The kind, written as its slug or in words."""
    text = " ".join(written.split()).casefold()
    for kind, words in WORDS.items():
        if text in {kind.value, kind.value.replace("_", " "), words.casefold()}:
            return kind
    return None


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
