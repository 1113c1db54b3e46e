"""Reads about partners, for pages and exports."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from beside.partners.core.kinds import Kind
from beside.partners.models import Membership, MembershipOffer, Partner


@dataclass(frozen=True)
class PartnersAsked:
    """What somebody filters the list by; empty fields ask nothing."""

    words: str = ""
    kind: Kind | None = None
    county: str = ""
    state: str = "active"


def asked_for(reachable: QuerySet[Partner], asked: PartnersAsked, on: date) -> QuerySet[Partner]:
    """Of those one may reach, the ones asked for, by name, with current members in `members`."""
    found = reachable.order_by("name")
    if asked.words:
        found = found.filter(name__icontains=asked.words)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.county:
        found = found.filter(counties__contains=[asked.county])
    ended = Q(until_date__isnull=False, until_date__lte=on)
    if asked.state == "active":
        found = found.exclude(ended)
    elif asked.state == "ended":
        found = found.filter(ended)
    return found.prefetch_related(Prefetch("memberships", members_on(on), to_attr="members"))


def members_on(on: date) -> QuerySet[Membership]:
    """Current memberships, contacts first, then by name."""
    return Membership.objects.current(on).select_related("user").order_by("role", "user__name")


def past_members(partner: Partner, on: date) -> QuerySet[Membership]:
    """Those who belonged before."""
    past = Membership.objects.filter(partner=partner, until_date__lte=on)
    return past.select_related("user").order_by("-until_date")


def open_offers(partner: Partner) -> QuerySet[MembershipOffer]:
    """Invitations to this partner that still wait."""
    offers = MembershipOffer.objects.filter(partner=partner, invitation__state="open")
    return offers.select_related("invitation").order_by("invitation__invited_at")
