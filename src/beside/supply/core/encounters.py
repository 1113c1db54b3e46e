"""What is asked when a kit is handed over: the union of what NEO, Maryland, Utah and North
Carolina ask of syringe services and of naloxone programs. Every word may be left out.

Source: Ontario NEO; COMAR 10.52 (Maryland 24-907); Utah R386-900-5; NC HB 972.
"""

from enum import StrEnum

SYRINGES_PER_POUND = 281


class Residence(StrEnum):
    """Where somebody lives, as coarsely as it is kept. A county is kept beside `county`."""

    COUNTY = "county"
    NO_FIXED_ADDRESS = "no_fixed_address"
    OUTSIDE = "outside"  # outside the program's area
    UNKNOWN = "unknown"


class Service(StrEnum):
    WOUND_CARE = "wound_care"
    HIV_TEST = "hiv_test"
    HCV_TEST = "hcv_test"
    STI_TEST = "sti_test"
    VACCINE = "vaccine"
    PREP = "prep"
    DRUG_CHECKING = "drug_checking"
    COUNSELING = "counseling"
    FOOD = "food"
    HYGIENE = "hygiene"
    OTHER = "other"


class Referral(StrEnum):
    MEDICATION = "medication"  # medications for opioid use disorder
    DETOX = "detox"
    RESIDENTIAL = "residential"
    RECOVERY_SUPPORT = "recovery_support"
    MENTAL_HEALTH = "mental_health"
    PRIMARY_CARE = "primary_care"
    HIV_CARE = "hiv_care"
    HCV_CARE = "hcv_care"
    HOUSING = "housing"
    LEGAL = "legal"
    OTHER = "other"


class Education(StrEnum):
    OVERDOSE = "overdose"
    SAFER_USE = "safer_use"
    INFECTION = "infection"  # HIV and viral hepatitis
    WOUNDS = "wounds"
    SAFER_SEX = "safer_sex"
    DISPOSAL = "disposal"


class Reason(StrEnum):
    """Why naloxone was wanted: the first kit, or what became of the last."""

    FIRST = "first"
    USED = "used"
    LOST = "lost"
    STOLEN = "stolen"
    POLICE = "police"  # taken by police
    EXPIRED = "expired"
    GIVEN_AWAY = "given_away"


class AccessPoint(StrEnum):
    """Where the kit before this one came from."""

    HERE = "here"
    PROGRAM = "program"  # another program
    MAIL = "mail"
    PHARMACY = "pharmacy"
    MACHINE = "machine"
    HOSPITAL = "hospital"
    JAIL = "jail"
    PEER = "peer"
    OTHER = "other"


class Trained(StrEnum):
    NOW = "now"
    BEFORE = "before"
    NO = "no"


class Recipient(StrEnum):
    AT_RISK = "at_risk"
    FAMILY = "family"  # family or friend
    WORKER = "worker"


class Way(StrEnum):
    """How the encounter came to us. It changes nothing in any report."""

    PAGE = "page"
    OFFLINE = "offline"
    SHEET = "sheet"


def syringes_of_weight(pounds: float) -> int:
    """About so many used syringes weigh that much: 281 to the pound.

    Source: Maryland and other health departments' reporting forms.
    """
    return round(pounds * SYRINGES_PER_POUND)
