"""Judging a list of group sessions, row by row, before any of it is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from beside.kernel import codes
from beside.partners.core.rows import Fault
from beside.training.core.audiences import Audience, audience_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "held on", "fecha", "día"),
    "place": ("place", "partner", "organization", "lugar", "organización"),
    "course": ("course", "curso"),
    "audience": ("audience", "group", "público", "grupo"),
    "language": ("language", "idioma"),
    "people": ("people", "people trained", "trained", "personas", "personas capacitadas"),
    "kits": ("kits", "kits handed out", "kits entregados"),
    "code": ("code", "código", "codigo"),
}
NEEDED = ("date", "place", "course", "people")
MOST_PEOPLE, MOST_KITS = 5_000, 60_000
LANGUAGES = {
    "en": "en", "english": "en", "inglés": "en", "ingles": "en",
    "es": "es", "spanish": "es", "español": "es", "espanol": "es",
}  # fmt: skip


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


@dataclass(frozen=True)
class Held:
    """One session as a list gives it. A code says that it stands here already."""

    date: date
    partner_id: UUID
    course: str
    audience: Audience
    language: str
    people: int
    kits: int | None
    code: str = ""

    @property
    def likeness(self) -> tuple[object, ...]:
        """Two rows alike in this are one session written twice, until somebody says otherwise."""
        return (self.date, self.partner_id, self.course, self.audience, self.language, self.people)


@dataclass(frozen=True)
class Known:
    """What a row may name: partners by name in lower case, courses with their audiences."""

    partners: Mapping[str, UUID]
    courses: Mapping[str, Collection[str]]
    course_names: Mapping[str, str]
    codes: Collection[str]
    likenesses: Collection[tuple[object, ...]]
    today: date


@dataclass(frozen=True)
class Judged:
    """Good rows with their numbers, or the faults."""

    rows: tuple[tuple[int, Held], ...]
    faults: tuple[Fault, ...]


def judge(header: Sequence[str], rows: Iterable[Sequence[str]], known: Known) -> Judged:
    """Every row judged. Only a list without faults may be kept."""
    places, faults = _places(header)
    good: list[tuple[int, Held]] = []
    seen = dict.fromkeys(known.likenesses, 0)
    for number, cells in enumerate(rows, start=2):
        if not places or not any(cell.strip() for cell in cells):
            continue
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        held, wrong = _Row(number, said, known).judged()
        faults += wrong
        if held is None:
            continue
        if not held.code and held.likeness in seen:
            before = seen[held.likeness]
            reason = _ALIKE if before else _STANDS
            faults.append(Fault(number, "date", reason, str(before or said["date"])))
            continue
        seen[held.likeness] = number
        good.append((number, held))
    if not faults and not good:
        faults.append(Fault(1, "date", _("there is no row below the header")))
    return Judged(tuple(good), tuple(faults))


_ALIKE = _("is the same as an earlier row of this list; add the people together if both are right")
_STANDS = _("is the same as a session that stands here; give its code, or correct it there")


def _places(header: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
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


class _Row:
    """One row being read, and its faults."""

    def __init__(self, number: int, said: Mapping[str, str], known: Known) -> None:
        self.number, self.said, self.known = number, said, known
        self.faults: list[Fault] = []

    def judged(self) -> tuple[Held | None, list[Fault]]:
        on, partner, course = self._date(), self._partner(), self._course()
        audience, language, code = self._audience(course), self._language(), self._code()
        people = self._count("people", MOST_PEOPLE, needed=True)
        kits = self._count("kits", MOST_KITS, needed=False)
        if self.faults or not (on and partner and course and audience and people):
            return None, self.faults
        return Held(on, partner, course, audience, language, people, kits, code), []

    def _fault(self, column: str, reason: str) -> None:
        self.faults.append(Fault(self.number, column, reason, self.said.get(column, "")))

    def _date(self) -> date | None:
        try:
            on = date.fromisoformat(self.said["date"][:10])
        except ValueError:
            self._fault("date", _("is no date; write 2026-01-31"))
            return None
        if on > self.known.today:
            self._fault("date", _("is still to come; only sessions that were held"))
            return None
        return on

    def _partner(self) -> UUID | None:
        name = " ".join(self.said["place"].split()).casefold()
        found = self.known.partners.get(name)
        if found is None:
            self._fault("place", _("is no partner of ours; write the name as the list has it"))
        return found

    def _course(self) -> str:
        written = " ".join(self.said["course"].split()).casefold()
        slug = self.known.course_names.get(written, written)
        if slug not in self.known.courses:
            self._fault("course", _("is none of our courses"))
            return ""
        return slug

    def _audience(self, course: str) -> Audience | None:
        audience = audience_of(self.said.get("audience") or Audience.COMMUNITY)
        if audience is None:
            self._fault("audience", _("is none of the audiences"))
            return None
        if course and audience not in self.known.courses[course]:
            self._fault("audience", _("has no lessons in this course"))
            return None
        return audience

    def _language(self) -> str:
        written = self.said.get("language", "").casefold() or "en"
        if written not in LANGUAGES:
            self._fault("language", _("is neither English nor Spanish"))
        return LANGUAGES.get(written, "en")

    def _count(self, column: str, most: int, *, needed: bool) -> int | None:
        written = self.said.get(column, "")
        if not written and not needed:
            return None
        if not (written.isascii() and written.isdigit() and len(written) < 9):
            self._fault(column, _("is no whole number"))
            return None
        count = int(written)
        if needed and not count:
            self._fault(column, _("must be at least 1"))
            return None
        if count > most:
            self._fault(column, _("is more than one session can hold"))
            return None
        return count

    def _code(self) -> str:
        written = self.said.get("code", "")
        if not written:
            return ""
        try:
            code = codes.parse(written)
        except codes.NotACode:
            self._fault("code", _("is no code of ours"))
            return ""
        if code not in self.known.codes:
            self._fault("code", _("belongs to no session here"))
        return code
