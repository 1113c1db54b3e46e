"""Forms of the planners' pages. What is asked by address is read leniently, what is kept is not."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beside.supply.core.need.channels import Channel, Weighing
from beside.supply.models import Allocation, Placement, PlanningTable
from beside.supply.need import words
from beside.supply.need.numbers import MOST_KITS, Known
from beside.supply.need.saturating import Basis

MOST_SITES, MOST_MINUTES = 50, 90
KITS = int(MOST_KITS)
USUAL_WEIGHTS = Weighing.PROFOUND


def number(**facts: Any) -> forms.IntegerField:
    """A whole number in a short field."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "short"})
    return forms.IntegerField(widget=widget, **facts)


class Asked(forms.Form):
    """Whose weights, and from what need is known; part of every page's question."""

    weights = forms.ChoiceField(
        label=_("Channel weights by"), choices=lambda: list(words.WEIGHINGS.items())
    )
    basis = forms.ChoiceField(label=_("Need known from"), choices=lambda: list(words.BASES.items()))

    def __init__(self, asked: Mapping[str, str]) -> None:
        said = {"weights": USUAL_WEIGHTS.value, "basis": Basis.AT_RISK.value}
        for name, known in (("weights", Weighing), ("basis", Basis)):
            if asked.get(name) in {each.value for each in known}:
                said[name] = asked[name]
        super().__init__(said)

    @property
    def weighing(self) -> Weighing:
        return Weighing(self.data["weights"])

    @property
    def based_on(self) -> Basis:
        return Basis(self.data["basis"])


class Allot(forms.Form):
    """So many kits over which places, within what bounds."""

    kits = number(label=_("Kits a year"), min_value=1, max_value=KITS)
    over = forms.ChoiceField(label=_("Over"), choices=())
    floor = number(
        label=_("Each at least, % of its share by people"),
        min_value=0, max_value=100, required=False,
    )  # fmt: skip
    least = number(
        label=_("Each at least, kits"), min_value=0, max_value=KITS, required=False
    )  # fmt: skip
    most = number(
        label=_("Each at most, kits"), min_value=1, max_value=KITS, required=False
    )  # fmt: skip
    weights = forms.ChoiceField(
        label=_("Channel weights by"), choices=lambda: list(words.WEIGHINGS.items())
    )

    def __init__(self, *args: Any, tables: list[PlanningTable], **facts: Any) -> None:
        super().__init__(*args, **facts)
        over = self.fields["over"]
        assert isinstance(over, forms.ChoiceField)
        own = [(str(one.pk), one.name) for one in tables]
        Over = Allocation.Over
        over.choices = [
            *[(one.value, words.OVER[one]) for one in (Over.COUNTIES, Over.ZIPS, Over.SITES)],
            *([(gettext("Tables of our own"), own)] if own else []),
        ]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("most") and (said.get("least") or 0) > said["most"]:
            self.add_error("most", gettext("This is less than the least."))
        return said


class Keep(forms.Form):
    """Under what name a plan is kept."""

    name = forms.CharField(label=_("Name of the plan"), max_length=80)


class NumberForm(forms.Form):
    """A number of our own, with where it comes from."""

    value = forms.FloatField(label=_("Our number"))
    low = forms.FloatField(label=_("At least"), required=False)
    high = forms.FloatField(label=_("At most"), required=False)
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200,
        help_text=_("A report, a survey, who told us. No number without its source."),
    )  # fmt: skip
    year = number(label=_("Of which year"), min_value=1990, max_value=2100)
    whose = forms.ChoiceField(
        label=_("It holds for"), choices=[("program", _("this program")),
                                          ("coalition", _("every program of the coalition"))],
    )  # fmt: skip

    def __init__(self, *args: Any, known: Known | None, may_all: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.known = known
        for name in ("value", "low", "high"):
            field = self.fields[name]
            field.widget.attrs.update({"class": "short", "step": "any"})
            if known and known.is_share:
                field.label = {
                    "value": _("Our number, in percent"), "low": _("At least, percent"),
                    "high": _("At most, percent"),
                }[name]  # fmt: skip
        if not may_all:
            del self.fields["whose"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        scale = 100 if self.known and self.known.is_share else 1
        for name in ("value", "low", "high"):
            if said.get(name) is not None:
                said[name] = said[name] / scale
                self._within(name, said[name])
        low, value, high = (said.get(name) for name in ("low", "value", "high"))
        if (low is None) != (high is None):
            self.add_error("high", gettext("Say both ends of the range, or neither."))
        elif (
            low is not None
            and high is not None
            and value is not None
            and not (low <= value <= high)
        ):
            self.add_error("value", gettext("This lies outside its own range."))
        return said

    def _within(self, name: str, value: float) -> None:
        least = self.known.least if self.known else 0.0
        most = self.known.most if self.known else MOST_KITS
        if not least <= value <= most:
            self.add_error(name, gettext("This cannot be: it is out of bounds."))


class Upload(forms.Form):
    """A planner's own places."""

    name = forms.CharField(label=_("Name of the table"), max_length=80)
    source = forms.CharField(label=_("Where the figures come from"), max_length=200)
    year = number(label=_("Of which year"), min_value=1990, max_value=2100)
    file = forms.FileField(
        label=_("Spreadsheet (CSV or XLSX)"),
        help_text=_("Columns: name, people_at_risk, deaths, least, most, now. The last three may "
                    "be left out."),
    )  # fmt: skip


class Search(forms.Form):
    """Where the next boxes, machines or sites could stand."""

    name = forms.CharField(label=_("Name of the search"), max_length=80)
    how_many = number(
        label=_("How many new places"), min_value=1, max_value=MOST_SITES, initial=3
    )  # fmt: skip
    by_way = forms.ChoiceField(
        label=_("How people come"), choices=lambda: list(words.TRAVEL.items()),
        initial=Placement.By.DRIVE,
    )  # fmt: skip
    minutes = number(label=_("Within, minutes"), min_value=2, max_value=MOST_MINUTES, initial=15)
    of = forms.ChoiceField(
        label=_("Need is counted as"), choices=lambda: list(words.WEIGHTS.items()), initial="deaths"
    )
    candidates = forms.FileField(
        label=_("A list of places that could take one"), required=False,
        help_text=_("CSV or XLSX: name, and latitude and longitude or zip. Left out: every public "
                    "place of the directory in the area."),
    )  # fmt: skip
    demand = forms.FileField(
        label=_("Points of need of our own"), required=False,
        help_text=_("CSV or XLSX: weight, and latitude and longitude or zip. Left out: ZIP areas. "
                    "Rounded to about 100 yards, forgotten when the search ends."),
    )  # fmt: skip
    keeps_listed = forms.BooleanField(
        label=_("Count every place of the directory that gives naloxone as standing already"),
        required=False, initial=True,
    )  # fmt: skip


class Suppose(forms.Form):
    """What if. Plain numbers; sliders where there is a script."""

    weights = forms.ChoiceField(
        label=_("Channel weights by"), choices=lambda: list(words.WEIGHINGS.items())
    )
    on_the_line = number(
        label=_("Of the others, those with a line that calls for help, percent"),
        min_value=0, max_value=100,
    )  # fmt: skip
    field_order = (*[channel.value for channel in Channel], "witnessed", "on_the_line", "weights")

    def __init__(self, *args: Any, most: int, least_met: int, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["witnessed"] = number(
            label=_("Overdoses with somebody there who could use a kit, percent"),
            min_value=least_met, max_value=100,
        )  # fmt: skip
        for channel in Channel:
            self.fields[channel.value] = number(
                label=words.CHANNELS[channel], min_value=0, max_value=KITS
            )
            self.fields[channel.value].widget.attrs["data-slide"] = str(most)
        for name in ("witnessed", "on_the_line"):
            self.fields[name].widget.attrs["data-slide"] = "100"
        self.order_fields(self.field_order)
