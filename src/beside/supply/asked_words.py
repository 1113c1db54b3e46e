"""Labels of what was offered and why, on pages and in files."""

from django.utils.translation import gettext_lazy as _

from beside.supply.core.asking import Beyond, Why
from beside.supply.people_words import Labels, choices

WHY: Labels = {
    Why.AS_ASKED: _("as asked"), Why.FOR_OTHERS: _("they know others"), Why.MORE: _("offered more"),
    Why.CAP: _("no more at once"), Why.STOCK: _("no more on the shelf"),
    Why.BEYOND: _("beyond the usual, with a reason"),
}  # fmt: skip
BEYOND: Labels = {
    Beyond.MANY_PEOPLE: _("They reach many people"), Beyond.FAR_AWAY: _("They can seldom come"),
    Beyond.BAD_BATCH: _("More overdoses than usual"),
    Beyond.CLOSED_DAYS: _("We are closed for days"), Beyond.OTHER: _("Another reason"),
    Beyond.UNSAID: _("Not said"),
}  # fmt: skip
CHOICES = [pair for pair in choices(Beyond, BEYOND) if pair[0] != Beyond.UNSAID]
