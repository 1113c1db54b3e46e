"""What each kind of help is called on a page; the catalogue has the other languages."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.directory.core.offers import Naloxone, Offer
from beside.directory.models import ServiceCapacity
from beside.kernel import house

OFFERS: Mapping[Offer, str | Promise] = {
    Offer.NALOXONE: _("Naloxone"),
    Offer.TEST_STRIPS: _("Test strips"),
    Offer.SYRINGE_SERVICES: _("Syringe services"),
    Offer.SAFER_SMOKING: _("Safer smoking supplies"),
    Offer.DRUG_CHECKING: _("Drug checking"),
    Offer.WOUND_CARE: _("Wound care"),
    Offer.HIV_HEPATITIS_TESTING: _("HIV and hepatitis testing"),
    Offer.METHADONE: _("Methadone"),
    Offer.BUPRENORPHINE: _("Buprenorphine"),
    Offer.NALTREXONE: _("Naltrexone"),
    Offer.DETOX: _("Detox"),
    Offer.TREATMENT: _("Treatment"),
    Offer.RESIDENTIAL_TREATMENT: _("Residential treatment"),
    Offer.RECOVERY_HOUSING: _("Recovery housing"),
    Offer.PEER_SUPPORT: _("Peer support"),
    Offer.DROP_IN: _("Drop-in center"),
    Offer.FOOD: _("Food"),
    Offer.SHOWERS: _("Showers"),
    Offer.SHELTER: _("Shelter"),
    Offer.HEALTH_CENTER: _("Health center"),
    Offer.HOSPITAL: _("Hospital"),
    Offer.MENTAL_HEALTH: _("Mental health care"),
}

NALOXONE_PRODUCTS: Mapping[Naloxone, str | Promise] = {
    Naloxone.NASAL_4MG: _("Naloxone nasal spray, 4 mg"),
    Naloxone.NASAL_3MG: _("Naloxone nasal spray, 3 mg"),
    Naloxone.NASAL_8MG: _("Naloxone nasal spray, 8 mg"),
    Naloxone.INJECTABLE_0_4MG: _("Naloxone to inject, 0.4 mg"),
    Naloxone.INJECTABLE_5MG: _("Naloxone to inject, 5 mg"),
    Naloxone.NALMEFENE_NASAL_2_7MG: _("Nalmefene nasal spray, 2.7 mg"),
}


def said_free(one: ServiceCapacity) -> str:
    """How many are free, and as of when: a number without its day promises too much."""
    told = {
        "free": f"{one.available:g}", "unit": one.unit.name,
        "all": "" if one.maximum is None else f"{one.maximum:g}",
        "day": date_format(house.today(one.updated), "DATE_FORMAT"),
    }  # fmt: skip
    if one.maximum is None:
        return gettext("%(unit)s: %(free)s free, as of %(day)s") % told
    return gettext("%(unit)s: %(free)s of %(all)s free, as of %(day)s") % told
