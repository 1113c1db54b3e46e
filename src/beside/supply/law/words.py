"""The law in plain sentences. What protects is said first; what we do not know is said too."""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.supply.core.law import Answer, Precision, Topic, Value

Words = str | Promise

TOPICS: dict[Topic, Words] = {
    Topic.NALOXONE_ACCESS: _("Naloxone"),
    Topic.STANDING_ORDER: _("Naloxone without a visit to a doctor"),
    Topic.PHARMACIST_PRESCRIBES: _("Naloxone prescribed by a pharmacist"),
    Topic.LAY_IMMUNITY: _("Giving naloxone to someone"),
    Topic.GOOD_SAMARITAN: _("Calling for help"),
    Topic.ARREST_PROTECTION: _("Arrest after calling for help"),
    Topic.SYRINGE_SERVICES: _("Syringe programs"),
    Topic.NO_PARAPHERNALIA_LAW: _("Drug equipment in general"),
    Topic.SYRINGE_POSSESSION: _("Carrying syringes"),
    Topic.SYRINGE_MAIL: _("Syringes by mail"),
    Topic.FENTANYL_STRIPS: _("Fentanyl test strips"),
    Topic.XYLAZINE_STRIPS: _("Xylazine test strips"),
    Topic.SAFER_SMOKING: _("Safer smoking kits"),
}

VALUES: dict[Value, Words] = {
    Value.YES: _("yes"),
    Value.NO: _("no"),
    Value.PARTIAL: _("in part"),
    Value.UNKNOWN: _("not known"),
}

SENTENCES: dict[tuple[Topic, Value], Words] = {
    (Topic.NALOXONE_ACCESS, Value.YES): _("A law helps people get naloxone, carry it and give it."),
    (Topic.NALOXONE_ACCESS, Value.PARTIAL): _("A law helps some people get and carry naloxone."),
    (Topic.NALOXONE_ACCESS, Value.NO): _("No law helps people get naloxone."),
    (Topic.STANDING_ORDER, Value.YES): _(
        "Naloxone that needs a prescription can be handed out under one standing order, "
        "without seeing a doctor."
    ),
    (Topic.STANDING_ORDER, Value.PARTIAL): _(
        "Some places can hand out naloxone under a standing order, without seeing a doctor."
    ),
    (Topic.STANDING_ORDER, Value.NO): _("There is no standing order for naloxone."),
    (Topic.PHARMACIST_PRESCRIBES, Value.YES): _("Pharmacists can prescribe naloxone themselves."),
    (Topic.PHARMACIST_PRESCRIBES, Value.PARTIAL): _("Some pharmacists can prescribe naloxone."),
    (Topic.PHARMACIST_PRESCRIBES, Value.NO): _("Pharmacists cannot prescribe naloxone."),
    (Topic.LAY_IMMUNITY, Value.YES): _(
        "If you give naloxone to help someone, you are protected from being sued or charged for it."
    ),
    (Topic.LAY_IMMUNITY, Value.PARTIAL): _(
        "If you give naloxone to help someone, you are protected in part."
    ),
    (Topic.LAY_IMMUNITY, Value.NO): _("No law protects who gives naloxone to help someone."),
    (Topic.GOOD_SAMARITAN, Value.YES): _(
        "If you call 911 for an overdose, a law protects you from some drug charges."
    ),
    (Topic.GOOD_SAMARITAN, Value.PARTIAL): _(
        "If you call 911 for an overdose, a law gives some protection, with limits."
    ),
    (Topic.GOOD_SAMARITAN, Value.NO): _(
        "No law protects who calls 911 for an overdose. Calling can still save a life."
    ),
    (Topic.ARREST_PROTECTION, Value.YES): _(
        "The protection covers arrest too, not only charges in court."
    ),
    (Topic.ARREST_PROTECTION, Value.PARTIAL): _("The protection covers arrest in some cases."),
    (Topic.ARREST_PROTECTION, Value.NO): _("The protection does not cover arrest."),
    (Topic.SYRINGE_SERVICES, Value.YES): _("The law allows syringe programs."),
    (Topic.SYRINGE_SERVICES, Value.PARTIAL): _(
        "The law does not name syringe programs, and leaves some room for them."
    ),
    (Topic.SYRINGE_SERVICES, Value.NO): _("The law does not allow syringe programs."),
    (Topic.NO_PARAPHERNALIA_LAW, Value.YES): _("The state has no law against drug equipment."),
    (Topic.NO_PARAPHERNALIA_LAW, Value.PARTIAL): _(
        "The law against drug equipment covers only some of it."
    ),
    (Topic.NO_PARAPHERNALIA_LAW, Value.NO): _("The state has a law against drug equipment."),
    (Topic.SYRINGE_POSSESSION, Value.YES): _("Carrying syringes is allowed."),
    (Topic.SYRINGE_POSSESSION, Value.PARTIAL): _("Carrying syringes is allowed in some cases."),
    (Topic.SYRINGE_POSSESSION, Value.NO): _("Carrying syringes for drugs is not allowed."),
    (Topic.SYRINGE_MAIL, Value.YES): _("Syringes may be sent by mail."),
    (Topic.SYRINGE_MAIL, Value.PARTIAL): _("Syringes may be sent by mail in some cases."),
    (Topic.SYRINGE_MAIL, Value.NO): _("Syringes may not be sent by mail."),
    (Topic.FENTANYL_STRIPS, Value.YES): _("Fentanyl test strips are allowed."),
    (Topic.FENTANYL_STRIPS, Value.PARTIAL): _("Fentanyl test strips are allowed in some cases."),
    (Topic.FENTANYL_STRIPS, Value.NO): _("Fentanyl test strips count as drug equipment."),
    (Topic.XYLAZINE_STRIPS, Value.YES): _("Xylazine test strips are allowed."),
    (Topic.XYLAZINE_STRIPS, Value.PARTIAL): _("Xylazine test strips may be allowed."),
    (Topic.XYLAZINE_STRIPS, Value.NO): _("Xylazine test strips count as drug equipment."),
    (Topic.SAFER_SMOKING, Value.YES): _("Safer smoking kits are allowed."),
    (Topic.SAFER_SMOKING, Value.PARTIAL): _("Safer smoking kits are allowed in some cases."),
    (Topic.SAFER_SMOKING, Value.NO): _("Safer smoking kits count as drug equipment."),
}

UNKNOWN: dict[Topic, Words] = {
    Topic.NALOXONE_ACCESS: _("whether a law helps people get naloxone"),
    Topic.STANDING_ORDER: _("whether naloxone is handed out under a standing order"),
    Topic.PHARMACIST_PRESCRIBES: _("whether pharmacists can prescribe naloxone"),
    Topic.LAY_IMMUNITY: _("whether a law protects who gives naloxone"),
    Topic.GOOD_SAMARITAN: _("whether a law protects who calls 911 for an overdose"),
    Topic.ARREST_PROTECTION: _("whether that protection covers arrest"),
    Topic.SYRINGE_SERVICES: _("whether the law allows syringe programs"),
    Topic.NO_PARAPHERNALIA_LAW: _("how the law treats drug equipment"),
    Topic.SYRINGE_POSSESSION: _("whether carrying syringes is allowed"),
    Topic.SYRINGE_MAIL: _("whether syringes may be sent by mail"),
    Topic.FENTANYL_STRIPS: _("whether fentanyl test strips are allowed"),
    Topic.XYLAZINE_STRIPS: _("whether xylazine test strips are allowed"),
    Topic.SAFER_SMOKING: _("whether safer smoking kits are allowed"),
}


def sentence(said: Answer) -> str:
    """What the answer comes to, in the language of the page."""
    if said.value is Value.UNKNOWN:
        return gettext("We do not know %(what)s.") % {"what": UNKNOWN[said.topic]}
    return str(SENTENCES[said.topic, said.value])


def since(said: Answer) -> str:
    """Since when, as exactly as the source tells; "" when it does not."""
    if said.effective_date is None:
        return ""
    return _day(said.effective_date, said.effective_precision)


def day(said: date | None) -> str:
    """A day in the language of the page; "" for none."""
    return "" if said is None else _day(said, Precision.DAY)


def _day(said: date, precision: Precision) -> str:
    if precision is Precision.YEAR:
        return str(said.year)
    form = "YEAR_MONTH_FORMAT" if precision is Precision.MONTH else "DATE_FORMAT"
    return date_format(said, form)


DEEDS: dict[str, Words] = {
    "shipped": _("came with the software"),
    "stated": _("stated"),
    "verified": _("looked at again"),
    "withdrawn": _("withdrawn"),
    "restored": _("restored"),
}
