"""The law's places in the house: menus, starting data, the banner of promised reviews."""

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.directory import slots
from beside.kernel import clock, house, starting
from beside.supply.law import queries
from beside.supply.law.starting import loading


def register() -> None:
    """Called once, when the house starts."""
    starting.register("law of the states", loading.fill)
    if find_spec("beside.training.laws"):
        import_module("beside.supply.law.for_training").register()
    navigation.public("law", _("The law here"), "supply:law", slot="footer", order=60)
    navigation.staff(
        "law", _("Law"), "supply:law_table", order=55, permission=Permission.EDIT_LAW,
        group="supply", note=_("What each state allows, and until when we are sure."),
    )  # fmt: skip
    slots.fill(
        "the_law", "law", _("What the law says"), url_name="supply:law",
        note=_("What protects you when you call, state by state."),
    )  # fmt: skip
    banners.register("supply.law", reviews_that_are_due)


def reviews_that_are_due(request: HttpRequest) -> Banner | None:
    """For those who keep the table: somebody promised to look again, and the day has come.

    Shipped facts that were never looked at here are not counted: the table itself says so.
    """
    may = getattr(request.user, "has_permission", lambda name: False)
    if not may(Permission.EDIT_LAW):
        return None
    due = queries.promised_reviews(house.today(clock.now()))
    if not due:
        return None
    told = ngettext(
        "%(n)d answer about the law is due to be looked at again.",
        "%(n)d answers about the law are due to be looked at again.",
        due,
    )
    url = reverse("supply:law_table") + "?show=promised"
    return Banner("warn", told % {"n": due}, url, gettext("See which"))
