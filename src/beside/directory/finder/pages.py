"""What the finder's templates receive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beside.directory import slots
from beside.directory.core.offers import Offer
from beside.directory.finder import fragments, words
from beside.directory.finder.asked import ANY, MILES, Asked
from beside.directory.finder.calendar import CLOSED
from beside.directory.finder.ground import ground
from beside.directory.finder.map import draw, view_of
from beside.directory.finder.search import Answer, answer
from beside.directory.finder.standing import Standing
from beside.directory.slots import Filling
from beside.directory.words import OFFERS
from beside.places.queries import Place, states

CARDS = 20
FEW_STATES = 5
MILITARY = _("That is a military mail code. Type the ZIP code or town where you are.")
UNKNOWN = _("We do not know that place. Check the spelling, or type a ZIP code.")
DIGITS = _("A ZIP code has five digits. Check the number, or type a town.")
BLANK = _("Type a ZIP code or a town.")
LANGUAGES = {"es": _("Spanish"), "ase": _("American Sign Language")}
CHECKS: tuple[tuple[str, str | Promise], ...] = (
    ("walk_in", _("Walk in, no appointment")),
    ("no_id", _("No ID needed")),
    ("free", _("Free")),
    ("wheelchair", _("Wheelchair can get in")),
    ("first_visit", _("Medicine at the first visit")),
)
Choice = tuple[str, str | Promise, bool]


@dataclass(frozen=True)
class FormPart:
    """The search form, filled in as it was sent."""

    asked: Asked
    whats: Sequence[Choice]
    languages: Sequence[Choice]
    miles: Sequence[tuple[int, bool]]
    checks: Sequence[Choice]
    narrowed: bool


@dataclass(frozen=True)
class FindPage:
    """The finder, before anything was asked or when the place must first be settled."""

    form: FormPart
    choices: Sequence[Place] = ()
    trouble: str | Promise = ""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters a choice of place keeps."""
        return list(self.form.asked.kept().items())


@dataclass(frozen=True)
class ResultPage:
    """An answer: cards, map and further places are made as text beforehand."""

    asked: Asked
    place: Place
    what: str
    found: Answer
    cards: SafeString
    more: SafeString
    map: SafeString
    print_query: str
    states: frozenset[str]

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def heading(self) -> str:
        """ "Naloxone near 40403 Berea, KY"."""
        return gettext("%(what)s near %(place)s") % {"what": self.what, "place": self.place.label}

    @property
    def summary(self) -> str:
        """How many, how far, as the crow flies."""
        counted = ngettext(
            "%(n)d place within %(miles)d miles.",
            "%(n)d places within %(miles)d miles.",
            self.total,
        ) % {"n": self.total, "miles": round(self.found.miles)}
        if self.asked.when:
            counted = gettext("Open then:") + " " + counted
        if self.total > 1:
            counted += " " + gettext("Near, open and lately checked come first.")
        return counted

    @property
    def trouble(self) -> str:
        """Said plainly when nothing lies within the distance asked for, or all is closed."""
        if self.found.widened or not self.total:
            return gettext("Nothing within %(miles)d miles.") % {"miles": self.asked.miles}
        if not self.asked.when and all(hit.state == CLOSED for hit in self.found.hits):
            return gettext("All are closed now.")
        return ""

    @property
    def trouble_more(self) -> str:
        """How far the nearest is, when there is one; else whether we know anything there."""
        if not self.total:
            return self._where_we_list
        if not self.found.widened:
            return ""
        return gettext("The nearest is %(miles)s away.") % {
            "miles": words.miles_words(min(hit.miles for hit in self.found.hits))
        }

    @property
    def elsewhere(self) -> list[Filling]:
        """Other ways to help, for whoever finds nothing they can go to now."""
        return slots.filled("nothing_near") if self.trouble else []

    @property
    def _where_we_list(self) -> str:
        """For somebody where nothing is listed at all: "nothing near" is then our ignorance."""
        if not self.states or self.place.state in self.states:
            return ""
        names = {one.state: one.name for one in states()}
        said = gettext("We list no place in %(state)s.") % {"state": names[self.place.state]}
        if len(self.states) <= FEW_STATES:
            listed = ", ".join(sorted(names[code] for code in self.states if code in names))
            said += " " + gettext("Our list is of: %(states)s.") % {"states": listed}
        return said

    @property
    def other_help(self) -> str:
        """The same place for any kind of help, when one kind was not found near."""
        if self.asked.what == ANY or not self.found.widened:
            return ""
        return urlencode({"near": self.asked.near, "what": ANY})

    @property
    def capped(self) -> bool:
        return self.total > len(self.found.hits)

    @property
    def capped_words(self) -> str:
        """That not all are shown, and what to do."""
        return gettext(
            "These are the first %(shown)d of %(total)d. Look within fewer miles to see others."
        ) % {"shown": len(self.found.hits), "total": self.total}


def form_part(asked: Asked, standing: Standing) -> FormPart:
    """The form's choices. Only what somebody offers can be looked for."""
    what = asked.what or usual(standing)
    return FormPart(
        asked=asked,
        whats=[(ANY, _("Any kind of help"), what == ANY), *_whats(standing, what)],
        languages=[(code, words, code == asked.language) for code, words in LANGUAGES.items()],
        miles=[(miles, miles == asked.miles) for miles in sorted({*MILES, asked.miles})],
        checks=[(name, words, name in asked.says) for name, words in CHECKS],
        narrowed=bool(asked.says or asked.when or asked.language),
    )


def _whats(standing: Standing, what: str) -> list[Choice]:
    return [
        (str(offer), words, offer == what)
        for offer, words in OFFERS.items()
        if offer in standing.offered or offer == what
    ]


def usual(standing: Standing) -> str:
    """What most people come for, as soon as the directory knows of any."""
    return Offer.NALOXONE if Offer.NALOXONE in standing.offered else ANY


def result_page(asked: Asked, place: Place, standing: Standing, at: datetime) -> ResultPage:
    """Search, and make the page's text."""
    question = asked.question(place, usual(standing))
    found = answer(standing.index, question, at)
    what = asked.what or usual(standing)
    return ResultPage(
        asked=asked,
        place=place,
        what=str(OFFERS[Offer(what)] if what != ANY else _("Help")),
        found=found,
        cards=_cards(found, standing, question.at or at, at),
        more=_more(found, standing),
        map=_map(found, question.latitude, question.longitude, asked.kept(), standing),
        print_query=urlencode({"near": asked.near, "miles": asked.miles, **asked.kept()}),
        states=standing.states,
    )


def _cards(found: Answer, standing: Standing, then: datetime, at: datetime) -> SafeString:
    spoken = standing.fragments.now()
    made = (fragments.card(standing.index, spoken, hit, then, at) for hit in found.hits[:CARDS])
    return mark_safe("".join(made))  # noqa: S308 - escaped piece by piece


def _more(found: Answer, standing: Standing) -> SafeString:
    spoken = standing.fragments.now()
    made = (fragments.line(standing.index, spoken, hit) for hit in found.hits[CARDS:])
    return mark_safe("".join(made))  # noqa: S308 - escaped piece by piece


def _map(
    found: Answer, latitude: float, longitude: float, kept: Mapping[str, str], standing: Standing
) -> SafeString:
    if not found.hits:
        return SafeString("")
    view = view_of(latitude, longitude, found.hits)
    return mark_safe(draw(standing.index, found.hits, view, dict(kept), ground))  # noqa: S308
