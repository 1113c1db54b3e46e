"""The places of reversal reports in the house: menus, the way in from "overdose now", texts."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.directory import slots
from beside.kernel import clock
from beside.kernel.transports import incoming
from beside.supply.reversals import keeping, queries, texts


def register() -> None:
    """Called once, when the house starts."""
    log, view = Permission.LOG_ENCOUNTERS, Permission.VIEW_SUPPLY_FIGURES
    navigation.staff("supply_reversals", _("Reversals"), "supply:reversals", order=43,
                     permission=log, group="supply",
                     note=_("Overdoses that somebody answered, as they told it."))  # fmt: skip
    navigation.staff("supply_used", _("Kits used"), "supply:used_figures", order=49,
                     permission=view, group="supply",
                     note=_("How often, where, and how it went."))  # fmt: skip
    navigation.public(
        "used", _("We used naloxone"), "supply:used", slot="card", order=15,
        note=_("Eight taps, no name. A new kit if you want one."),
    )  # fmt: skip
    slots.fill(
        "after_use", "used", _("We used it"),
        note=_("Eight taps, no name. A new kit, and a call if you want one."),
        url_name="supply:used",
    )  # fmt: skip
    banners.register("supply.calls", somebody_wants_a_call)
    keeping.register()
    texts.register()
    incoming.listen(texts.hear)
    incoming.offer("used", _("USED: you used it."), order=20)


def somebody_wants_a_call(request: HttpRequest) -> Banner | None:
    """For those who would make it."""
    user = request.user
    if not isinstance(user, User) or not user.has_permission(Permission.LOG_ENCOUNTERS):
        return None
    waiting = queries.calls_wanted(user, clock.now()).count()
    if not waiting:
        return None
    told = ngettext(
        "%(n)d person would like a call after an overdose.",
        "%(n)d people would like a call after an overdose.",
        waiting,
    )
    return Banner("warn", told % {"n": waiting}, reverse("supply:calls"), str(_("Look at it")))
