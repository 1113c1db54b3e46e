"""Where staff arrive, how their pages look, and the gallery of every component."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beside.accounts.access import signed_in
from beside.design import due, flash, navigation
from beside.design.charts import Bar, BarChart, LineChart, Point
from beside.design.due import Due
from beside.design.house import THEMES
from beside.design.navigation import Link
from beside.design.pages import render
from beside.design.paging import Paging

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class StartPage:
    """What somebody must do next, and every page they may open; the first is this one."""

    due: list[Due]
    links: list[Link]


@signed_in
def staff_home(request: HttpRequest) -> HttpResponse:
    """Where staff arrive: what is due next, then every page they may open."""
    page = StartPage(due.next_for(request), navigation.staff_links(request.user)[1:])
    return render(request, "web/staff_home.html", page=page)


@signed_in
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or automatic for this browser, and go back."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    answer = redirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(
            "theme", chosen, max_age=A_YEAR, secure=request.is_secure(), httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return answer


@dataclass(frozen=True)
class Work:
    """Long work, for showing."""

    done: int
    of: int
    message: str
    state: str


@dataclass(frozen=True)
class GalleryPage:
    """One of everything."""

    form: forms.Form
    works: list[Work]
    paging: Paging
    bars: BarChart
    line: LineChart


@signed_in
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    if "undo" in request.GET:
        flash.say(request, _("Three listings archived."), undo_url=request.path)
    return render(request, "web/gallery.html", page=_gallery(request))


def _gallery(request: HttpRequest) -> GalleryPage:
    wrong = QueryDict("town=&kits=0&how=&note=Two+boxes")
    return GalleryPage(
        form=sample_form()(wrong),
        works=[
            Work(340, 1200, _("Reading rows"), "running"),
            Work(17, 0, _("Looking for duplicates"), "running"),
            Work(1200, 1200, _("All rows read"), "finished"),
            Work(340, 1200, _("Reading rows"), "failed"),
        ],
        paging=Paging.read(request.GET, total=1482),
        bars=_sample_bars(),
        line=_sample_line(),
    )


def sample_form() -> type[forms.Form]:
    """A form with one of each control."""

    class Sample(forms.Form):
        town = forms.CharField(label=_("Town"), help_text=_("Where kits are handed over."))
        kits = forms.IntegerField(label=_("Kits"), min_value=1)
        how = forms.ChoiceField(
            label=_("How they get there"),
            choices=[("post", _("By post")), ("peer", _("With a peer"))],
            widget=forms.RadioSelect,
        )
        when = forms.ChoiceField(
            label=_("When"), choices=[("now", _("Today")), ("later", _("This week"))]
        )
        what = forms.MultipleChoiceField(
            label=_("What goes along"),
            required=False,
            choices=[("strips", _("Test strips")), ("card", _("A card with the steps"))],
            widget=forms.CheckboxSelectMultiple,
        )
        note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea)
        plain = forms.BooleanField(label=_("Plain envelope"), required=False)

    return Sample


def _sample_bars() -> BarChart:
    return BarChart(
        title=_("Most kits were given out by peers"),
        label_head=_("Who gave them"),
        value_head=_("Kits"),
        bars=[
            Bar(_("Peers"), 412),
            Bar(_("Libraries and shelters"), 187),
            Bar(_("By post"), 96),
            Bar(_("Fire stations"), None, _("fewer than 11")),
        ],
        source=_("Made up, to show the chart."),
    )


def _sample_line() -> LineChart:
    values = (31, 28, 35, 40, None, 52, 47, 61, 58, 72, 80, 77)
    return LineChart(
        title=_("Kits given out more than doubled in a year"),
        label_head=_("Month"),
        value_head=_("Kits"),
        points=[Point(f"2026-{month:02}", value) for month, value in enumerate(values, 1)],
        source=_("Made up, to show the chart."),
    )
