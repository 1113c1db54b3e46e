"""What was asked, offered and agreed, month by month, and which share of kits goes on to others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from beside.kernel import house
from beside.privacy import disclosure
from beside.privacy.disclosure import Dimension, Published, Suppressed, Table
from beside.supply.core import passing_on
from beside.supply.core.passing_on import Kits, Share
from beside.supply.core.places import TO_PEERS, Movement, PlaceKind
from beside.supply.core.request import State
from beside.supply.models import Encounter, Entry, Product, Program, Request

NEVER_LEFT = (State.CANCELLED, State.EXPIRED)
ANSWERS = ("yes", "no", "unknown", "peers")
SUMS: Mapping[str, Any] = {
    "asked": Sum("kits_asked"),
    "offered": Sum("kits_offered"),
    "agreed": Sum("kits_agreed"),
    "yes": Sum("kits_agreed", filter=Q(knows_others=True)),
    "no": Sum("kits_agreed", filter=Q(knows_others=False)),
    "unknown": Sum("kits_agreed", filter=Q(knows_others=None)),
    "times_yes": Count("pk", filter=Q(knows_others=True, kits_agreed__gt=0)),
    "times_no": Count("pk", filter=Q(knows_others=False, kits_agreed__gt=0)),
    "times_unknown": Count("pk", filter=Q(knows_others=None, kits_agreed__gt=0)),
    "for_lack": Count("pk", filter=Q(offer_why="stock")),
    "beyond": Count("pk", filter=~Q(beyond_why="")),
}  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """Encounters and requests of one month, or of all. Kits, except where it says times."""

    asked: int = 0
    offered: int = 0
    agreed: int = 0
    yes: int = 0
    no: int = 0
    unknown: int = 0
    times_yes: int = 0
    times_no: int = 0
    times_unknown: int = 0
    for_lack: int = 0  # times that fewer were offered, because there were no more
    beyond: int = 0  # times that somebody went beyond the cap
    peers: int = 0  # to peers with a card
    times_peers: int = 0

    def __add__(self, other: "Asking") -> "Asking":
        return Asking(*(ours + theirs for ours, theirs in zip(self._all, other._all, strict=True)))

    @property
    def _all(self) -> tuple[int, ...]:
        return tuple(vars(self).values())

    @property
    def share(self) -> Share | None:
        """Of these kits, the part that is for others."""
        kits = Kits(self.yes, self.no, self.unknown, self.peers, self.times_yes)
        return passing_on.share(kits)


def by_month(programs: Sequence[Program], first: date, last: date) -> list[tuple[date, Asking]]:
    """Exact, for those who work in these programs. What was undone or called off counts nowhere."""
    found: dict[date, Asking] = {}
    for month, one in (*_rows(programs, first, last), *_to_peers(programs, first, last)):
        found[month] = found.get(month, Asking()) + one
    return sorted(found.items())


def total(rows: Iterable[tuple[date, Asking]]) -> Asking:
    return sum((one for _, one in rows), Asking())


def _rows(programs: Sequence[Program], first: date, last: date) -> Iterable[tuple[date, Asking]]:
    visits = Encounter.objects.filter(
        program__in=programs, undone_at=None, on_date__range=(first, last)
    ).annotate(month=TruncMonth("on_date"))
    sent = Request.objects.filter(
        program__in=programs, asked_at__gte=_midnight(first),
        asked_at__lt=_midnight(last + timedelta(days=1)),
    ).exclude(state__in=[state.value for state in NEVER_LEFT])  # fmt: skip
    yield from _summed(visits)
    for month, one in _summed(_dated(sent.filter(about_kind=TO_PEERS))):
        yield month, Asking(peers=one.agreed, times_peers=one.times_yes)
    yield from _summed(_dated(sent.exclude(about_kind=TO_PEERS)))


def _dated(sent: QuerySet[Request]) -> QuerySet[Request]:
    return sent.annotate(month=TruncMonth("asked_at", tzinfo=house.zone()))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=house.zone())


def _summed(found: "QuerySet[Any, Any]") -> Iterable[tuple[date, Asking]]:
    for row in found.values("month").annotate(**SUMS).order_by("month"):
        month = row["month"]
        day = month if type(month) is date else house.today(month)
        yield day.replace(day=1), Asking(**{name: row[name] or 0 for name in SUMS})


def _to_peers(programs: Sequence[Program], first: date, last: date) -> list[tuple[date, Asking]]:
    """Kits that went from hand to hand to the peers' place, less what came back.

    What is posted to a peer is counted as a request.
    """
    moved = Movement.MOVED.value
    entries = Entry.objects.filter(
        Q(movement__why=moved) | Q(movement__undoes__why=moved),
        place__program__in=programs, place__kind=PlaceKind.PEERS,
        lot__product__kind=Product.Kind.NALOXONE, movement__on_date__range=(first, last),
    )  # fmt: skip
    rows = entries.annotate(month=TruncMonth("movement__on_date")).values("month")
    summed = rows.annotate(
        per_kit=F("lot__product__per_kit"), all_units=Sum("units"),
        times=Count("movement", distinct=True, filter=Q(movement__why=moved)),
    )  # fmt: skip
    return [
        (row["month"], Asking(peers=max(0, row["all_units"]) // row["per_kit"],
                              times_peers=row["times"]))
        for row in summed.order_by("month")
    ]  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What may be published: how often each answer was given, and the share of kits if it may."""

    times: Published
    share: Share | None


def published(rows: Iterable[tuple[date, Asking]]) -> Shown:
    """The share is shown only when every answer it rests on was given often enough to be shown."""
    found = total(rows)
    times: dict[tuple[str, ...], int] = {
        (answer,): getattr(found, f"times_{answer}") for answer in ANSWERS
    }
    table = Table("by answer", (Dimension.flat("answer", ANSWERS),), times)
    released = disclosure.release([table], disclosure.CMS)
    hidden = any(isinstance(released.cell("by answer", one), Suppressed) for one in ANSWERS)
    return Shown(released, None if hidden else found.share)
