"""Words of the planners' pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.supply.core.need.at_risk import NSDUH_2023
from beside.supply.core.need.channels import Channel, Weighing
from beside.supply.core.need.evidence import Source
from beside.supply.models import Allocation, Placement
from beside.supply.need import published
from beside.supply.need.given import Way
from beside.supply.need.numbers import KNOWN
from beside.supply.need.saturating import Basis

Words = str | Promise

WAYS: Mapping[Way, Words] = {
    Way.HAND: _("From hand to hand"),
    Way.MAIL: _("By mail or picked up"),
    Way.EVENT: _("At events"),
    Way.MACHINE: _("Boxes and machines"),
    Way.PEERS: _("Through peers"),
    Way.PHARMACY: _("Pharmacies"),
    Way.HOSPITAL: _("Hospitals"),
    Way.CORRECTIONS: _("Jails and courts"),
    Way.RESPONDERS: _("First responders"),
    Way.AGENCY: _("Other organizations"),
}
CHANNELS: Mapping[Channel, Words] = {
    Channel.COMMUNITY: _("Community"),
    Channel.PHARMACY: _("Pharmacy, without a prescription"),
    Channel.PRESCRIBED: _("Prescribed"),
    Channel.EMERGENCY: _("Emergency departments"),
    Channel.CORRECTIONS: _("Jails and prisons, at release"),
}
WEIGHINGS: Mapping[Weighing, Words] = {
    Weighing.IRVINE: _("Irvine 2022"),
    Weighing.PROFOUND: _("PROFOUND 2022"),
    Weighing.BRITISH_COLUMBIA: _("British Columbia 2026"),
}
STATES: Mapping[str, Words] = {
    Allocation.State.DRAFT: _("draft"),
    Allocation.State.ADOPTED: _("adopted"),
    Allocation.State.ENDED: _("ended"),
}
SEARCHES: Mapping[str, Words] = {
    Placement.State.WAITING: _("searching"),
    Placement.State.FOUND: _("found"),
    Placement.State.NONE: _("nothing to add"),
    Placement.State.STOPPED: _("stopped"),
    Placement.State.FAILED: _("could not be found"),
}
OVER: Mapping[str, Words] = {
    Allocation.Over.COUNTIES: _("Counties"),
    Allocation.Over.ZIPS: _("ZIP areas"),
    Allocation.Over.SITES: _("Our own sites"),
    Allocation.Over.TABLE: _("A table of our own"),
}
BASES: Mapping[Basis, Words] = {
    Basis.AT_RISK: _("People at risk"),
    Basis.STATE: _("The state’s own curve"),
}
WEIGHTS: Mapping[str, Words] = {
    "deaths": _("Deaths a year"),
    "at_risk": _("People at risk"),
    "missing": _("Kits missing to the aim"),
}
TRAVEL: Mapping[str, Words] = {
    Placement.By.WALK: _("On foot"),
    Placement.By.DRIVE: _("By car"),
}
TABLES: Mapping[str, Source] = {
    "people": published.people_source(),
    "at_risk": NSDUH_2023,
    "deaths": published.deaths_source(),
}
RESTS: Mapping[str, Words] = {
    "weights": _("Worth of a kit"),
    "own_kits": _("Our kits in the year before, by the ledger"),
    "table": _("A table of our own"),
    "people": _("People by county"),
    "at_risk": _("People at risk"),
    "deaths": _("Deaths by county"),
    **{name: known.label for name, known in KNOWN.items()},
}


def rests_name(name: str) -> Words:
    """What a number is called that a plan rests on."""
    return RESTS.get(name, name)
