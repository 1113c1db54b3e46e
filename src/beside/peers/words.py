"""How pages say the words of the core. Calm, and in nobody's favor."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.peers.core.noticed import Answer, What
from beside.peers.core.points import BagState, PointKind
from beside.supply.core.asking import Beyond
from beside.supply.models import Product

Words = str | Promise

NOTICED: Mapping[What, Words] = {
    What.BAD_BATCH: _("Something going around that is stronger, or different"),
    What.NO_KITS: _("No kits where there should be some"),
    What.POLICE: _("Police at a place"),
    What.CLOSED: _("Closed when it should be open"),
    What.OTHER: _("Something else"),
}
ANSWERS: Mapping[Answer, Words] = {
    Answer.ACTED: _("We did something about it"),
    Answer.PASSED_ON: _("Passed on to who can"),
    Answer.KNOWN: _("Known already"),
    Answer.NOTHING: _("Nothing to be done"),
}
POINTS: Mapping[PointKind, Words] = {
    PointKind.SITE: _("at a site"),
    PointKind.MEETING: _("at a meeting place"),
    PointKind.LOCKER: _("in a locker"),
}
BAGS: Mapping[BagState, Words] = {
    BagState.ASKED: _("to pack"),
    BagState.READY: _("ready"),
    BagState.HANDED: _("handed over"),
}
BEYOND: Mapping[Beyond, Words] = {
    Beyond.MANY_PEOPLE: _("Many people: a building, a camp, a line of work"),
    Beyond.FAR_AWAY: _("Comes from far, or seldom can"),
    Beyond.BAD_BATCH: _("More overdoses than usual"),
    Beyond.CLOSED_DAYS: _("We are closed for days"),
    Beyond.OTHER: _("Another reason"),
}


def product(one: Product, language: str) -> str:
    """A product in a word that tells a bystander nothing; else its name."""
    dose = f" {one.dose_mg.normalize():f} mg" if one.dose_mg else ""
    if one.naloxone.startswith("nasal"):
        return gettext("Spray") + dose
    if one.naloxone.startswith("injectable"):
        return gettext("Vial") + dose
    return one.name(language)
