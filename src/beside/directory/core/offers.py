"""What the public looks for: the words of `Service.offers` and `Service.naloxone_products`."""

from enum import StrEnum


class Offer(StrEnum):
    """One kind of help. The finder asks for these; mappings fill them; order is that of the page."""

    NALOXONE = "naloxone"
    TEST_STRIPS = "test_strips"
    SYRINGE_SERVICES = "syringe_services"
    METHADONE = "methadone"
    BUPRENORPHINE = "buprenorphine"
    NALTREXONE = "naltrexone"
    DETOX = "detox"
    OUTPATIENT = "outpatient"
    RESIDENTIAL = "residential"
    RECOVERY_HOUSING = "recovery_housing"
    PEER_SUPPORT = "peer_support"
    DROP_IN = "drop_in"
    HEALTH_CENTER = "health_center"
    EMERGENCY_ROOM = "emergency_room"
    SHELTER = "shelter"
    FOOD = "food"
    SHOWERS = "showers"


class NaloxoneProduct(StrEnum):
    """A product held. Source: FDA labels, as listed in the field notes on supply."""

    NASAL_4MG = "nasal_4mg"
    NASAL_3MG = "nasal_3mg"
    INJECTABLE_0_4MG = "injectable_0_4mg"
