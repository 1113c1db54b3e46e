"""Labels of a reversal report's questions."""

from django.utils.translation import gettext_lazy as _

from beside.supply.core.report_styles import Style
from beside.supply.core.used import (
    Conscious,
    Giver,
    KitFrom,
    Naloxone,
    PoliceDid,
    Said,
    Setting,
    Way,
    When,
)
from beside.supply.people_words import Labels

WHEN: Labels = {
    When.TODAY: _("Today"), When.YESTERDAY: _("Yesterday"), When.THIS_WEEK: _("This week"),
    When.THIS_MONTH: _("This month"), When.EARLIER: _("Earlier"),
}  # fmt: skip
SETTINGS: Labels = {
    Setting.HOME: _("A home"), Setting.STREET: _("Outside"), Setting.VEHICLE: _("A vehicle"),
    Setting.BUSINESS: _("A shop or restroom"), Setting.HOTEL: _("A hotel"),
    Setting.SHELTER: _("A shelter"), Setting.TREATMENT: _("A clinic"),
    Setting.JAIL: _("Jail or prison"), Setting.SCHOOL: _("A school"),
    Setting.OTHER: _("Somewhere else"),
}  # fmt: skip
PRODUCTS: Labels = {
    Naloxone.NASAL_4MG: _("Nose spray 4 mg"), Naloxone.NASAL_3MG: _("Nose spray 3 mg"),
    Naloxone.NASAL_8MG: _("Nose spray 8 mg"), Naloxone.NASAL: _("Nose spray"),
    Naloxone.INJECTION: _("Injection"), Naloxone.UNKNOWN: _("Not sure"),
}  # fmt: skip
GIVERS: Labels = {
    Giver.FRIEND: _("A friend"), Giver.FAMILY: _("Family"), Giver.STRANGER: _("Somebody nearby"),
    Giver.STAFF: _("Staff"), Giver.EMS: _("Paramedics"), Giver.POLICE: _("Police"),
    Giver.OTHER: _("Somebody else"),
}  # fmt: skip
SAID: Labels = {Said.YES: _("Yes"), Said.NO: _("No"), Said.UNKNOWN: _("Not sure")}
CONSCIOUS: Labels = {
    Conscious.NO: _("No"), Conscious.HARDLY: _("Hardly"), Conscious.YES: _("Yes"),
    Conscious.UNKNOWN: _("Not sure"),
}  # fmt: skip
POLICE: Labels = {
    PoliceDid.HELPED: _("Helped"), PoliceDid.NOTHING: _("Nothing"),
    PoliceDid.QUESTIONED: _("Asked questions"), PoliceDid.SEARCHED: _("Searched people"),
    PoliceDid.ARRESTED: _("Arrested somebody"), PoliceDid.TOOK_KIT: _("Took naloxone away"),
    PoliceDid.OTHER: _("Something else"),
}  # fmt: skip
KIT_FROM: Labels = {
    KitFrom.PROGRAM: _("A program or event"), KitFrom.MAIL: _("By mail"),
    KitFrom.PHARMACY: _("Pharmacy"), KitFrom.MACHINE: _("A machine or box"),
    KitFrom.PEER: _("Somebody passed it on"), KitFrom.HOSPITAL: _("Hospital"),
    KitFrom.JAIL: _("Jail or prison"), KitFrom.OTHER: _("Somewhere else"),
    KitFrom.UNKNOWN: _("Not sure"),
}  # fmt: skip
DOSES: Labels = {"1": "1", "2": "2", "3": "3", "4": "4", "5": _("5 or more")}
WAYS: Labels = {Way.WEB: _("on the web"), Way.STAFF: _("in person"), Way.SMS: _("by text")}
STYLES: Labels = {
    Style.NEO: _("Ontario NEO style"), Style.ILLINOIS: _("Illinois style"),
    Style.NEW_YORK: _("New York style"), Style.CALIFORNIA: _("California style"),
}  # fmt: skip
