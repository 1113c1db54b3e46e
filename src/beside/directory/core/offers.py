"""What a person can be given, in one short list of codes."""

from enum import StrEnum


class Offer(StrEnum):
    """A kind of help. Labels are in templates."""

    NALOXONE = "naloxone"
    TEST_STRIPS = "test_strips"
    SYRINGE_SERVICES = "syringe_services"
    SAFER_SMOKING = "safer_smoking"
    DRUG_CHECKING = "drug_checking"
    WOUND_CARE = "wound_care"
    HIV_HEPATITIS_TESTING = "hiv_hepatitis_testing"
    METHADONE = "methadone"
    BUPRENORPHINE = "buprenorphine"
    NALTREXONE = "naltrexone"
    DETOX = "detox"
    TREATMENT = "treatment"
    RESIDENTIAL_TREATMENT = "residential_treatment"
    RECOVERY_HOUSING = "recovery_housing"
    PEER_SUPPORT = "peer_support"
    DROP_IN = "drop_in"
    FOOD = "food"
    SHOWERS = "showers"
    SHELTER = "shelter"
    HEALTH_CENTER = "health_center"
    HOSPITAL = "hospital"
    MENTAL_HEALTH = "mental_health"


class Naloxone(StrEnum):
    """A naloxone or nalmefene product, by route and strength."""

    NASAL_4MG = "nasal_4mg"
    NASAL_3MG = "nasal_3mg"
    NASAL_8MG = "nasal_8mg"
    INJECTABLE_0_4MG = "injectable_0.4mg"
    INJECTABLE_5MG = "injectable_5mg"
    NALMEFENE_NASAL_2_7MG = "nalmefene_nasal_2.7mg"


# Codes of the SAMHSA National Directory legend (public domain) to what they mean for a person.
SAMHSA_OFFERS: dict[str, Offer] = {
    "METH": Offer.METHADONE,
    "MM": Offer.METHADONE,
    "MMW": Offer.METHADONE,
    "OTP": Offer.METHADONE,
    "BU": Offer.BUPRENORPHINE,
    "BUM": Offer.BUPRENORPHINE,
    "BMW": Offer.BUPRENORPHINE,
    "NXN": Offer.NALTREXONE,
    "VTRL": Offer.NALTREXONE,
    "DT": Offer.DETOX,
    "OP": Offer.TREATMENT,
    "OIT": Offer.TREATMENT,
    "ODT": Offer.TREATMENT,
    "RES": Offer.RESIDENTIAL_TREATMENT,
    "RS": Offer.RESIDENTIAL_TREATMENT,
    "RL": Offer.RESIDENTIAL_TREATMENT,
    "HH": Offer.RECOVERY_HOUSING,
    "NOE": Offer.NALOXONE,
    "PEER": Offer.PEER_SUPPORT,
}
