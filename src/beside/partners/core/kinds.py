"""The kinds of organization that work with a coalition, in the field's own words."""

from enum import StrEnum


class Kind(StrEnum):
    """What a partner is. The words people read stand in `WORDS`."""

    HARM_REDUCTION = "harm_reduction"
    HEALTH_DEPARTMENT = "health_department"
    EMS = "ems"
    FIRE = "fire"
    HOSPITAL = "hospital"
    TREATMENT = "treatment"
    OTP = "otp"
    PRIMARY_CARE = "primary_care"
    MENTAL_HEALTH = "mental_health"
    RECOVERY_COMMUNITY = "recovery_community"
    RECOVERY_HOUSING = "recovery_housing"
    PHARMACY = "pharmacy"
    SHELTER = "shelter"
    HOUSING = "housing"
    FOOD = "food"
    LIBRARY = "library"
    SCHOOL = "school"
    UNIVERSITY = "university"
    JAIL = "jail"
    COURT = "court"
    LAW_ENFORCEMENT = "law_enforcement"
    DISPATCH = "dispatch"
    CORONER = "coroner"
    FAITH = "faith"
    EMPLOYER = "employer"
    YOUTH = "youth"
    VETERANS = "veterans"
    TRIBAL = "tribal"
    FAMILY = "family"
    GOVERNMENT = "government"
    OTHER = "other"


def _(text: str) -> str:
    """Mark a text for the catalogue; pages translate it when they show it."""
    return text


WORDS: dict[Kind, str] = {
    Kind.HARM_REDUCTION: _("Harm reduction program"),
    Kind.HEALTH_DEPARTMENT: _("Health department"),
    Kind.EMS: _("Emergency medical services"),
    Kind.FIRE: _("Fire department"),
    Kind.HOSPITAL: _("Hospital or emergency department"),
    Kind.TREATMENT: _("Treatment provider"),
    Kind.OTP: _("Opioid treatment program"),
    Kind.PRIMARY_CARE: _("Community health center or clinic"),
    Kind.MENTAL_HEALTH: _("Mental health center"),
    Kind.RECOVERY_COMMUNITY: _("Recovery community organization"),
    Kind.RECOVERY_HOUSING: _("Recovery housing"),
    Kind.PHARMACY: _("Pharmacy"),
    Kind.SHELTER: _("Shelter"),
    Kind.HOUSING: _("Housing organization"),
    Kind.FOOD: _("Food program"),
    Kind.LIBRARY: _("Library"),
    Kind.SCHOOL: _("School"),
    Kind.UNIVERSITY: _("College or university"),
    Kind.JAIL: _("Jail or prison"),
    Kind.COURT: _("Court, probation or parole"),
    Kind.LAW_ENFORCEMENT: _("Law enforcement"),
    Kind.DISPATCH: _("Emergency call center (PSAP)"),
    Kind.CORONER: _("Coroner or medical examiner"),
    Kind.FAITH: _("Faith community"),
    Kind.EMPLOYER: _("Employer or union"),
    Kind.YOUTH: _("Youth organization"),
    Kind.VETERANS: _("Veterans’ organization"),
    Kind.TRIBAL: _("Tribal nation or organization"),
    Kind.FAMILY: _("Family or peer support group"),
    Kind.GOVERNMENT: _("Local government"),
    Kind.OTHER: _("Something else"),
}
