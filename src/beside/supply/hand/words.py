"""Labels of an encounter's questions, on the page, on paper and as columns."""

from django.utils.translation import gettext_lazy as _

from beside.supply.core.encounters import (
    AccessPoint,
    Education,
    Reason,
    Recipient,
    Referral,
    Residence,
    Service,
    Trained,
    Way,
)
from beside.supply.people_words import Labels

REASONS: Labels = {
    Reason.FIRST: _("First kit"), Reason.USED: _("It was used"), Reason.LOST: _("Lost"),
    Reason.STOLEN: _("Stolen"), Reason.POLICE: _("Taken by police"),
    Reason.EXPIRED: _("Expired"), Reason.GIVEN_AWAY: _("Given away"),
}  # fmt: skip
POINTS: Labels = {
    AccessPoint.HERE: _("Here"), AccessPoint.PROGRAM: _("Another program"),
    AccessPoint.MAIL: _("By mail"), AccessPoint.PHARMACY: _("Pharmacy"),
    AccessPoint.MACHINE: _("A machine or box"), AccessPoint.HOSPITAL: _("Hospital"),
    AccessPoint.JAIL: _("Jail or prison"), AccessPoint.PEER: _("Somebody passed it on"),
    AccessPoint.OTHER: _("Somewhere else"),
}  # fmt: skip
TRAINED: Labels = {
    Trained.NOW: _("Today"), Trained.BEFORE: _("Before"), Trained.NO: _("No"),
}  # fmt: skip
RECIPIENTS: Labels = {
    Recipient.AT_RISK: _("At risk themselves"), Recipient.FAMILY: _("Family or friend"),
    Recipient.WORKER: _("Worker"),
}  # fmt: skip
RESIDENCES: Labels = {
    Residence.COUNTY: _("In a county"), Residence.NO_FIXED_ADDRESS: _("No fixed address"),
    Residence.OUTSIDE: _("Outside our area"), Residence.UNKNOWN: _("Not known"),
}  # fmt: skip
SERVICES: Labels = {
    Service.WOUND_CARE: _("Wound care"), Service.HIV_TEST: _("HIV test"),
    Service.HCV_TEST: _("Hepatitis C test"), Service.STI_TEST: _("STI test"),
    Service.VACCINE: _("Vaccine"), Service.PREP: _("PrEP"),
    Service.DRUG_CHECKING: _("Drug checking"), Service.COUNSELING: _("Counseling"),
    Service.FOOD: _("Food"), Service.HYGIENE: _("Hygiene"), Service.OTHER: _("Other"),
}  # fmt: skip
REFERRALS: Labels = {
    Referral.MEDICATION: _("Medication for opioid use disorder"), Referral.DETOX: _("Detox"),
    Referral.RESIDENTIAL: _("Residential treatment"),
    Referral.RECOVERY_SUPPORT: _("Recovery support"),
    Referral.MENTAL_HEALTH: _("Mental health"), Referral.PRIMARY_CARE: _("Primary care"),
    Referral.HIV_CARE: _("HIV care"), Referral.HCV_CARE: _("Hepatitis C care"),
    Referral.HOUSING: _("Housing"), Referral.LEGAL: _("Legal help"), Referral.OTHER: _("Other"),
}  # fmt: skip
EDUCATION: Labels = {
    Education.OVERDOSE: _("Overdose and naloxone"), Education.SAFER_USE: _("Safer use"),
    Education.INFECTION: _("HIV and hepatitis"), Education.WOUNDS: _("Wounds"),
    Education.SAFER_SEX: _("Safer sex"), Education.DISPOSAL: _("Disposal"),
}  # fmt: skip
WAYS: Labels = {
    Way.PAGE: _("on the page"), Way.OFFLINE: _("offline"), Way.SHEET: _("spreadsheet or paper"),
}  # fmt: skip
