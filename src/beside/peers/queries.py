"""Reads for pages. None of them lists cards."""

from datetime import date, datetime

from django.db.models import QuerySet, Sum

from beside.accounts.models import User
from beside.kernel import house
from beside.peers.core import cards
from beside.peers.core.cards import Limits
from beside.peers.core.points import BagState, PointKind
from beside.peers.models import Bag, Card, Fund, Notice, Point, Purse, Stipend, Terms
from beside.supply.access import scoped
from beside.supply.core.places import PlaceKind
from beside.supply.models import Place, Program


def terms_of(program: Program) -> Terms:
    """What the program agrees to; the defaults where nobody has said otherwise."""
    return Terms.objects.filter(pk=program.pk).first() or Terms(program=program)


def may_alone(card: Card, at: datetime) -> int | None:
    """How often it brought more without staff this month; None when that was often enough."""
    month = cards.month_of(house.today(at))
    times = cards.asked_alone(card.alone_month, card.times_alone, month)
    limits = Limits(terms_of(card.program).alone_a_month)
    return times if cards.may_alone(times, limits) else None


def points(program: Program) -> list[Point]:
    """Where a peer may have more wait, the program's first choice first."""
    found = Point.objects.filter(program=program, closed_at=None, shelf__closed_at=None)
    return list(found.select_related("shelf", "program"))


def sites(program: Program) -> list[Place]:
    """The program's own sites, for saying where something was noticed."""
    found = Place.objects.filter(program=program, kind=PlaceKind.SITE, closed_at=None)
    return list(found.order_by("name"))


def spots(program: Program) -> list[Point]:
    """Meeting places and lockers, for saying where something was noticed; sites stand beside."""
    return [one for one in points(program) if one.kind != PointKind.SITE]


def owed(card: Card) -> int:
    """What all funds together owe to the card, in cents."""
    return Purse.objects.filter(card=card).aggregate(all=Sum("cents_owed"))["all"] or 0


def owed_by(program: Program) -> int:
    """What all funds of the program owe to cards, in cents."""
    return Fund.objects.filter(program=program).aggregate(all=Sum("cents_owed"))["all"] or 0


def earned_in(card: Card, year: int) -> int:
    """What the card earned in a calendar year, from all funds; in cents."""
    found = Stipend.objects.filter(card=card, month__year=year)
    return found.aggregate(all=Sum("cents_earned"))["all"] or 0


def purses(card: Card) -> list[Purse]:
    """What each fund owes to the card."""
    found = Purse.objects.filter(card=card, cents_owed__gt=0)
    return list(found.select_related("fund").order_by("fund__name"))


def stipends(card: Card) -> list[Stipend]:
    """What the card earned and was paid, by month, newest first: for its holder."""
    return list(Stipend.objects.filter(card=card).select_related("fund")[:24])


def bags(user: User) -> "QuerySet[Bag]":
    """What waits, of the programs somebody works for."""
    found = Bag.objects.select_related("point__shelf", "product", "program")
    return scoped(found, user).order_by("point__position", "point__name", "point", "number")


def to_pack(user: User) -> int:
    """Bags that somebody must pack or put into a locker."""
    return bags(user).filter(state=BagState.ASKED).count()


def notices(user: User) -> "QuerySet[Notice]":
    """What was noticed, of the programs somebody works for."""
    found = Notice.objects.select_related("program", "place", "point", "seen_by")
    return scoped(found, user).order_by("-noticed_hour", "pk")


def unseen(user: User) -> int:
    """Notices nobody has looked at."""
    return notices(user).filter(seen_at=None).count()


def funds(user: User) -> "QuerySet[Fund]":
    """Funds of the programs somebody works for."""
    found = Fund.objects.select_related("program").prefetch_related("months")
    return scoped(found, user).order_by("program__public_name", "closed_at", "name")


def open_funds(program: Program) -> list[Fund]:
    """Funds from which something may be earned."""
    return list(Fund.objects.filter(program=program, closed_at=None).order_by("name"))


def cards_in_use(program: Program, since_month: date) -> int:
    """How many cards were used since that month. Shown for five and more only."""
    return Card.objects.filter(program=program, alive_month__gte=since_month).count()
