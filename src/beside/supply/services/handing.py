"""An encounter is kept, whatever the shelf says; and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.supply import negotiating
from beside.supply.core.fefo import OutOfStock
from beside.supply.hand.told import Told
from beside.supply.models import Encounter, Handed, Movement, Place, Product
from beside.supply.services import moving
from beside.supply.services.asking_counts import ask_to_count
from beside.supply.services.coding import hash_code

ABOUT = "supply.encounter"


class NothingTold(ValueError):
    """Nothing went out, nothing came back, nothing was done: there is nothing to keep."""


class StillToCome(ValueError):
    """The day of the encounter lies ahead."""


class AlreadyTaken(Exception):
    """It was taken back before."""


@transaction.atomic
def keep_encounter(*, told: Told, place: Place, by: User, at: datetime) -> Encounter:
    """Keep it, once for its nonce, and take what was given from the shelf.

    When the shelf says too little, all that it says leaves it, and it asks to be counted.
    Raises NothingTold, StillToCome.
    """
    if known := Encounter.objects.filter(nonce=told.nonce).first():
        return known
    if not told.says_something:
        raise NothingTold
    if told.on_date > house.today(at):
        raise StillToCome
    kept = _row(told, place, by, at)
    made, is_new = _saved(kept)
    if not is_new:
        return made
    short = sum(_hand(kept, product, units, by, at) for product, units in _in_order(told))
    record.act("encounter_kept", on=kept, by=by, at=at, detail=_noted(told, short))
    if kept.beyond_why:
        record.act("cap_lifted", on=kept, by=by, at=at,
                   detail={"why": kept.beyond_why, "kits": kept.kits_agreed})  # fmt: skip
    return kept


def _saved(kept: Encounter) -> tuple[Encounter, bool]:
    """Two that send the same at once: the first is kept, the second is told of it."""
    Encounter.objects.bulk_create([kept], ignore_conflicts=True)
    found = Encounter.objects.get(nonce=kept.nonce)
    return found, found.pk == kept.pk


def _in_order(told: Told) -> Sequence[tuple[Product, int]]:
    return sorted(told.units.items(), key=lambda one: one[0].pk)


def _noted(told: Told, short: int) -> dict[str, object]:
    return {"way": told.way.value, "products": len(told.units), "short": short}


def _row(told: Told, place: Place, by: User, at: datetime) -> Encounter:
    hashed = hash_code(
        code=told.code, program=place.program, on_date=told.on_date, by=by, at=at
    )  # fmt: skip
    words = (
        "age", "gender", "residence", "recipient", "reason", "previous_point", "trained",
        "county_fips",
    )  # fmt: skip
    lists = ("race", "substances", "services", "referrals", "education")
    same = ("is_new", "for_others", "syringes_back", "is_back_weighed", "on_date", "nonce")
    return Encounter(
        program=place.program, place=place, kept_at=at, by=by, way=told.way,
        **_negotiated(told, place, by),
        code_hash=hashed, code_style=told.code.style if told.code and hashed else "",
        **{name: getattr(told, name) or "" for name in words},
        **{name: list(dict.fromkeys(getattr(told, name))) for name in lists},
        **{name: getattr(told, name) for name in same},
    )  # fmt: skip


def _negotiated(told: Told, place: Place, by: User) -> negotiating.Kept:
    return negotiating.kept(
        told.asked, agreed=negotiating.kits_of(told.units), cap=place.program.peer_cap,
        in_stock=negotiating.kits_on(place, told.on_date) if told.asked.is_said else 0,
        beyond=told.beyond, by=by,
    )  # fmt: skip


def _hand(kept: Encounter, product: Product, units: int, by: User, at: datetime) -> int:
    """Take it from the shelf as far as the shelf can show it; how many units it could not."""
    movement, short = _taken(kept, product, units, by, at)
    Handed.objects.create(
        encounter=kept, product=product, units=units, short=short, movement=movement
    )
    if short:
        ask_to_count(place=kept.place, product=product, short=short, at=at)
    return short


def _taken(
    kept: Encounter, product: Product, units: int, by: User, at: datetime
) -> tuple[Movement | None, int]:
    short = 0
    while short < units:
        try:
            movement = moving.give(
                shelf=kept.place, wanted={product: units - short}, about=(ABOUT, kept.pk),
                at=at, on_date=kept.on_date, by=by,
            )  # fmt: skip
        except OutOfStock as missing:
            short += missing.short
        else:
            return movement, short
    return None, units


@dataclass(frozen=True)
class KeptAll:
    """How many of a list were new, how many stood already, how many the shelves could not show."""

    new: int
    known: int
    short: int


@transaction.atomic
def keep_all(*, rows: Sequence[tuple[Place, Told]], by: User, at: datetime) -> KeptAll:
    """Keep a whole list or nothing of it. Raises NothingTold, StillToCome."""
    before = set(
        Encounter.objects.filter(nonce__in=[told.nonce for _, told in rows]).values_list(
            "nonce", flat=True
        )
    )
    fresh = [(place, told) for place, told in rows if told.nonce not in before]
    kept = [keep_encounter(told=told, place=place, by=by, at=at).pk for place, told in fresh]
    short = Handed.objects.filter(encounter__in=kept, short__gt=0).count()
    record.act("encounters_brought_in", on=("supply.encounter", "list"), by=by, at=at,
               detail={"count": len(kept), "known": len(rows) - len(fresh)})  # fmt: skip
    return KeptAll(len(kept), len(rows) - len(fresh), short)


@transaction.atomic
def undo_encounter(*, encounter: Encounter, by: User, at: datetime) -> Encounter:
    """Take an encounter back: it counts nowhere, and the stock stands on its shelf again.

    Raises AlreadyTaken.
    """
    unmoved = Encounter.objects.filter(pk=encounter.pk, undone_at=None)
    if not unmoved.update(undone_at=at, undone_by=by, code_hash=None, code_style=""):
        raise AlreadyTaken(str(encounter.pk))
    handed = Handed.objects.filter(encounter=encounter, movement__isnull=False)
    for one in handed.select_related("movement"):
        if one.movement:
            moving.undo(movement=one.movement, at=at, by=by)
    record.act("encounter_undone", on=encounter, by=by, at=at)
    return encounter
