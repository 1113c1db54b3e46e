"""Real arguments for the doors of partners."""

from beside.kernel import clock, house
from beside.partners.core.kinds import Kind
from beside.partners.models import Membership, Partner
from tests import people
from tests.rules import samples


def partner(name: str = "Berea Public Library", kind: Kind = Kind.LIBRARY) -> Partner:
    """A partner that works with us."""
    found, _ = Partner.objects.get_or_create(
        name=name,
        defaults={"kind": kind, "since_date": house.today(clock.now()), "counties": ["21151"]},
    )
    return found


def member(of: Partner, role: str = "partner_member") -> Membership:
    """Somebody new who belongs to it."""
    return Membership.objects.create(
        partner=of, user=people.person(), role=role, since_date=house.today(clock.now())
    )


@samples.of("partners:partner")
@samples.of("partners:change")
@samples.of("partners:end")
@samples.of("partners:bring_in")
def _one():
    return {"partner_id": partner().pk}


@samples.of("partners:change_member")
def _one_member():
    of = partner()
    return {"partner_id": of.pk, "membership_id": member(of).pk}


@samples.of("partners:export")
def _export():
    return {"kind": "csv"}
