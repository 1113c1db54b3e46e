"""What a person typed into the finder, read once and kept nowhere."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict

from beside.directory.core.offers import Offer
from beside.directory.finder.index import FIRST_VISIT, FREE, NO_ID, WALK_IN, WHEELCHAIR
from beside.directory.finder.search import Question
from beside.places.queries import Place

MILES = (5, 10, 25, 50, 100)
ANY = "any"
YES_OR_NO = {
    "walk_in": WALK_IN,
    "no_id": NO_ID,
    "free": FREE,
    "wheelchair": WHEELCHAIR,
    "first_visit": FIRST_VISIT,
}
LONGEST = 100
YEARS = range(2000, 2100)  # hours are told for days that somebody can mean
WHATS = frozenset(Offer)


@dataclass(frozen=True)
class Asked:
    """The form as it was filled in; what cannot be read is as if it were not said."""

    near: str = ""
    what: str = ""
    when: str = ""
    day: str = ""
    language: str = ""
    miles: int = 25
    says: frozenset[str] = frozenset()

    @classmethod
    def read(cls, sent: QueryDict) -> "Asked":
        what, miles = sent.get("what", ""), sent.get("miles", "")
        return cls(
            near=sent.get("near", "").strip()[:LONGEST],
            what=what if what in WHATS or what == ANY else "",
            when=sent.get("when", "") if sent.get("when") in {"now", "at"} else "",
            day=sent.get("day", "")[:16],
            language=sent.get("language", "")[:8],
            miles=min(int(miles), 250)
            if miles.isascii() and miles.isdigit() and miles != "0"
            else 25,
            says=frozenset(name for name in YES_OR_NO if sent.get(name)),
        )

    def kept(self) -> dict[str, str]:
        """The filters as address parameters, without the place and the distance."""
        said = {"what": self.what, "when": self.when, "day": self.day, "language": self.language}
        return {k: v for k, v in said.items() if v} | dict.fromkeys(sorted(self.says), "1")

    @property
    def lacks_digits(self) -> bool:
        """A number that is no ZIP code: a slip of the finger, which must not be answered for
        another place."""
        return self.near.isdigit() and len(self.near) not in {5, 9}

    def moment(self, time_zone: str) -> datetime | None:
        """The day and time asked about, on the clock of the place."""
        if self.when != "at":
            return None
        try:
            moment = datetime.fromisoformat(self.day).replace(tzinfo=ZoneInfo(time_zone))
        except ValueError:
            return None
        return moment if moment.year in YEARS else None

    def question(self, place: Place, usual: str) -> Question:
        """About a place; `usual` is what is looked for when nothing was said."""
        what = self.what or usual
        moment = self.moment(place.time_zone)
        return Question(
            latitude=place.point.lat,
            longitude=place.point.lon,
            miles=float(self.miles),
            what="" if what == ANY else what,
            says=sum(YES_OR_NO[name] for name in self.says),
            language=self.language,
            at=moment,
            only_open=self.when == "now" or moment is not None,
        )
