"""What each kind of help is called on a page; the catalogue has the other languages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.directory.core.offers import NaloxoneProduct, Offer

OFFERS: Mapping[Offer, str | Promise] = {
    Offer.NALOXONE: _("Naloxone"),
    Offer.TEST_STRIPS: _("Test strips"),
    Offer.SYRINGE_SERVICES: _("Syringe services"),
    Offer.METHADONE: _("Methadone"),
    Offer.BUPRENORPHINE: _("Buprenorphine"),
    Offer.NALTREXONE: _("Naltrexone"),
    Offer.DETOX: _("Detox"),
    Offer.OUTPATIENT: _("Outpatient treatment"),
    Offer.RESIDENTIAL: _("Residential treatment"),
    Offer.RECOVERY_HOUSING: _("Recovery housing"),
    Offer.PEER_SUPPORT: _("Peer support"),
    Offer.DROP_IN: _("Drop-in center"),
    Offer.HEALTH_CENTER: _("Health center"),
    Offer.EMERGENCY_ROOM: _("Emergency room"),
    Offer.SHELTER: _("Shelter"),
    Offer.FOOD: _("Food"),
    Offer.SHOWERS: _("Showers"),
}

NALOXONE_PRODUCTS: Mapping[NaloxoneProduct, str | Promise] = {
    NaloxoneProduct.NASAL_4MG: _("Nasal spray, 4 mg"),
    NaloxoneProduct.NASAL_3MG: _("Nasal spray, 3 mg"),
    NaloxoneProduct.INJECTABLE_0_4MG: _("Vial to inject, 0.4 mg/mL"),
}
