"""The numbers a plan rests on: the published one, or what a program or the coalition put instead.

Each carries its source and the year of it. What a planner says never goes beyond what the
number can be (a share is between nought and one).
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.supply.core.need import irvine, profound
from beside.supply.core.need.channels import IRVINE_2022, Channel, Kits
from beside.supply.core.need.evidence import Parameter, Source
from beside.supply.core.need.profound import Tree
from beside.supply.models import PlanningNumber, Program
from beside.supply.need.starting import loading

Words = str | Promise
MOST_KITS = 10_000_000.0
OTHERS = "others_"  # and a channel: kits a year that others give out in the area


class Clash(ValueError):
    """Each number can be, but not together: naloxone would save nobody, or everybody."""


@dataclass(frozen=True)
class Known:
    """A number that can be said: what it is called, its published value, and its bounds."""

    name: str
    label: Words
    published: Parameter | None
    is_share: bool = True
    least: float = 0.0
    most: float = 1.0


def _tree(name: str, label: Words, parameter: Parameter) -> Known:
    return Known(name, label, parameter)


OF_OTHERS: Mapping[Channel, Words] = {
    Channel.COMMUNITY: _("Kits a year that other community programs give in the area"),
    Channel.PHARMACY: _("Kits a year that pharmacies give without a prescription in the area"),
    Channel.PRESCRIBED: _("Kits a year that are prescribed in the area"),
    Channel.EMERGENCY: _("Kits a year that emergency departments give in the area"),
    Channel.CORRECTIONS: _("Kits a year that jails and prisons give in the area"),
}
TREE: Mapping[str, Known] = {
    known.name: known
    for known in (
        _tree("in_public", _("Overdoses that happen in public"), profound.IN_PUBLIC),
        _tree("witnessed_public", _("Witnessed, of those in public"), profound.WITNESSED_PUBLIC),
        _tree("witnessed_private", _("Witnessed in private, against in public"),
              profound.WITNESSED_PRIVATE),
        _tree("called_public", _("911 called by a witness, in public"), profound.CALLED_PUBLIC),
        _tree("called_private", _("911 called in private, against in public"),
              profound.CALLED_PRIVATE),
        _tree("without_help", _("Deaths for each overdose without help"),
              profound.DEATH_WITHOUT_HELP),
        _tree("with_naloxone", _("Deaths for each overdose with naloxone"),
              profound.DEATH_WITH_NALOXONE),
        _tree("with_ems", _("Deaths when an ambulance comes, against no help"),
              profound.DEATH_WITH_EMS),
    )
}  # fmt: skip
TARGET = Known(
    "target", _("Share of witnessed overdoses with a kit at hand that we aim for"),
    Parameter("target", irvine.TARGET, IRVINE_2022), most=0.99,
)  # fmt: skip
KNOWN: Mapping[str, Known] = {
    TARGET.name: TARGET,
    "opioid_share": Known(
        "opioid_share", _("Share of the counted overdose deaths that opioids had a part in"),
        Parameter("opioid share", 1.0, loading.VSRR_COUNTIES, note="counts are of all drugs"),
    ),
    **TREE,
    **{
        f"{OTHERS}{channel.value}": Known(
            f"{OTHERS}{channel.value}", label, None, is_share=False, most=MOST_KITS
        )
        for channel, label in OF_OTHERS.items()
    },
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number in use, with its range if it has one, its source and its year."""

    name: str
    label: Words
    value: float
    low: float | None
    high: float | None
    source: str
    year: int | None
    of_years: str = ""
    address: str = ""
    note: str = ""
    whose: str = ""  # "program", "coalition", or "" for the published one
    is_share: bool = True

    def plain(self) -> dict[str, Any]:
        """As a plan keeps it."""
        return {"name": self.name, "value": self.value, "source": self.source, "year": self.year}

    def parameter(self) -> Parameter:
        """As the core draws from it."""
        source = Source(self.source, self.year or 0, self.of_years, self.address)
        return Parameter(self.name, self.value, source, self.low, self.high)


@dataclass(frozen=True)
class Numbers:
    """All numbers for one program or the coalition."""

    by_name: Mapping[str, Number]
    own_areas: Mapping[tuple[str, str], PlanningNumber]  # (name, county): what was said of it

    def __getitem__(self, name: str) -> Number:
        return self.by_name[name]

    @cached_property
    def branches(self) -> Mapping[str, Parameter]:
        """What becomes of an overdose: each number in use, with its range if it has one."""
        return {name: self[name].parameter() for name in TREE}

    @cached_property
    def tree(self) -> Tree:
        """What becomes of an overdose, with the values in use. Raises Clash."""
        try:
            found = profound.likely(self.branches)
        except ValueError as why:
            raise Clash from why
        if not 0 < found.ceiling < 1:
            raise Clash
        return found

    @property
    def go_together(self) -> bool:
        try:
            return bool(self.tree)
        except Clash:
            return False

    def put(self, said: Number) -> "Numbers":
        """With this one in place of its like: to see whether they go together."""
        return Numbers({**self.by_name, said.name: said}, self.own_areas)

    @property
    def target(self) -> float:
        return self["target"].value

    @property
    def others(self) -> Kits:
        """Kits a year that others give out in the whole area."""
        return Kits(**{one.value: self[f"{OTHERS}{one.value}"].value for one in Channel})

    def own(self, name: str, county: str) -> PlanningNumber | None:
        """What a planner said of this county."""
        return self.own_areas.get((name, county))

    def rests_on(self, *more: Number) -> list[dict[str, Any]]:
        """Every number in use that says something, for a plan to keep."""
        said = [one for one in self.by_name.values() if one.value or one.whose]
        return [one.plain() for one in (*said, *more)]


def tree_drawn(numbers: Numbers, rng: random.Random) -> Tree:
    """One tree out of the ranges in use, a planner's own range before the published one."""
    return profound.draw(rng, branches=numbers.branches)


def numbers(programs: Sequence[Program]) -> Numbers:
    """Those in use: of the program when it is one, else of the coalition, else the published."""
    said: dict[tuple[str, str], PlanningNumber] = {}
    for row in _rows(programs):  # the coalition's first: a program's own goes over it
        said[row.name, row.area] = row
    found = {
        known.name: _number(known, said.get((known.name, ""))) for known in KNOWN.values()
    }  # fmt: skip
    return Numbers(found, {key: row for key, row in said.items() if key[1]})


def _rows(programs: Sequence[Program]) -> Iterable[PlanningNumber]:
    coalition = PlanningNumber.objects.filter(program=None)
    own = PlanningNumber.objects.filter(program=programs[0]) if len(programs) == 1 else []
    return [*coalition, *own]


def _number(known: Known, said: PlanningNumber | None) -> Number:
    return published(known) if said is None else said_of(known, said)


def said_of(known: Known, said: PlanningNumber) -> Number:
    """What a planner said, as it is shown."""
    whose = "program" if said.program_id else "coalition"
    return Number(known.name, known.label, said.value, said.low, said.high, said.source,
                  said.year, whose=whose, is_share=known.is_share)  # fmt: skip


def published(known: Known) -> Number:
    """The published value; nought with no source where nobody has said anything."""
    one = known.published
    if one is None:
        return Number(known.name, known.label, 0.0, None, None, "", None, is_share=known.is_share)
    return Number(
        known.name, known.label, one.value, one.low, one.high, one.source.citation,
        one.source.year, one.source.of_years, one.source.address, one.note,
        is_share=known.is_share,
    )  # fmt: skip
