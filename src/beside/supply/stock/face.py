"""The stock cabinet's places in the house: menus, starting products, alarms on the front page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.kernel import starting
from beside.supply import access
from beside.supply.core.alarms import URGENT
from beside.supply.models import Alarm
from beside.supply.stock import starting as products


def register() -> None:
    """Called once, when the house starts."""
    starting.register("products of supply", products.fill)
    banners.register("supply.stock", what_is_wrong)
    view, keep, manage = Permission.VIEW_STOCK, Permission.KEEP_STOCK, Permission.MANAGE_PROGRAM
    navigation.group("supply", _("Supply"))
    navigation.staff(
        "stock", _("Stock"), "supply:stock", order=47, permission=view, group="supply",
        note=_("What stands on which shelf, and until when."),
    )  # fmt: skip
    navigation.staff(
        "programs", _("Programs"), "supply:stock_programs", order=53, permission=manage,
        group="supply", note=_("Products, area, standing order, shelves."),
    )  # fmt: skip
    for name, label, url, permission in (
        ("stock_receive", _("Receive a delivery"), "supply:stock_receive", keep),
        ("stock_counts", _("Count a shelf"), "supply:stock_counts", view),
        ("stock_aid", _("Mutual aid"), "supply:stock_aids", view),
        ("stock_reorder", _("What to order"), "supply:stock_cover", view),
        ("stock_alarms", _("Alarms about stock"), "supply:stock_alarms", view),
        ("stock_ledger", _("The ledger"), "supply:stock_ledger", view),
        ("stock_recall", _("Recall a lot"), "supply:stock_recall_numbers", keep),
        ("stock_products", _("Products"), "supply:stock_products", manage),
    ):
        navigation.action(name, label, url, permission=permission)


def what_is_wrong(request: HttpRequest) -> Banner | None:
    """On the front page of staff: nothing left, a recalled lot on a shelf, an empty machine."""
    user = request.user
    if not isinstance(user, User) or not request.path.endswith("/staff/"):
        return None
    if not user.has_permission(Permission.VIEW_STOCK):
        return None
    urgent = Alarm.objects.filter(closed_at=None, kind__in=URGENT)
    found = urgent.filter(program__in=access.programs_of(user)).count()
    if not found:
        return None
    told = ngettext(
        "%(n)d urgent alarm about stock: nothing left, recalled, or a machine is empty.",
        "%(n)d urgent alarms about stock: nothing left, recalled, or a machine is empty.",
        found,
    )
    return Banner("warn", told % {"n": found}, reverse("supply:stock_alarms"), str(_("Look at it")))
