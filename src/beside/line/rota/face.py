"""The rota's places in the house: menus, the banner over a gap, what is kept how long."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.kernel import clock, house
from beside.line.models import Shift
from beside.line.rota import clocks, queries
from beside.privacy import retention

SOON = timedelta(hours=36)
KEPT = timedelta(days=400)


def register() -> None:
    """Called once, when the house starts."""
    from beside.line.rota.adapters import notices  # noqa: F401 - it registers itself

    clocks.register()
    _menus()
    banners.register("line.rota", hours_nobody_has_taken)
    retention.register(
        retention.Rule(
            name="line.shifts",
            what=_("Who was on shift when"),
            why=_("So that hours nobody covered can be told for a year"),
            keep=KEPT,
            destroy=destroy_shifts,
        )
    )


def _menus() -> None:
    answer, view, set_ = (
        Permission.ANSWER_LINE, Permission.VIEW_LINE_FIGURES, Permission.SUPERVISE_LINE
    )  # fmt: skip
    navigation.group("line", _("The line"))
    for name, label, url, order, permission, note in (
        ("rota", _("Rota"), "line:rota", 34, answer, _("Who is there when, week by week.")),
        ("staffing", _("Staffing"), "line:staffing", 36, view, _("How many it takes each hour.")),
        ("line_figures", _("Figures of the line"), "line:figures", 37, view,
         _("How many came, and how soon somebody was there.")),
        ("line_settings", _("Settings of the line"), "line:rhythm", 38, set_,
         _("How often it asks, whom it calls, what it keeps.")),
    ):  # fmt: skip
        navigation.staff(
            name, label, url, order=order, permission=permission, group="line", note=note
        )
    navigation.action("my_shifts", _("My shifts"), "line:my_shifts", permission=answer)
    navigation.action("my_phone", _("My phone"), "line:my_phone", permission=answer)


def hours_nobody_has_taken(request: HttpRequest) -> Banner | None:
    """For those who look after the rota: nobody promised within a day and a half."""
    user = request.user
    looks_after = getattr(user, "has_permission", lambda name: False)
    if not (looks_after(Permission.SUPERVISE_LINE) or looks_after(Permission.MANAGE_PARTNERS)):
        return None
    gaps = queries.coming_gaps(clock.now(), SOON).filter(there=0)
    hours = list(gaps.values_list("starts_at", flat=True)[:36])
    if not hours:
        return None
    if hours[0] <= clock.now():
        told = gettext("Nobody is on the rota now, and for %(n)d of the next 36 hours.")
        return Banner("danger", told % {"n": len(hours)}, *_where(user))
    first = date_format(hours[0].astimezone(house.zone()), "l H:i")
    told = gettext("Nobody is on the rota for %(n)d of the next 36 hours, first on %(when)s.")
    return Banner("warn", told % {"n": len(hours), "when": first}, *_where(user))


def _where(user: object) -> tuple[str, str]:
    """The rota is for those who answer; others are led to the staffing page."""
    from django.urls import reverse

    answers = getattr(user, "has_permission", lambda name: False)(Permission.ANSWER_LINE)
    return reverse("line:rota" if answers else "line:staffing"), gettext("Look at it")


def destroy_shifts(before: datetime, at: datetime) -> int:
    """Shifts that ended before; how many."""
    gone, by_model = Shift.objects.filter(ends_at__lt=before).delete()
    return by_model.get("line.Shift", 0) if gone else 0
