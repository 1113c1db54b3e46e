"""What the pages about partners show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from beside.accounts.adapters import mail
from beside.accounts.core import roles
from beside.accounts.core.roles import Role
from beside.design.paging import Paging
from beside.partners import counties
from beside.partners.core.kinds import WORDS, Kind
from beside.partners.core.rows import Fault, Listed
from beside.partners.forms import BringIn, Ending, Facts, Filter, Upload
from beside.partners.models import Membership, MembershipOffer, Partner


@dataclass(frozen=True)
class Row:
    """One partner on the list."""

    partner: Partner
    kind: str
    counties: Sequence[str]
    contacts: Sequence[Membership]
    members: int
    ended: bool


def row_of(partner: Partner, on: date) -> Row:
    """A row from a partner whose current members were fetched as `members`."""
    members: list[Membership] = getattr(partner, "members", [])
    return Row(
        partner=partner,
        kind=kind_words(partner.kind),
        counties=counties.names_of(partner.counties),
        contacts=[member for member in members if member.role == "partner_contact"],
        members=len(members),
        ended=partner.until_date is not None and partner.until_date <= on,
    )


def kind_words(kind: str) -> str:
    """The kind in the language of the page."""
    return gettext(WORDS[Kind(kind)])


@dataclass(frozen=True)
class ListPage:
    """Partners one may reach, filtered."""

    filter: Filter
    rows: Sequence[Row]
    paging: Paging
    query: str
    manages: bool


@dataclass(frozen=True)
class Belonging:
    """A member with the words of the role."""

    membership: Membership
    role: Role


@dataclass(frozen=True)
class Offered:
    """An invitation that waits; its link where no mail carries it."""

    offer: MembershipOffer
    role: Role
    link: str


def offered(offer: MembershipOffer) -> Offered:
    """An offer as the page shows it."""
    link = "" if mail.configured() else mail.invitation_link(offer.invitation)
    return Offered(offer, roles.role(offer.role), link)


def belonging(membership: Membership) -> Belonging:
    """A membership as the page shows it."""
    return Belonging(membership, roles.role(membership.role))


@dataclass(frozen=True)
class PartnerPage:
    """One partner: its facts, its people, what may be done."""

    row: Row
    members: Sequence[Belonging]
    past: Sequence[Belonging]
    offers: Sequence[Offered]
    keeps: bool
    manages: bool
    bring_in: BringIn
    ending: Ending


@dataclass(frozen=True)
class FactsPage:
    """Adding a partner, or correcting one."""

    form: Facts
    partner: Partner | None = None


@dataclass(frozen=True)
class Previewed:
    """A good row of a list, and whether a partner of that name is known."""

    number: int
    listed: Listed
    kind: str
    known: bool


@dataclass(frozen=True)
class ImportPage:
    """A list on its way in: asked for, faulty, or ready to keep."""

    form: Upload
    kinds: Sequence[tuple[str, str]]
    faults: Sequence[Fault] = ()
    rows: Sequence[Previewed] = ()
    packed: str = ""
    unreadable: str = ""
