"""What waits, what is late, what is on its way: for packers, sorted by what is due."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Prefetch, QuerySet, When

from beside.accounts.models import User
from beside.kernel import house
from beside.kernel.models import Act
from beside.supply import listed, shelves
from beside.supply.core.places import SHELVES, PlaceKind
from beside.supply.core.request import State
from beside.supply.mail import routing
from beside.supply.mail.access import requests_of
from beside.supply.models import Batch, Parcel, Place, Product, Program, Request, RequestLine

LINES = Prefetch("lines", RequestLine.objects.select_related("product").order_by("pk"))


@dataclass(frozen=True)
class Wanted:
    """What the waiting requests want of a product, and what the shelf could give."""

    product: Product
    units: int
    usable: int

    @property
    def kits(self) -> int:
        return self.units // self.product.per_kit

    @property
    def is_short(self) -> bool:
        return self.usable < self.units


def waiting(user: User, program: Program | None = None) -> QuerySet[Request]:
    """Asked and not yet taken, the first promised first."""
    found = requests_of(user).filter(state=State.ASKED).prefetch_related(LINES)
    found = found.filter(program=program) if program else found
    return found.order_by("promised_at", "pk")


def late(user: User, at: datetime) -> int:
    """How many promises are broken now."""
    waits = (State.ASKED, State.SET_ASIDE, State.PACKED)
    return requests_of(user).filter(state__in=waits, promised_at__lt=at).count()


def under_way(user: User) -> QuerySet[Request]:
    """Posted, and nobody has said that it came; and what was lost or came back."""
    found = requests_of(user).filter(state__in=(State.POSTED, State.LOST, State.RETURNED))
    return found.prefetch_related(LINES).order_by("-moved_at")[:200]


def came_lately(user: User, since: datetime) -> QuerySet[Request]:
    """What came since, by what was said or because nobody said otherwise."""
    found = requests_of(user).filter(state=State.DELIVERED, moved_at__gte=since)
    return found.prefetch_related(LINES).order_by("-moved_at")[:100]


def open_batches(user: User) -> QuerySet[Batch]:
    """Batches that are not closed."""
    from beside.supply.access import scoped

    found = Batch.objects.filter(closed_at=None).select_related("program", "shelf", "by")
    return scoped(found, user).order_by("made_at")


def shelves_of(program: Program) -> QuerySet[Place]:
    """Where parcels can be packed from, the storerooms first."""
    kinds = [kind.value for kind in SHELVES]
    found = Place.objects.filter(program=program, kind__in=kinds, closed_at=None)
    return found.order_by(Case(When(kind=PlaceKind.WAREHOUSE, then=0), default=1), "name")


def wanted(requests: list[Request], shelf: Place | None, at: datetime) -> list[Wanted]:
    """Units of each product, beside what could be posted from this shelf."""
    sums: Counter[int] = Counter()
    products: dict[int, Product] = {}
    for request in requests:
        for line in request.lines.all():
            sums[line.product_id] += line.units
            products[line.product_id] = line.product
    margin = timedelta(days=shelf.program.least_days_left) if shelf else timedelta()
    day = house.today(at + margin)
    return [
        Wanted(product, sums[pk], shelves.usable(shelf, product, day) if shelf else 0)
        for pk, product in products.items()
    ]


def destroyed_since(since: datetime) -> int:
    """Addresses that were destroyed since: the record says so."""
    purged = Act.objects.filter(verb="request_purged", at__gte=since, detail__address=True)
    return purged.count() + Act.objects.filter(verb="request_forgotten", at__gte=since).count()


def at_sites(user: User) -> QuerySet[Request]:
    """Ready to be picked up, or on their way to a site, by site and last day."""
    found = requests_of(user).filter(site__isnull=False)
    found = found.filter(state__in=(State.READY, State.SET_ASIDE, State.PACKED, State.ASKED))
    return found.prefetch_related(LINES).order_by("site__name", "deadline_at")


def listed_shelves(user: User) -> QuerySet[Place]:
    """Shelves of theirs that stand for a place of the directory, whether or not it may be told."""
    from beside.supply.access import scoped

    found = Place.objects.filter(kind__in=listed.KINDS, closed_at=None).exclude(location_id=None)
    return scoped(found, user).order_by("name")


def parcels_of(batch: Batch) -> list[Parcel]:
    """The parcels of a batch with what is in them."""
    from beside.supply.mail import picking

    lines = Prefetch("request__lines", RequestLine.objects.select_related("product").order_by("pk"))
    return list(picking.parcels(batch).prefetch_related(lines))


def programs_with_mail(user: User) -> list[Program]:
    """Programs of theirs that post or let pick up."""
    from beside.supply.access import programs_of

    found = programs_of(user)
    return [one for one in found if one.mails or routing.pick_ups(one).exists()]
